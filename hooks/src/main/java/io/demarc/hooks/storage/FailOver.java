/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.Undo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code fail-over}: moves the service away from the step's node through the cluster manager, and waits until it is whole on
 * the other one. Where nothing but people moves it, the step's instruction is for them. A daemon that died while the service
 * was moving finds a pair that is not healthy: it waits for the end of what was begun, and asks for nothing twice.
 *
 * <p>{@code fail-over-if-primary} does it for a node whose disk is bad or gone, if it gives the service at all: only the other
 * node's data have to be up to date.
 */
final class FailOver extends PairStep {
    private final boolean isForBadDisk;

    FailOver(StoragePairs pairs, boolean isForBadDisk) {
        super(pairs);
        this.isForBadDisk = isForBadDisk;
    }

    @Override
    public String name() {
        return isForBadDisk ? "fail-over-if-primary" : "fail-over";
    }

    @Override
    public List<Finding> guard(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        if (context.value(begunKey(context)).isPresent() && !isPrimary(view, sight.node())) {
            List<Finding> findings = new ArrayList<>(PairGuards.onePrimary(view));
            findings.add(Finding.met("the service was asked to move when all was well", "the move is under way"));
            return findings;
        }
        if (isForBadDisk && !isPrimary(view, sight.node())) {
            return PairGuards.serves(view, sight.peer());
        }
        List<Finding> findings = isForBadDisk
                ? PairGuards.mayFailOverBadDisk(view, sight.node())
                : PairGuards.mayFailOver(view, sight.node());
        if (findings.stream().allMatch(Finding::isMet)) {
            context.save(begunKey(context), "yes");
        }
        return findings;
    }

    private static String begunKey(StepContext context) {
        return "begun-" + context.stepId();
    }

    private static boolean isPrimary(PairView view, StorageNode node) {
        return view.of(node).filter(NodeView::isPrimary).isPresent();
    }

    @Override
    public Outcome act(StepContext context) {
        Sighted sight = sight(context);
        if (!isPrimary(view(sight), sight.node())) {
            return Outcome.acted("The service is on its way already.");
        }
        Optional<List<String>> standby =
                ClusterCommands.of(sight.pair().cluster(), sight.node()).standby();
        if (standby.isEmpty()) {
            return Outcome.asksPerson();
        }
        sight.change(sight.node(), standby.get());
        return Outcome.acted("");
    }

    @Override
    public List<Finding> verify(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        List<Finding> findings = new ArrayList<>(PairGuards.serves(view, sight.peer()));
        String claim = "nothing of the service is left on " + sight.node();
        findings.add(view.of(sight.node())
                .map(it -> it.isPrimary() || !it.serviceParts(sight.pair()).isEmpty()
                        ? Finding.notMet(
                                claim,
                                it.resourcesInWords() + " " + String.join(", ", it.serviceParts(sight.pair())),
                                "Look at the cluster manager's log.")
                        : Finding.met(claim, "nothing is"))
                .orElseGet(() -> Finding.notMet(claim, view.whyAway(sight.node()), "Look at the node.")));
        return findings;
    }

    @Override
    public Optional<Undo> undo(StepContext context) {
        Sighted sight = sight(context);
        return Optional.of(
                Undo.byPerson("The service runs on " + sight.peer() + ". To move it back: 'demarc runbook start"
                        + " fail-over " + sight.pair().name() + " -p node=" + sight.peer() + "'."));
    }
}
