/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.StepContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * {@code split-brain-discard}: throws the changes of the step's node away, and lets it sync from the other one (DRBD user's
 * guide, "Manual split brain recovery"). The node must give no service; a person has named the survivor before.
 */
final class SplitBrainDiscard extends PairStep {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    SplitBrainDiscard(StoragePairs pairs) {
        super(pairs);
    }

    @Override
    public String name() {
        return "split-brain-discard";
    }

    @Override
    public List<Finding> guard(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        List<Finding> findings = new ArrayList<>();
        Optional<NodeView> victim = view.of(sight.node());
        if (victim.isEmpty() || view.of(sight.peer()).isEmpty()) {
            return List.of(Finding.notMet(
                    "both nodes can be looked at",
                    view.whyAway(sight.node()) + "; " + view.whyAway(sight.peer()),
                    "Bring both back first."));
        }
        TreeSet<String> parts = new TreeSet<>(victim.get().serviceParts(sight.pair()));
        parts.addAll(victim.get().drbdMounts());
        String claim = "nothing of the service is on " + sight.node() + ", whose changes are to be thrown away";
        findings.add(
                parts.isEmpty()
                        ? Finding.met(claim, "nothing is")
                        : Finding.notMet(
                                claim,
                                String.join(", ", parts),
                                "Stop the service there: unmount it and take its addresses away, then resume."));
        String survivor = "the disks of " + sight.peer() + ", which survives, are UpToDate";
        boolean isGood = view.of(sight.peer()).stream()
                .flatMap(it -> it.resources().stream())
                .allMatch(it -> it.isUpToDate());
        String found = view.of(sight.peer()).orElseThrow().resourcesInWords();
        findings.add(
                isGood ? Finding.met(survivor, found) : Finding.notMet(survivor, found, "It cannot be the source."));
        return findings;
    }

    @Override
    public Outcome act(StepContext context) {
        Sighted sight = sight(context);
        for (String resource : SplitBrainLook.diverged(sight, view(sight))) {
            sight.change(sight.node(), "drbdadm", "secondary", resource);
            sight.on(sight.node()).run(List.of("drbdadm", "disconnect", resource), LIMIT);
            sight.change(sight.node(), "drbdadm", "connect", "--discard-my-data", resource);
            sight.change(sight.peer(), "drbdadm", "adjust", resource);
        }
        return Outcome.acted("");
    }

    @Override
    public List<Finding> verify(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        List<Finding> findings = new ArrayList<>(PairGuards.onePrimary(view));
        findings.addAll(PairGuards.redundantOnBoth(view));
        return findings;
    }
}
