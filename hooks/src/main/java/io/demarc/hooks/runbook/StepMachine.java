/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Takes a running run one transition further. What it intends is on the disk before it happens, and what happened right
 * after it; whatever it finds there it can go on from. One caller at a time for a run.
 */
final class StepMachine {
    private final Runbooks runbooks;
    private final RunLedger ledger;
    private final Asking asking;

    StepMachine(Runbooks runbooks, RunLedger ledger) {
        this.runbooks = runbooks;
        this.ledger = ledger;
        this.asking = new Asking(runbooks.kinds());
    }

    /** One step in the hands of one call. */
    private record Hold(Run run, Runbook runbook, Step step, StepRun at, StepContext context) {}

    Next advance(Run run) {
        Optional<Runbook> runbook = runbookOf(run);
        if (runbook.isEmpty()) {
            return stop(
                    run,
                    Reason.of(
                            "Runbook " + run.order().runbook() + " is not the one that this run began with.",
                            "Finish it with the version of Demarc that began it, or abort it and start anew."));
        }
        Optional<StepRun> current = run.current();
        if (current.isEmpty()) {
            ledger.note(run.id(), "", RunLedger.DEMARC, "The run is done.");
            ledger.change(run.id(), it -> it.state() == RunState.RUNNING ? it.in(RunState.DONE, Reason.NONE) : it);
            return Next.NEVER;
        }
        Step step = runbook.get().step(current.get().id()).orElseThrow();
        StepContext context = new StepContext(run, step, ledger.evidenceOf(run.id()), ledger.clock());
        return advance(new Hold(run, runbook.get(), step, current.get(), context));
    }

    /** The runbook that the run began with; empty when it isn't there any more. */
    Optional<Runbook> runbookOf(Run run) {
        return runbooks.all().stream()
                .filter(it ->
                        it.name().equals(run.order().runbook()) && it.hash().equals(run.hash()))
                .findFirst();
    }

    private Next advance(Hold hold) {
        return switch (hold.at.state()) {
            case PENDING -> hold.step.isWantedWith(hold.run.order().parameters()) ? begin(hold) : skip(hold);
            case ACTING, FAILED -> recover(hold);
            case WAITING -> look(hold);
            case AWAITING_PERSON, UNDOING, DONE, SKIPPED, UNDONE -> Next.NEVER;
        };
    }

    private Next skip(Hold hold) {
        ledger.note(hold.run.id(), hold.step.id(), RunLedger.DEMARC, "Skipped: the parameters don't want it.");
        return settle(hold, run -> run.with(hold.at.ended(StepState.SKIPPED, ledger.now())));
    }

    private Next recover(Hold hold) {
        List<Finding> proof = asking.verify(hold.step, hold.context);
        note(hold, "Looked whether the step has happened already.", proof);
        return !proof.isEmpty() && Finding.allMet(proof) ? done(hold) : begin(hold);
    }

    private Next begin(Hold hold) {
        List<Finding> findings = asking.guard(hold.runbook.always(), hold.step, hold.context);
        note(hold, "Asked the guard.", findings);
        if (!Finding.allMet(findings)) {
            return stop(hold.run, refusal(hold.step, findings));
        }
        StepRun acting = hold.at.acting(ledger.now());
        Run begun = ledger.change(
                hold.run.id(),
                run -> isStill(run, hold.at) && run.state() == RunState.RUNNING
                        ? run.with(acting).remembering(hold.context.saved()).in(RunState.RUNNING, Reason.NONE)
                        : run);
        return begun.step(acting.id()).filter(acting::equals).isPresent() ? act(hold, acting, begun) : soon();
    }

    private Next act(Hold hold, StepRun acting, Run begun) {
        ledger.note(begun.id(), acting.id(), RunLedger.DEMARC, "The action begins.");
        StepContext context = new StepContext(begun, hold.step, ledger.evidenceOf(begun.id()), ledger.clock());
        Hold now = new Hold(begun, hold.runbook, hold.step, acting, context);
        Outcome outcome = outcome(now);
        if (outcome instanceof Outcome.AsksPerson) {
            ledger.note(begun.id(), acting.id(), RunLedger.DEMARC, "Asks a person: " + context.instruction());
            return settle(
                    now,
                    run -> run.with(acting.awaitingPerson())
                            .in(
                                    run.state() == RunState.RUNNING ? RunState.AWAITING_PERSON : run.state(),
                                    run.reason()));
        }
        if (outcome instanceof Outcome.Failed failed) {
            Finding finding = Finding.notMet(context.fill(hold.step.title()), failed.found(), failed.advice());
            note(now, "The action failed.", List.of(finding));
            return fail(now, "Step " + acting.id() + " failed.", List.of(finding));
        }
        if (outcome instanceof Outcome.Over over) {
            Finding finding = Finding.notMet(context.fill(hold.step.title()), over.found(), over.advice());
            return end(now, List.of(finding));
        }
        String said = outcome instanceof Outcome.Acted acted ? acted.said() : "";
        ledger.note(begun.id(), acting.id(), RunLedger.DEMARC, said.isEmpty() ? "Acted." : "Acted: " + said);
        return settle(now, run -> run.with(acting.waiting(ledger.now())));
    }

    private Outcome outcome(Hold hold) {
        try {
            return runbooks.kinds().get(hold.step).act(hold.context);
        } catch (ProblemException e) {
            String found = e.problem().summary()
                    + e.problem().details().stream().map(it -> " " + it).collect(Collectors.joining());
            return Outcome.failed(found, e.problem().fix());
        } catch (RuntimeException e) {
            return Outcome.failed(Asking.defect(e), "Please report it, with the run's log.");
        }
    }

    private Next look(Hold hold) {
        Progress progress = progress(hold);
        if (!progress.broken().isEmpty()) {
            note(hold, "What was waited for can't come.", progress.broken());
            if (progress.isOver()) {
                return end(hold, progress.broken());
            }
            return stop(
                    hold.run,
                    new Reason(
                            "Step " + hold.step.id() + " can't end well.", progress.broken(), resumeAdvice(hold.run)),
                    hold.context.saved());
        }
        if (progress.isDone()) {
            return verify(hold);
        }
        Duration limit = hold.step.waiting().limit();
        Instant since = Optional.ofNullable(hold.at.waitingSince()).orElseGet(ledger::now);
        if (!ledger.now().isBefore(since.plus(limit))) {
            note(hold, "The wait is over its limit.", List.of());
            return stop(
                    hold.run,
                    new Reason(
                            "Step " + hold.step.id() + " did not end within " + limit.toSeconds() + " seconds.",
                            List.of(Finding.notMet(hold.context.fill(hold.step.title()), progress.remaining(), "")),
                            "Find out what keeps it. " + resumeAdvice(hold.run)));
        }
        ledger.change(
                hold.run.id(),
                run -> isStill(run, hold.at) ? run.with(progress).remembering(hold.context.saved()) : run);
        return Next.at(ledger.now().plus(hold.step.waiting().pollEvery()));
    }

    /** Somebody who can't be reached while a step waits is not there yet; a claim that is answered and not met stops. */
    private Progress progress(Hold hold) {
        try {
            List<Finding> broken = asking.answered(hold.runbook.always(), hold.context).stream()
                    .filter(finding -> !finding.isMet())
                    .toList();
            return broken.isEmpty() ? runbooks.kinds().get(hold.step).poll(hold.context) : Progress.broken(broken);
        } catch (ProblemException e) {
            return Progress.waiting(e.problem().summary());
        } catch (RuntimeException e) {
            return Progress.broken(List.of(Finding.notMet(
                    "step " + hold.step.id() + " can be looked at",
                    Asking.defect(e),
                    "Please report it, with the run's log.")));
        }
    }

    private Next verify(Hold hold) {
        List<Finding> findings = asking.verify(hold.step, hold.context);
        note(hold, "Verified.", findings);
        return Finding.allMet(findings)
                ? done(hold)
                : fail(hold, "Step " + hold.step.id() + " ended, but not as it should.", findings);
    }

    private Next done(Hold hold) {
        return settle(hold, run -> run.with(hold.at.ended(StepState.DONE, ledger.now())));
    }

    private Next fail(Hold hold, String summary, List<Finding> findings) {
        Reason reason = new Reason(summary, findings, resumeAdvice(hold.run));
        return settle(
                hold,
                run -> run.with(hold.at.ended(StepState.FAILED, ledger.now()))
                        .in(run.state() == RunState.RUNNING ? RunState.STOPPED : run.state(), reason));
    }

    /** The step has taken back what the run did: nobody can resume it, and its object is free. */
    private Next end(Hold hold, List<Finding> findings) {
        note(hold, "The run ends: what it did was taken back.", findings);
        Reason reason = new Reason(
                "Step " + hold.step.id() + " could not be done; what the run did was taken back, and it has ended.",
                findings,
                "When the cause is mended, start anew.");
        return settle(
                hold,
                run -> run.with(hold.at.ended(StepState.FAILED, ledger.now())).in(RunState.ABORTED, reason));
    }

    /** What came of the step is kept even if a person has paused or aborted the run meanwhile. */
    private Next settle(Hold hold, UnaryOperator<Run> change) {
        ledger.change(
                hold.run.id(),
                run -> isStill(run, hold.at) ? change.apply(run.remembering(hold.context.saved())) : run);
        return soon();
    }

    private Next stop(Run run, Reason reason) {
        return stop(run, reason, Map.of());
    }

    private Next stop(Run run, Reason reason, Map<String, String> saved) {
        ledger.note(run.id(), "", RunLedger.DEMARC, "The run stops: " + reason.summary());
        ledger.change(
                run.id(),
                it -> it.state() == RunState.RUNNING ? it.remembering(saved).in(RunState.STOPPED, reason) : it);
        return Next.NEVER;
    }

    private static boolean isStill(Run run, StepRun at) {
        return run.step(at.id())
                .filter(it -> it.state() == at.state() && it.attempts() == at.attempts())
                .isPresent();
    }

    private static Reason refusal(Step step, List<Finding> findings) {
        List<Finding> refused = findings.stream().filter(it -> !it.isMet()).toList();
        return new Reason(
                "Step " + step.id() + " may not run now; nothing of it was done.",
                refused,
                "Mend what was found, then resume the run: its guard is asked again.");
    }

    private static String resumeAdvice(Run run) {
        return "Then 'demarc runbook resume " + run.id() + "', or 'demarc runbook abort " + run.id() + "'.";
    }

    private void note(Hold hold, String what, List<Finding> findings) {
        String lines = findings.stream().map(Finding::inWords).collect(Collectors.joining("\n"));
        ledger.note(hold.run.id(), new Evidence(ledger.now(), hold.step.id(), RunLedger.DEMARC, what, null, lines));
    }

    private Next soon() {
        return Next.at(ledger.now());
    }
}
