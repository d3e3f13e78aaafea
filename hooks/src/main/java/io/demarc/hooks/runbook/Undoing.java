/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import io.demarc.hooks.runbook.Aborted.Offer;
import io.demarc.problem.ProblemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes back the steps of an aborted run, the newest first. One caller at a time for a run. */
final class Undoing {
    private final StepMachine machine;
    private final StepKinds kinds;
    private final RunLedger ledger;

    Undoing(StepMachine machine, StepKinds kinds, RunLedger ledger) {
        this.machine = machine;
        this.kinds = kinds;
        this.ledger = ledger;
    }

    private record Way(Step step, StepRun at, StepContext context, Undo undo) {
        Offer offer() {
            return new Offer(step.id(), context.fill(step.title()), undo.words(), undo.action() == null);
        }
    }

    /** What is left to undo, in the order in which to do it. */
    List<Offer> offers(Run run) {
        return ways(run).stream().map(Way::offer).toList();
    }

    /** Undoes one step. */
    Next advance(Run run) {
        Optional<Way> next =
                ways(run).stream().filter(way -> way.undo.action() != null).findFirst();
        if (next.isEmpty()) {
            ledger.change(run.id(), it -> it.state() == RunState.UNDOING ? it.in(RunState.ABORTED, it.reason()) : it);
            return Next.NEVER;
        }
        Way way = next.get();
        Runnable action = way.undo.action();
        ledger.change(run.id(), it -> it.with(way.at.ended(StepState.UNDOING, ledger.now())));
        ledger.note(run.id(), way.step.id(), RunLedger.DEMARC, "Undoes: " + way.undo.words());
        String failure = action == null ? null : failureOf(action);
        if (failure != null) {
            ledger.note(run.id(), way.step.id(), RunLedger.DEMARC, "The undo failed: " + failure);
            Reason reason = Reason.of(
                    "Undoing step " + way.step.id() + " failed: " + failure,
                    "Do it by hand, or mend it and 'demarc runbook abort " + run.id() + " --undo' again.");
            ledger.change(run.id(), it -> it.in(RunState.ABORTED, reason));
            return Next.NEVER;
        }
        ledger.change(run.id(), it -> it.with(way.at.ended(StepState.UNDONE, ledger.now())));
        return Next.at(ledger.now());
    }

    /** Lets the step that the run came to last give up what it holds; what becomes of that goes into the evidence. */
    void abandon(Run run) {
        Optional<Runbook> runbook = machine.runbookOf(run);
        Optional<StepRun> at =
                run.steps().stream().filter(it -> it.state().hasBegun()).reduce((earlier, later) -> later);
        if (runbook.isEmpty() || at.isEmpty()) {
            return;
        }
        Step step = runbook.get().step(at.get().id()).orElseThrow();
        StepContext context = new StepContext(run, step, ledger.evidenceOf(run.id()), ledger.clock());
        String failure = failureOf(() -> kinds.get(step).abandon(context));
        if (failure != null) {
            ledger.note(run.id(), step.id(), RunLedger.DEMARC, "Giving up what it holds failed: " + failure);
        }
    }

    private static @Nullable String failureOf(Runnable action) {
        try {
            action.run();
            return null;
        } catch (ProblemException e) {
            return e.problem().message();
        } catch (RuntimeException e) {
            return Asking.defect(e);
        }
    }

    private List<Way> ways(Run run) {
        List<Way> ways = new ArrayList<>();
        Optional<Runbook> runbook = machine.runbookOf(run);
        if (runbook.isEmpty()) {
            return ways;
        }
        List<StepRun> steps = new ArrayList<>(run.steps());
        Collections.reverse(steps);
        for (StepRun at : steps) {
            Step step = runbook.get().step(at.id()).orElseThrow();
            if (at.state().hasBegun() && step.isUndoOffered()) {
                StepContext context = new StepContext(run, step, ledger.evidenceOf(run.id()), ledger.clock());
                undo(step, context).ifPresent(undo -> ways.add(new Way(step, at, context, undo)));
            }
        }
        return ways;
    }

    private Optional<Undo> undo(Step step, StepContext context) {
        try {
            return kinds.get(step).undo(context);
        } catch (ProblemException e) {
            return Optional.of(
                    Undo.byPerson("Look what has to be undone: " + e.problem().message()));
        } catch (RuntimeException e) {
            return Optional.of(Undo.byPerson("Look what has to be undone. " + Asking.defect(e)));
        }
    }
}
