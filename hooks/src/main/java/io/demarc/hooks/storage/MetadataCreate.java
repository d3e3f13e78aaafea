/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.drbd.DrbdResource;
import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.storage.BackingDevices.Backing;
import io.demarc.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code drbd-metadata-create}: makes DRBD's metadata on a node's new disks, so that they can be synced from the other node. A
 * disk that anything is on is refused: blank is shown by {@code wipefs}, never supposed.
 */
final class MetadataCreate extends PairStep {
    private static final Setting RESOURCE = Setting.optional("resource");

    MetadataCreate(StoragePairs pairs) {
        super(pairs);
    }

    @Override
    public String name() {
        return "drbd-metadata-create";
    }

    @Override
    public List<Setting> settings() {
        return List.of(Sighted.NODE, RESOURCE);
    }

    /** The one that the step names, or every one that the serving node has. */
    private static List<DrbdResource> wanted(StepContext context, PairView view, Sighted sight) {
        Optional<String> only = context.setting(RESOURCE.name());
        return view.of(sight.peer()).stream()
                .flatMap(it -> it.resources().stream())
                .filter(it -> only.isEmpty() || only.get().equals(it.name()))
                .toList();
    }

    @Override
    public List<Finding> guard(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        List<Finding> findings = new ArrayList<>(PairGuards.serves(view, sight.peer()));
        if (view.of(sight.node()).isEmpty()) {
            findings.add(Finding.notMet(
                    sight.node() + " can be looked at", view.whyAway(sight.node()), "Look at the node's console."));
            return findings;
        }
        for (DrbdResource resource : wanted(context, view, sight)) {
            findings.addAll(mayBeMade(sight, view, resource));
        }
        return findings;
    }

    private static List<Finding> mayBeMade(Sighted sight, PairView view, DrbdResource theirs) {
        String name = theirs.name();
        String free = "no disk of " + sight.node() + " is in use for " + name;
        Optional<DrbdResource> mine = DiskDetach.mine(view, sight, name);
        if (mine.isPresent() && !DiskDetach.isDiskless(mine.get())) {
            return List.of(
                    Finding.notMet(free, mine.get().inWords(), "Detach it first: 'drbdadm detach " + name + "'."));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.met(free, "none is"));
        // A daemon that died between making and attaching them.
        boolean isMade = isMade(sight, name);
        for (Backing disk : BackingDevices.of(sight, sight.node(), name)) {
            findings.add(isBigEnough(sight, theirs, disk));
            findings.add(
                    isMade
                            ? Finding.met(disk.device() + " of " + sight.node() + " is blank", "but for new metadata")
                            : isBlank(sight, disk));
        }
        return findings;
    }

    private static Finding isBigEnough(Sighted sight, DrbdResource theirs, Backing disk) {
        long neededBytes = theirs.volumes().stream()
                .filter(it -> it.number() == disk.volume())
                .mapToLong(it -> it.sizeKib() == null ? 0 : it.sizeKib() * 1024)
                .findFirst()
                .orElse(0);
        String claim = disk.device() + " of " + sight.node() + " has room for volume " + disk.volume() + " of "
                + theirs.name();
        if (disk.bytes().isEmpty()) {
            return Finding.notMet(claim, "there is no such device", "Look at 'lsblk' on the node.");
        }
        String found = disk.bytes().get() + " bytes, and " + neededBytes + " are needed beside DRBD's metadata";
        boolean fits = neededBytes > 0 && disk.bytes().get() > neededBytes;
        return fits
                ? Finding.met(claim, found)
                : Finding.notMet(claim, found, "Put a disk in that is as large as the old one.");
    }

    private static Finding isBlank(Sighted sight, Backing disk) {
        String claim = disk.device() + " of " + sight.node() + " is blank";
        CommandResult signatures = sight.look(sight.node(), "wipefs", "--no-act", "--parsable", disk.device());
        String found = signatures
                .stdout()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .reduce((one, other) -> one + "; " + other)
                .orElse("");
        if (signatures.exit() != 0) {
            return Finding.notMet(claim, signatures.stderr().strip(), "Look at the device on the node.");
        }
        return found.isBlank()
                ? Finding.met(claim, "nothing known is on it")
                : Finding.notMet(
                        claim,
                        found,
                        "If this is the new disk and nobody needs what is on it: 'wipefs --all " + disk.device()
                                + "' on " + sight.node() + ", then resume.");
    }

    @Override
    public Outcome act(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        for (DrbdResource resource : wanted(context, view, sight)) {
            if (!isMade(sight, resource.name())) {
                sight.change(sight.node(), "drbdadm", "create-md", "--force", resource.name());
            }
            if (DiskDetach.mine(view, sight, resource.name())
                    .filter(DiskDetach::isDiskless)
                    .isPresent()) {
                sight.change(sight.node(), "drbdadm", "attach", resource.name());
            }
        }
        return Outcome.acted("");
    }

    private static boolean isMade(Sighted sight, String resource) {
        try {
            return DrbdResync.identifiers(sight, sight.node(), resource).isJustCreated();
        } catch (ProblemException e) {
            return false;
        }
    }

    @Override
    public List<Finding> verify(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        List<Finding> findings = new ArrayList<>(PairGuards.serves(view, sight.peer()));
        for (DrbdResource resource : wanted(context, view, sight)) {
            String claim = sight.node() + " has new metadata for " + resource.name();
            boolean isAttached = DiskDetach.mine(view, sight, resource.name())
                    .filter(it -> !DiskDetach.isDiskless(it))
                    .isPresent();
            boolean isDown = DiskDetach.mine(view, sight, resource.name()).isEmpty();
            boolean isGood = isAttached || (isDown && isMade(sight, resource.name()));
            findings.add(
                    isGood
                            ? Finding.met(claim, isAttached ? "and its disk is in use" : "and it is not up yet")
                            : Finding.notMet(claim, "none", "Look at 'drbdadm get-gi " + resource.name() + "' there."));
        }
        return findings;
    }
}
