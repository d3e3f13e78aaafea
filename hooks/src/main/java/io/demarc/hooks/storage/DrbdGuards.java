/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.drbd.ConnectionState;
import io.demarc.hooks.drbd.DrbdResource;
import io.demarc.hooks.drbd.Role;
import io.demarc.hooks.runbook.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Whether DRBD on a node is in no split brain, has the data on both sides, and is set so that it stays so. Pure. */
final class DrbdGuards {
    static final String BY_HAND =
            "Demarc never settles a split brain by itself: 'demarc runbook show resolve-split-brain'.";

    private DrbdGuards() {}

    /** The node is in no split brain, as its kernel tells. */
    static List<Finding> splitBrain(NodeView node) {
        List<Finding> findings = new ArrayList<>();
        String claim = node.node() + " is in no split brain";
        for (DrbdResource resource : node.resources()) {
            boolean peerIsPrimary = resource.peers().stream().anyMatch(it -> it.role() == Role.PRIMARY);
            if (resource.role() == Role.PRIMARY && peerIsPrimary) {
                findings.add(Finding.notMet(claim, resource.inWords(), BY_HAND));
            }
            if (resource.role() == Role.PRIMARY && resource.isStandAlone()) {
                findings.add(Finding.notMet(claim, resource.inWords(), BY_HAND));
            }
        }
        boolean isApart = node.resources().stream().anyMatch(it -> !it.isConnected());
        if (isApart && !node.splitBrains().isEmpty()) {
            String last = node.splitBrains().get(node.splitBrains().size() - 1);
            if (last.contains("unresolved")) {
                findings.add(Finding.notMet(claim, "its kernel said: " + last, BY_HAND));
            }
        }
        return findings.isEmpty() ? List.of(Finding.met(claim, node.resourcesInWords())) : findings;
    }

    /** The node's own disk and the peer's are UpToDate, they are connected, and nothing is being copied. */
    static List<Finding> redundant(StoragePair pair, NodeView node) {
        List<Finding> findings = new ArrayList<>();
        Set<String> missing = new TreeSet<>(pair.resources());
        for (DrbdResource resource : node.resources()) {
            missing.remove(resource.name());
            String claim = "on " + node.node() + ", " + resource.name() + " is connected and UpToDate on both sides";
            findings.add(
                    resource.isRedundant()
                            ? Finding.met(claim, resource.inWords())
                            : Finding.notMet(claim, resource.inWords(), redundancyAdvice(resource)));
        }
        missing.forEach(name -> findings.add(Finding.notMet(
                name + " is up on " + node.node(), "it is not", "'drbdadm up " + name + "' on " + node.node() + ".")));
        if (node.resources().isEmpty() && missing.isEmpty()) {
            findings.add(Finding.notMet(
                    "a DRBD resource is up on " + node.node(), "none is", "'drbdadm up all' on " + node.node() + "."));
        }
        return findings;
    }

    private static String redundancyAdvice(DrbdResource resource) {
        if (resource.isResyncing()) {
            return "Wait until the resync is done.";
        }
        boolean isAlone = resource.peers().stream().anyMatch(it -> it.connection() == ConnectionState.STAND_ALONE);
        return isAlone
                ? "Find out why it is StandAlone: by order, or after a split brain (dmesg)."
                : "Look at the replication link and at the disks.";
    }

    /** What of DRBD's settings would let a runbook's step do harm; nothing where all is well. */
    static List<Finding> settings(Map<String, DrbdSettings> byNode) {
        List<Finding> findings = new ArrayList<>();
        byNode.forEach((node, settings) -> {
            settings.dual()
                    .forEach(resource -> findings.add(Finding.notMet(
                            "DRBD on " + node + " lets one node at most be primary for " + resource,
                            "allow-two-primaries is yes",
                            "Take it out of the resource's net section on both nodes, then 'drbdadm adjust " + resource
                                    + "'.")));
            settings.fencing()
                    .forEach((resource, policy) ->
                            fencing(node, resource, policy, settings.handlers()).forEach(findings::add));
            boolean isTooOld = DrbdSettings.major(settings.module()).equals("9")
                    && DrbdSettings.major(settings.tools()).equals("8");
            if (isTooOld) {
                findings.add(Finding.notMet(
                        "drbd-utils on " + node + " know its kernel module",
                        "the module is " + settings.module() + ", the tools are " + settings.tools(),
                        "Install drbd-utils 9 there."));
            }
        });
        findings.addAll(same(byNode));
        return findings;
    }

    private static List<Finding> fencing(String node, String resource, String policy, Set<String> handlers) {
        if (policy.equals("dont-care")) {
            return List.of();
        }
        String claim = "DRBD on " + node + " has whom to call when it fences " + resource + "'s other side";
        if (!handlers.contains("fence-peer")) {
            return List.of(Finding.notMet(
                    claim,
                    "fencing is " + policy + ", and there is no fence-peer handler",
                    "Set handlers { fence-peer ...; } (crm-fence-peer.sh), or fencing dont-care: else "
                            + (policy.equals("resource-and-stonith")
                                    ? "writes stop when the other side is lost."
                                    : "nobody keeps stale data from being promoted.")));
        }
        boolean isLifted = handlers.contains("unfence-peer") || handlers.contains("after-resync-target");
        return isLifted
                ? List.of()
                : List.of(Finding.notMet(
                        claim,
                        "fencing is " + policy + ", and no handler lifts it after a resync",
                        "Set handlers { unfence-peer ...; } or after-resync-target (crm-unfence-peer.sh): else the node"
                                + " can't be promoted again."));
    }

    /** Both nodes' modules speak of the same metadata, and their activity logs are of one size. */
    private static List<Finding> same(Map<String, DrbdSettings> byNode) {
        List<Finding> findings = new ArrayList<>();
        Set<String> modules = new TreeSet<>();
        byNode.forEach((node, settings) -> {
            if (!settings.module().isEmpty()) {
                modules.add(DrbdSettings.major(settings.module()));
            }
        });
        String versions = byNode.entrySet().stream()
                .map(it -> it.getKey() + " " + it.getValue().module())
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
        if (modules.size() > 1) {
            findings.add(Finding.notMet(
                    "both nodes have DRBD of one generation",
                    versions,
                    "A kernel update may have brought back the kernel's own module: DRBD 8 can't read DRBD 9's"
                            + " metadata. Install the same module on both."));
        }
        Set<String> differing = new TreeSet<>();
        byNode.values().stream()
                .flatMap(it -> it.logExtents().keySet().stream())
                .forEach(resource -> {
                    if (byNode.values().stream()
                                    .filter(it -> !it.module().isEmpty())
                                    .map(it -> it.logExtents().getOrDefault(resource, "the default"))
                                    .distinct()
                                    .count()
                            > 1) {
                        differing.add(resource);
                    }
                });
        differing.forEach(resource -> findings.add(Finding.notMet(
                "both nodes have the same al-extents for " + resource,
                byNode.entrySet().stream()
                        .map(it ->
                                it.getKey() + " " + it.getValue().logExtents().getOrDefault(resource, "the default"))
                        .reduce((one, other) -> one + ", " + other)
                        .orElse(""),
                "Make drbd.conf the same on both nodes, then 'drbdadm adjust " + resource
                        + "' on the one that is secondary: after a crash the larger log is what is copied again.")));
        return findings;
    }

    /** The kernel that the node boots next, if it is another one, has a DRBD that can read its metadata. */
    static List<Finding> nextBoot(String node, DrbdSettings settings) {
        if (settings.nextKernel().isEmpty() || settings.module().isEmpty()) {
            return List.of();
        }
        String kernel = settings.nextKernel().get();
        String claim = "the newest kernel on " + node + " has the DRBD that its disks are for";
        if (settings.nextModule().isEmpty()) {
            return List.of(Finding.notMet(
                    claim,
                    kernel + " has no DRBD module",
                    "Install it for that kernel (DKMS: 'dkms autoinstall -k " + kernel + "'), or boot another one."));
        }
        boolean isOlder = DrbdSettings.major(settings.module()).equals("9")
                && DrbdSettings.major(settings.nextModule()).equals("8");
        return List.of(
                isOlder
                        ? Finding.notMet(
                                claim,
                                "it would load " + settings.nextModule() + " instead of " + settings.module(),
                                "DRBD 8 can't read DRBD 9's metadata: build the module for " + kernel + " first.")
                        : Finding.met(claim, settings.nextModule()));
    }
}
