/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.drbd.DrbdResource;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.storage.BackingDevices.Backing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code drbd-grow}: makes a resource as large as the smaller of its two disks, if both have grown (DRBD user's guide,
 * "Growing on-line").
 */
final class ResourceGrow extends PairStep {
    ResourceGrow(StoragePairs pairs) {
        super(pairs);
    }

    @Override
    public String name() {
        return "drbd-grow";
    }

    @Override
    public List<Setting> settings() {
        return List.of(DiskDetach.RESOURCE);
    }

    @Override
    public List<Finding> guard(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        List<Finding> findings = new ArrayList<>(PairGuards.redundantOnBoth(view));
        String name = context.requiredSetting(DiskDetach.RESOURCE.name());
        Optional<DrbdResource> resource = served(view, name);
        if (resource.isEmpty()) {
            findings.add(Finding.notMet(
                    "one node is primary for " + name, "none is", "Let the cluster manager start the service."));
            return findings;
        }
        List<Finding> open = new ArrayList<>();
        List<Finding> closed = new ArrayList<>();
        for (DrbdResource.Volume volume : resource.get().volumes()) {
            List<Finding> room = view.pair().nodes().stream()
                    .map(node -> hasRoom(sight, node, name, volume))
                    .toList();
            (room.stream().allMatch(Finding::isMet) ? open : closed).addAll(room);
            String key = key(context, volume.number());
            if (context.value(key).isEmpty()) {
                context.save(key, String.valueOf(sizeKib(volume)));
            }
        }
        // Of several volumes it is enough that one can grow.
        findings.addAll(open.isEmpty() ? closed : open);
        return findings;
    }

    private static Optional<DrbdResource> served(PairView view, String name) {
        return view.primary().stream()
                .flatMap(it -> it.resources().stream())
                .filter(it -> it.name().equals(name))
                .findFirst();
    }

    private static long sizeKib(DrbdResource.Volume volume) {
        return volume.sizeKib() == null ? 0 : volume.sizeKib();
    }

    private static String key(StepContext context, int volume) {
        return context.stepId() + "-kib-of-" + volume;
    }

    private static Finding hasRoom(Sighted sight, StorageNode node, String name, DrbdResource.Volume volume) {
        String claim = "the disk of " + name + " volume " + volume.number() + " on " + node + " has grown";
        long usableKib = BackingDevices.of(sight, node, name).stream()
                        .filter(it -> it.volume() == volume.number())
                        .mapToLong(Backing::usableBytes)
                        .findFirst()
                        .orElse(0)
                / 1024;
        String found = "room for " + usableKib + " KiB beside DRBD's metadata; the volume has " + sizeKib(volume);
        return usableKib > sizeKib(volume)
                ? Finding.met(claim, found)
                : Finding.notMet(claim, found, "Enlarge it on " + node + " as well: the smaller side decides.");
    }

    @Override
    public Outcome act(StepContext context) {
        Sighted sight = sight(context);
        String name = context.requiredSetting(DiskDetach.RESOURCE.name());
        for (NodeView primary : view(sight).primary().stream().toList()) {
            sight.change(primary.node(), "drbdadm", "resize", name);
        }
        return Outcome.acted("");
    }

    @Override
    public List<Finding> verify(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        List<Finding> findings = new ArrayList<>(PairGuards.redundantOnBoth(view));
        String name = context.requiredSetting(DiskDetach.RESOURCE.name());
        for (NodeView node : view.all()) {
            node.resources().stream().filter(it -> it.name().equals(name)).forEach(resource -> {
                boolean hasGrown = resource.volumes().stream()
                        .anyMatch(it -> sizeKib(it)
                                > Long.parseLong(context.value(key(context, it.number()))
                                        .orElse(String.valueOf(Long.MAX_VALUE))));
                String claim = name + " is larger on " + node.node() + " than before";
                String found = resource.volumes().stream()
                        .map(it -> sizeKib(it) + " KiB")
                        .toList()
                        .toString();
                findings.add(
                        hasGrown
                                ? Finding.met(claim, found)
                                : Finding.notMet(claim, found, "Look at the node's dmesg."));
            });
        }
        return findings;
    }
}
