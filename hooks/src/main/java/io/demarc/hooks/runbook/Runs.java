/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import io.demarc.hooks.runbook.Aborted.Offer;
import io.demarc.hooks.runbook.Interventions.Word;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The runbook engine: starts runs, takes them further, and does with them what a person says. Thread-safe; a run is taken
 * further by one thread at a time. Nothing happens by itself: {@link RunDriver} calls {@link #advance}. Every method
 * throws {@link io.demarc.problem.ProblemException} when it can't do what is asked, and then nothing has changed.
 */
public final class Runs {
    private final Runbooks runbooks;
    private final RunLedger ledger;
    private final RunLocks locks = new RunLocks();
    private final Starting starting;
    private final StepMachine machine;
    private final Undoing undoing;
    private final Interventions interventions;

    /** @param holder this daemon's lasting name: a run is driven by the daemon that started it or last resumed it */
    public Runs(Runbooks runbooks, RunStore store, InstantSource clock, String holder) {
        this.runbooks = runbooks;
        this.ledger = new RunLedger(store, clock, holder);
        this.starting = new Starting(runbooks, ledger);
        this.machine = new StepMachine(runbooks, ledger);
        this.undoing = new Undoing(machine, runbooks.kinds(), ledger);
        this.interventions = new Interventions(ledger, locks, undoing);
    }

    public Runbooks runbooks() {
        return runbooks;
    }

    /** Runs every guard that can be asked now, and tells what a run would do. Changes nothing. */
    public Plan dryRun(RunOrder order) {
        return starting.dryRun(order);
    }

    /**
     * Begins a run, if everything that it requires and its first step's guard are met: else {@code GUARD_NOT_MET} with the
     * findings, or {@code CONFLICT} when another run is active on the object. Nothing has happened to the object yet when
     * this returns.
     */
    public Run start(RunOrder order) {
        return starting.start(order);
    }

    /** Every run, the newest first. */
    public List<Run> list() {
        return ledger.store().list();
    }

    /** The newest runs on the object, the newest first, at most so many. */
    public List<Run> newestOn(String object, int most) {
        return ledger.store().newestOn(object, most);
    }

    public Run find(RunId id) {
        return ledger.require(id);
    }

    /** What was done, said and found in the run, oldest first. */
    public List<Evidence> log(RunId id) {
        ledger.require(id);
        return ledger.store().evidence(id);
    }

    /** Takes the run one transition further if this daemon is to drive it, and tells when it wants to again. */
    public Next advance(RunId id) {
        return locks.exclusively(id, () -> {
            Run run = ledger.require(id);
            if (!run.driver().equals(ledger.holder())) {
                return Next.NEVER;
            }
            return switch (run.state()) {
                case RUNNING -> machine.advance(run);
                case UNDOING -> undoing.advance(run);
                case AWAITING_PERSON, PAUSED, STOPPED, ABORTED, DONE -> Next.NEVER;
            };
        });
    }

    /**
     * A person says that they have done what the step asks.
     *
     * @param words theirs, for the evidence; where the step demands a word, exactly that
     * @return the run, which asks again if the step demands the word more than once
     */
    public Run confirm(RunId id, String stepId, String who, String words) {
        return interventions.confirm(id, stepId, demand(ledger.require(id), stepId), new Word(who, words));
    }

    /** No further step begins; what an action is doing at this moment it does to its end. */
    public Run pause(RunId id, String who, String why) {
        return interventions.pause(id, new Word(who, why));
    }

    /** Goes on where it was, and makes this daemon its driver. The guard is asked again; a wait's limit begins anew. */
    public Run resume(RunId id, String who, String why) {
        return interventions.resume(id, new Word(who, why));
    }

    /**
     * Ends the run. Nothing is undone unless that is asked for, now or by aborting it once more.
     *
     * @return what is left to undo
     */
    public Aborted abort(RunId id, String who, String why, boolean isUndoing) {
        return interventions.abort(id, new Word(who, why), isUndoing);
    }

    /** What can be undone of the run, the newest step first. */
    public List<Offer> offers(Run run) {
        return undoing.offers(run);
    }

    /** The step's title, its placeholders filled in. */
    public String title(Run run, String stepId) {
        return step(run, stepId).map(step -> fill(run, step, step.title())).orElse(stepId);
    }

    /** What the step asks of a person or tells them, its placeholders filled in; empty when nothing. */
    public String instruction(Run run, String stepId) {
        return step(run, stepId)
                .map(step -> fill(run, step, step.instruction()))
                .orElse("");
    }

    /** What a person has to type to confirm the step; empty when any confirmation will do. */
    public Optional<Demand> demand(Run run, String stepId) {
        return step(run, stepId)
                .flatMap(step -> Optional.ofNullable(step.demand())
                        .map(demand -> new Demand(fill(run, step, demand.word()), demand.times())));
    }

    private Optional<Step> step(Run run, String stepId) {
        return machine.runbookOf(run).flatMap(runbook -> runbook.step(stepId));
    }

    private String fill(Run run, Step step, String text) {
        return new StepContext(run, step, evidence -> {}, ledger.clock()).fill(text);
    }
}
