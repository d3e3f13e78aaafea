/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Progress;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.Undo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code fail-over}: moves the service away from the step's node through the cluster manager, and waits until it is whole on
 * the other one. Where nothing but people moves it, the step's instruction is for them. A daemon that died while the service
 * was moving finds a pair that is not healthy: it waits for the end of what was begun. Only a request that the cluster manager has
 * lost is made twice.
 *
 * <p>{@code fail-over-if-primary} does it for a node whose disk is bad or gone, if it gives the service at all: only the other
 * node's data have to be up to date.
 */
final class FailOver extends PairStep {
    private static final String ASKED = "asked-";
    /** By then a cluster manager that has heard has taken the first part of the service away. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

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
        List<Finding> findings = new ArrayList<>(
                isForBadDisk
                        ? PairGuards.mayFailOverBadDisk(view, sight.node())
                        : PairGuards.mayFailOver(view, sight.node()));
        if (!isForBadDisk) {
            findings.addAll(settings(sight));
        }
        findings.addAll(foretold(sight));
        if (findings.stream().allMatch(Finding::isMet)) {
            context.save(begunKey(context), "yes");
        }
        return findings;
    }

    /** Only Pacemaker can be asked what it would do. */
    private static List<Finding> foretold(Sighted sight) {
        return switch (sight.pair().cluster()) {
            case PACEMAKER_CRM, PACEMAKER_PCS ->
                PacemakerForecast.of(sight.on(sight.peer()), sight.node(), sight.peer());
            case HEARTBEAT, DRBD_REACTOR, NONE -> List.of();
        };
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
        ask(context, sight, standby.get());
        return Outcome.acted("");
    }

    private static void ask(StepContext context, Sighted sight, List<String> standby) {
        sight.change(sight.node(), standby);
        context.save(ASKED + context.stepId(), context.clock().instant().toString());
    }

    @Override
    public Progress poll(StepContext context) {
        askAgainIfLost(context);
        return super.poll(context);
    }

    /**
     * Heartbeat can lose the request: hb_standby writes it into a pipe piece by piece, and on a slow node the reader takes a
     * piece for the whole ("msg2string: Message with zero fields" in its log). Then nothing happens at all.
     */
    private void askAgainIfLost(StepContext context) {
        Sighted sight = sight(context);
        Instant asked =
                context.value(ASKED + context.stepId()).map(Instant::parse).orElseGet(context::begunAt);
        Optional<List<String>> standby =
                ClusterCommands.of(sight.pair().cluster(), sight.node()).standby();
        if (standby.isEmpty() || context.clock().instant().isBefore(asked.plus(PATIENCE))) {
            return;
        }
        boolean isWholeStill =
                PairGuards.serves(view(sight), sight.node()).stream().allMatch(Finding::isMet);
        if (isWholeStill && guard(context).stream().allMatch(Finding::isMet)) {
            context.note("After " + PATIENCE.toSeconds() + " seconds the whole service is on " + sight.node()
                    + " still, as if nothing had been asked: asks again.");
            ask(context, sight, standby.get());
        }
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
