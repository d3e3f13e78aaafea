/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What people say to a run. Thread-safe. */
final class Interventions {
    private final RunLedger ledger;
    private final RunLocks locks;
    private final Undoing undoing;

    Interventions(RunLedger ledger, RunLocks locks, Undoing undoing) {
        this.ledger = ledger;
        this.locks = locks;
        this.undoing = undoing;
    }

    /** Who says something, and their words. */
    record Word(String who, String words) {
        String quoted() {
            return words.isBlank() ? "" : ": \"" + words.strip() + "\"";
        }
    }

    Run confirm(RunId id, String stepId, Optional<Demand> demand, Word word) {
        requireAsked(ledger.require(id), stepId);
        if (demand.isPresent() && !demand.get().word().equals(word.words().strip())) {
            ledger.note(id, stepId, word.who(), "Confirmation refused" + word.quoted());
            ledger.change(id, run -> isAsked(run, stepId) ? confirmed(run, stepId, 0) : run);
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "Step " + stepId + " wants the word '" + demand.get().word() + "' typed, letter by letter.",
                    "'demarc runbook status " + ledger.require(id).object()
                            + "' shows what it is about; nothing was confirmed.");
        }
        ledger.note(id, stepId, word.who(), "Confirms" + word.quoted());
        int needed = demand.map(Demand::times).orElse(1);
        return ledger.change(id, run -> {
            int times = requireAsked(run, stepId).confirmations() + 1;
            Run told = confirmed(run, stepId, times);
            return times < needed
                    ? told
                    : told.with(told.step(stepId).orElseThrow().waiting(ledger.now()))
                            .in(RunState.RUNNING, Reason.NONE);
        });
    }

    private static Run confirmed(Run run, String stepId, int times) {
        return run.with(run.step(stepId).orElseThrow().confirmed(times));
    }

    private static boolean isAsked(Run run, String stepId) {
        return run.state() == RunState.AWAITING_PERSON
                && run.current().filter(step -> step.id().equals(stepId)).isPresent();
    }

    private static StepRun requireAsked(Run run, String stepId) {
        if (!isAsked(run, stepId)) {
            throw conflict(
                    run,
                    "nobody is asked to confirm step '" + io.demarc.access.Printable.of(stepId) + "'",
                    run.state() == RunState.PAUSED ? "Resume it first." : "See what it waits for");
        }
        return run.step(stepId).orElseThrow();
    }

    Run pause(RunId id, Word word) {
        return say(id, word, "Pauses", run -> switch (run.state()) {
            case RUNNING, AWAITING_PERSON ->
                run.in(
                        RunState.PAUSED,
                        Reason.of(
                                "Paused by " + word.who() + word.quoted() + ".",
                                "'demarc runbook resume " + id + "' goes on."));
            case PAUSED -> run;
            case STOPPED, UNDOING, ABORTED, DONE -> throw conflict(run, "there is nothing to pause", "See");
        });
    }

    Run resume(RunId id, Word word) {
        return say(id, word, "Resumes", run -> switch (run.state()) {
            case PAUSED, STOPPED -> resumed(run);
            case RUNNING, AWAITING_PERSON, UNDOING -> run.drivenBy(ledger.holder());
            case ABORTED, DONE -> throw conflict(run, "it has ended", "Start a new one; see");
        });
    }

    /** Refused before it is noted, noted before it has an effect. */
    private Run say(RunId id, Word word, String what, UnaryOperator<Run> change) {
        Run before = ledger.require(id);
        if (!change.apply(before).equals(before)) {
            ledger.note(id, "", word.who(), what + word.quoted());
        }
        return ledger.change(id, change);
    }

    private Run resumed(Run run) {
        Run mine = run.drivenBy(ledger.holder());
        StepRun current = run.current().orElse(null);
        if (current != null && current.state() == StepState.AWAITING_PERSON) {
            return mine.in(RunState.AWAITING_PERSON, Reason.NONE);
        }
        return current != null && current.state() == StepState.WAITING
                ? mine.with(current.waiting(ledger.now())).in(RunState.RUNNING, Reason.NONE)
                : mine.in(RunState.RUNNING, Reason.NONE);
    }

    Aborted abort(RunId id, Word word, boolean isUndoing) {
        return locks.unlessActing(id, () -> {
            Run before = ledger.require(id);
            boolean hasEnded = before.state() == RunState.DONE || (before.state() == RunState.ABORTED && !isUndoing);
            if (hasEnded) {
                throw conflict(before, "it has ended", "See");
            }
            if (before.state() == RunState.ABORTED) {
                requireLast(before);
            }
            ledger.note(id, "", word.who(), (isUndoing ? "Aborts and undoes" : "Aborts") + word.quoted());
            Reason reason = Reason.of("Aborted by " + word.who() + word.quoted() + ".", "");
            RunState next = isUndoing ? RunState.UNDOING : RunState.ABORTED;
            Run after = ledger.change(id, run -> run.drivenBy(ledger.holder()).in(next, reason));
            undoing.abandon(after);
            return new Aborted(after, undoing.offers(after));
        });
    }

    /** Another run has been on the object since: what is there now isn't what this one left. */
    private void requireLast(Run run) {
        ledger.store().list().stream()
                .filter(other -> other.object().equals(run.object())
                        && other.id().value() > run.id().value())
                .filter(other ->
                        other.steps().stream().anyMatch(step -> step.state().hasBegun()))
                .findFirst()
                .ifPresent(other -> {
                    throw conflict(
                            run,
                            "run " + other.id() + " (" + other.order().runbook() + ") has been on " + run.object()
                                    + " since, so that it isn't as this one left it",
                            "Nothing was undone. Look at " + run.object() + ", and do by hand what is still right of");
                });
    }

    private static ProblemException conflict(Run run, String why, String advice) {
        return Problem.of(
                        ProblemCode.CONFLICT,
                        "Run " + run.id() + " is " + run.state().id() + ": " + why + ".",
                        advice.endsWith(".") ? advice : advice + " 'demarc runbook status " + run.id() + "'.")
                .exception();
    }
}
