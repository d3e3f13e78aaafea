/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.drbd.DrbdResource;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.storage.StoragePair.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What has to be so before anything is done to a pair. Pure: each from one look at both nodes. Health is shown, never
 * supposed: a node that does not answer, a resource that is not listed and a peer that is not named are all "not healthy".
 */
final class PairGuards {
    private PairGuards() {}

    /** One primary at most, and no split brain: asked before every action and during every wait. */
    static List<Finding> onePrimary(PairView view) {
        List<Finding> findings = new ArrayList<>();
        List<String> primaries = view.all().stream()
                .filter(NodeView::isPrimary)
                .map(it -> it.node().name())
                .toList();
        String claim = "one node at most is primary";
        findings.add(
                primaries.size() < 2
                        ? Finding.met(claim, primaries.isEmpty() ? "none is" : primaries.get(0) + " is")
                        : Finding.notMet(claim, String.join(" and ", primaries) + " are", DrbdGuards.BY_HAND));
        for (NodeView node : view.all()) {
            findings.addAll(DrbdGuards.splitBrain(node));
        }
        return findings;
    }

    /** Both nodes well, the data on both, the service on one of them and whole. */
    static List<Finding> healthy(PairView view) {
        List<Finding> findings = new ArrayList<>(onePrimary(view));
        for (StorageNode node : view.pair().nodes()) {
            view.of(node)
                    .ifPresentOrElse(
                            it -> findings.addAll(well(view.pair(), it)), () -> findings.add(away(view, node)));
        }
        findings.add(servedByOne(view));
        return findings;
    }

    private static List<Finding> well(StoragePair pair, NodeView node) {
        List<Finding> findings = new ArrayList<>(DrbdGuards.redundant(pair, node));
        if (pair.cluster() != Cluster.NONE) {
            findings.addAll(ClusterGuards.well(pair, node));
        }
        return findings;
    }

    /** The same, as both nodes see it. */
    static List<Finding> redundantOnBoth(PairView view) {
        List<Finding> findings = new ArrayList<>();
        for (StorageNode node : view.pair().nodes()) {
            view.of(node)
                    .ifPresentOrElse(
                            it -> findings.addAll(DrbdGuards.redundant(view.pair(), it)),
                            () -> findings.add(away(view, node)));
        }
        return findings;
    }

    private static Finding away(PairView view, StorageNode node) {
        return Finding.notMet(
                node + " can be looked at",
                view.whyAway(node),
                "Bring it back, or its SSH server; look at its console.");
    }

    /** One node is primary for every resource and the other for none. */
    static Finding hasPrimary(PairView view) {
        String claim = "one node is primary for every resource, the other for none";
        return view.primary()
                .map(it -> Finding.met(claim, it.node() + " is"))
                .orElseGet(() -> Finding.notMet(claim, "it is not so", "Let the cluster manager start the service."));
    }

    private static Finding servedByOne(PairView view) {
        String claim = "one node gives the whole service";
        List<NodeView> primaries =
                view.all().stream().filter(NodeView::isPrimaryForAll).toList();
        if (primaries.size() != 1) {
            return Finding.notMet(
                    claim,
                    primaries.size() + " nodes are primary for " + view.pair().resourcesInWords(),
                    "Let the cluster manager start the service, or promote a node yourself.");
        }
        NodeView primary = primaries.get(0);
        Set<String> missing = new TreeSet<>(view.pair().addresses());
        missing.addAll(view.pair().mounts());
        missing.removeAll(primary.serviceParts(view.pair()));
        List<String> elsewhere = view.all().stream()
                .filter(it -> !it.node().equals(primary.node()))
                .flatMap(it -> it.serviceParts(view.pair()).stream().map(part -> part + " on " + it.node()))
                .toList();
        if (missing.isEmpty() && elsewhere.isEmpty()) {
            return Finding.met(claim, primary.node() + " does");
        }
        return Finding.notMet(
                claim,
                primary.node() + " is primary"
                        + (missing.isEmpty() ? "" : ", but lacks " + String.join(", ", missing))
                        + (elsewhere.isEmpty() ? "" : ", and there is " + String.join(", ", elsewhere)),
                "Let the cluster manager put the service together, or do it yourself.");
    }

    /** The node may go: it is secondary for every resource, and nothing of the service runs there. */
    static List<Finding> mayGo(PairView view, StorageNode node) {
        List<Finding> findings = new ArrayList<>(healthy(view));
        view.of(node).ifPresent(it -> {
            String claim = node + " is secondary for every resource";
            findings.add(
                    it.isSecondaryForAll()
                            ? Finding.met(claim, it.resourcesInWords())
                            : Finding.notMet(
                                    claim,
                                    it.resourcesInWords(),
                                    "Name the other node, or move the service first: 'demarc runbook start fail-over "
                                            + view.pair().name() + "'."));
            Set<String> parts = new TreeSet<>(it.serviceParts(view.pair()));
            parts.addAll(it.drbdMounts());
            String nothing = "nothing of the service is on " + node;
            findings.add(
                    parts.isEmpty()
                            ? Finding.met(nothing, "nothing is")
                            : Finding.notMet(nothing, String.join(", ", parts), "Stop it or move it first."));
        });
        return findings;
    }

    /** The service may move away from the node. */
    static List<Finding> mayFailOver(PairView view, StorageNode from) {
        List<Finding> findings = new ArrayList<>(healthy(view));
        view.of(from).ifPresent(it -> {
            String claim = from + " is primary for every resource";
            findings.add(
                    it.isPrimaryForAll()
                            ? Finding.met(claim, it.resourcesInWords())
                            : Finding.notMet(
                                    claim, it.resourcesInWords(), "Name the node that gives the service now."));
        });
        return findings;
    }

    /** The service may move away from the node whatever its own disks are: the other one has all data. */
    static List<Finding> mayFailOverBadDisk(PairView view, StorageNode from) {
        List<Finding> findings = new ArrayList<>(onePrimary(view));
        StorageNode to = view.pair().peerOf(from);
        Optional<NodeView> seen = view.of(to);
        if (seen.isEmpty()) {
            findings.add(away(view, to));
            return findings;
        }
        String claim = to + " is connected, its data are up to date, and nothing is being copied";
        boolean isGood = !seen.get().resources().isEmpty()
                && seen.get().resources().stream()
                        .allMatch(it -> it.isUpToDate() && it.isConnected() && !it.isResyncing());
        findings.add(
                isGood
                        ? Finding.met(claim, seen.get().resourcesInWords())
                        : Finding.notMet(
                                claim, seen.get().resourcesInWords(), "It can't take the service over as it is."));
        if (view.pair().cluster() != Cluster.NONE) {
            view.all().forEach(it -> findings.addAll(ClusterGuards.well(view.pair(), it)));
        }
        return findings;
    }

    /** The service is whole on this node. */
    static List<Finding> serves(PairView view, StorageNode node) {
        List<Finding> findings = new ArrayList<>(onePrimary(view));
        view.of(node)
                .ifPresentOrElse(
                        it -> {
                            String primary = node + " is primary for every resource, UpToDate";
                            boolean isGood = it.isPrimaryForAll()
                                    && it.resources().stream().allMatch(DrbdResource::isUpToDate);
                            findings.add(
                                    isGood
                                            ? Finding.met(primary, it.resourcesInWords())
                                            : Finding.notMet(
                                                    primary, it.resourcesInWords(), "Look at the node and its log."));
                            Set<String> missing = new TreeSet<>(view.pair().addresses());
                            missing.addAll(view.pair().mounts());
                            missing.removeAll(it.serviceParts(view.pair()));
                            String whole = "the whole service is on " + node;
                            findings.add(
                                    missing.isEmpty()
                                            ? Finding.met(whole, "it is")
                                            : Finding.notMet(
                                                    whole,
                                                    "missing: " + String.join(", ", missing),
                                                    "Look at the cluster manager's log."));
                        },
                        () -> findings.add(away(view, node)));
        return findings;
    }
}
