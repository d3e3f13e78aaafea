/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.drbd.DiskState;
import io.demarc.hooks.drbd.DrbdResource;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.Undo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code drbd-detach}: takes a secondary's disk out of a resource whose data the other node has, up to date. */
final class DiskDetach extends PairStep {
    static final Setting RESOURCE = Setting.required("resource");

    DiskDetach(StoragePairs pairs) {
        super(pairs);
    }

    @Override
    public String name() {
        return "drbd-detach";
    }

    @Override
    public List<Setting> settings() {
        return List.of(Sighted.NODE, RESOURCE);
    }

    @Override
    public List<Finding> guard(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        String name = context.requiredSetting(RESOURCE.name());
        List<Finding> findings = new ArrayList<>(PairGuards.serves(view, sight.peer()));
        findings.add(mine(view, sight, name)
                .map(it -> {
                    String claim = sight.node() + " is connected, as secondary of " + name;
                    return it.isConnected()
                            ? Finding.met(claim, it.inWords())
                            : Finding.notMet(
                                    claim,
                                    it.inWords(),
                                    "Bring the replication link back first, or rebuild the node: 'demarc runbook show"
                                            + " rebuild-node'.");
                })
                .orElseGet(() -> Finding.notMet(
                        name + " is up on " + sight.node(), view.whyAway(sight.node()), "'drbdadm up " + name + "'.")));
        return findings;
    }

    static Optional<DrbdResource> mine(PairView view, Sighted sight, String name) {
        return view.of(sight.node()).stream()
                .flatMap(it -> it.resources().stream())
                .filter(it -> it.name().equals(name))
                .findFirst();
    }

    static boolean isDiskless(DrbdResource resource) {
        return resource.volumes().stream().allMatch(it -> it.disk() == DiskState.DISKLESS);
    }

    @Override
    public Outcome act(StepContext context) {
        Sighted sight = sight(context);
        String name = context.requiredSetting(RESOURCE.name());
        if (mine(view(sight), sight, name).filter(DiskDetach::isDiskless).isPresent()) {
            return Outcome.acted("Its disk is gone already.");
        }
        sight.change(sight.node(), "drbdadm", "detach", name);
        return Outcome.acted("");
    }

    @Override
    public List<Finding> verify(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        String name = context.requiredSetting(RESOURCE.name());
        List<Finding> findings = new ArrayList<>(PairGuards.serves(view, sight.peer()));
        String claim = sight.node() + " has let go of its disk of " + name;
        String found = mine(view, sight, name).map(DrbdResource::inWords).orElse("it is not up there");
        boolean isFree = mine(view, sight, name).map(DiskDetach::isDiskless).orElse(true);
        findings.add(isFree ? Finding.met(claim, found) : Finding.notMet(claim, found, "Look at the node's dmesg."));
        return findings;
    }

    @Override
    public Optional<Undo> undo(StepContext context) {
        Sighted sight = sight(context);
        return Optional.of(Undo.byPerson("If the old disk is still in " + sight.node() + ": 'drbdadm attach "
                + context.requiredSetting(RESOURCE.name()) + "' there takes it back."));
    }
}
