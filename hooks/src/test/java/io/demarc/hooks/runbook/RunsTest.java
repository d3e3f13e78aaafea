/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the engine promises, on a house with lamps. */
class RunsTest {
    private static final RunOrder ORDER = new RunOrder("light-up", "villa", Map.of("colour", "red"), "ada");

    private final Lamps lamps = new Lamps();
    private final MemoryStore store = new MemoryStore();
    private final MovableClock clock = new MovableClock();
    private Runs runs = engine("here");

    private Runs engine(String holder) {
        return new Runs(lamps.runbooks(), store, clock, holder);
    }

    /** Advances until nothing is to be done before a person does something. */
    private Run drive(RunId id) {
        for (Optional<Instant> next = runs.advance(id).at();
                next.isPresent();
                next = runs.advance(id).at()) {
            clock.moveTo(next.get());
        }
        return runs.find(id);
    }

    private static Problem problem(ThrowingCallable call) {
        return Objects.requireNonNull(catchThrowableOfType(ProblemException.class, call))
                .problem();
    }

    private static StepState state(Run run, String step) {
        return run.step(step).orElseThrow().state();
    }

    private String log(RunId id) {
        return runs.log(id).stream()
                .map(it -> it.step() + " " + it.who() + " " + it.what() + " " + it.output())
                .reduce("", (all, line) -> all + line + "\n");
    }

    @Test
    void aRunGoesFromStepToStepAsksThePersonAndEndsDone() {
        Run started = runs.start(ORDER);
        assertThat(lamps.lit).isEmpty();
        assertThat(started.order().parameters()).containsEntry("cellar", "no");

        Run asking = drive(started.id());
        assertThat(asking.state()).isEqualTo(RunState.AWAITING_PERSON);
        assertThat(state(asking, "hall")).isEqualTo(StepState.DONE);
        assertThat(runs.instruction(asking, "open")).isEqualTo("Open the door of villa; the light is red.");

        runs.confirm(started.id(), "open", "bob", "door is open");
        Run done = drive(started.id());
        assertThat(done.state()).isEqualTo(RunState.DONE);
        assertThat(state(done, "cellar")).isEqualTo(StepState.SKIPPED);
        assertThat(lamps.lit).containsExactlyInAnyOrder("hall", "roof");
        assertThat(log(started.id()))
                .contains("open bob Confirms: \"door is open\"")
                .contains("hall demarc switch --password=*** hall on")
                .contains(" ada Started light-up");
    }

    @Test
    void theGuardIsAskedRightBeforeEveryAction() {
        drive(runs.start(ORDER).id());

        assertThat(lamps.history).containsExactly("guard hall", "guard hall", "act hall", "proof hall");
    }

    @Test
    void aRunDoesNotStartWhenSomethingItRequiresOrItsFirstStepsGuardIsNotMet() {
        lamps.hasPower = false;
        lamps.unfit.add("hall");

        Problem problem = problem(() -> runs.start(ORDER));

        assertThat(problem.code()).isEqualTo(ProblemCode.GUARD_NOT_MET);
        assertThat(problem.details())
                .containsExactly(
                        "NOT MET: power (found: it is not so) Make it so in villa.",
                        "NOT MET: hall is fit (found: the bulb is broken) Change the bulb.");
        assertThat(store.list()).isEmpty();
        assertThat(lamps.lit).isEmpty();
    }

    @Test
    void aSecondRunOnTheSameObjectIsRefusedUntilTheFirstHasEnded() {
        Run first = runs.start(ORDER);

        assertThat(problem(() -> runs.start(ORDER)).summary())
                .isEqualTo("A run is active on villa already: run 1 (light-up, started by ada) is running.");
        runs.start(new RunOrder("light-up", "hut", Map.of("colour", "red"), "bob"));
        runs.abort(first.id(), "ada", "", false);
        runs.start(ORDER);
    }

    @Test
    void everythingWrongWithAnOrderIsToldAtOnce() {
        Problem problem = problem(
                () -> runs.start(new RunOrder("light-up", "a;b", Map.of("colour", "red\n", "size", "1"), "ada")));

        assertThat(problem.code()).isEqualTo(ProblemCode.INPUT_INVALID);
        assertThat(problem.details()).hasSize(3);
        assertThat(problem(() -> runs.start(new RunOrder("light-up", "villa", Map.of(), "ada")))
                        .details())
                .containsExactly("parameter colour is missing: of the light");
        assertThat(problem(() -> runs.start(new RunOrder("nope", "villa", Map.of(), "ada")))
                        .fix())
                .contains("light-up");
    }

    @Test
    void aDryRunAsksWhatCanBeAskedNowAndChangesNothing() {
        runs.start(ORDER);
        lamps.unfit.add("hall");
        int saves = store.saves;

        Plan plan = runs.dryRun(ORDER);

        assertThat(plan.isClear()).isFalse();
        assertThat(plan.requirements())
                .extracting(Finding::isMet, Finding::claim)
                .containsExactly(
                        tuple(false, "no other run is active on villa"), tuple(true, "power"), tuple(true, "no-fire"));
        assertThat(plan.steps())
                .extracting(it -> it.step().id() + " " + it.isSkipped() + " " + it.isAskedLater() + " "
                        + it.findings().size())
                .containsExactly(
                        "hall false false 1", "open false false 0", "cellar true false 0", "roof false true 0");
        assertThat(store.saves).isEqualTo(saves);
        assertThat(lamps.lit).isEmpty();
    }

    @Test
    void aGuardThatIsNotMetStopsTheRunWithTheFindingAndAResumedRunAsksItAgain() {
        lamps.unfit.add("roof");
        Run run = drive(runs.start(ORDER).id());
        runs.confirm(run.id(), "open", "bob", "");

        Run stopped = drive(run.id());
        assertThat(stopped.state()).isEqualTo(RunState.STOPPED);
        assertThat(state(stopped, "roof")).isEqualTo(StepState.PENDING);
        assertThat(stopped.reason().findings())
                .containsExactly(Finding.notMet("roof is fit", "the bulb is broken", "Change the bulb."));
        assertThat(lamps.lit).containsExactly("hall");

        lamps.unfit.clear();
        runs.resume(run.id(), "bob", "new bulb");
        assertThat(drive(run.id()).state()).isEqualTo(RunState.DONE);
    }

    @Test
    void whatMustAlwaysHoldStopsAWaitingRunAtOnce() {
        Run run = runs.start(ORDER);
        runs.advance(run.id());
        lamps.isBurning = true;

        assertThat(drive(run.id()).state()).isEqualTo(RunState.STOPPED);
        assertThat(runs.find(run.id()).reason().findings())
                .extracting(Finding::claim)
                .containsExactly("no-fire");

        lamps.isBurning = false;
        runs.resume(run.id(), "ada", "");
        assertThat(drive(run.id()).state()).isEqualTo(RunState.AWAITING_PERSON);
        assertThat(lamps.history).containsOnlyOnce("act hall");
    }

    @Test
    void anActionThatFailsStopsTheRunAndIsVerifiedGuardedAndDoneAgainWhenResumed() {
        lamps.dead.add("hall");
        Run run = drive(runs.start(ORDER).id());
        assertThat(run.state()).isEqualTo(RunState.STOPPED);
        assertThat(state(run, "hall")).isEqualTo(StepState.FAILED);
        assertThat(run.reason().findings())
                .containsExactly(Finding.notMet("Light the hall", "the fuse blew", "Change the fuse."));

        lamps.dead.clear();
        lamps.history.clear();
        runs.resume(run.id(), "ada", "");
        drive(run.id());
        assertThat(lamps.history).containsExactly("no-proof hall", "guard hall", "act hall", "proof hall");
    }

    @Test
    void aWaitHasALimitAndSomethingThatDoesNotAnswerIsNotThereYet() {
        lamps.unreachable.add("hall");
        Run run = runs.start(ORDER);
        Instant begun = clock.instant();

        Run stopped = drive(run.id());
        assertThat(stopped.state()).isEqualTo(RunState.STOPPED);
        assertThat(Duration.between(begun, clock.instant())).isEqualTo(Duration.ofHours(1));
        assertThat(stopped.reason().summary()).isEqualTo("Step hall did not end within 3600 seconds.");
        assertThat(stopped.reason().findings().get(0).found()).isEqualTo("hall does not answer.");

        lamps.unreachable.clear();
        runs.resume(run.id(), "ada", "");
        assertThat(drive(run.id()).state()).isEqualTo(RunState.AWAITING_PERSON);
        assertThat(lamps.history).containsOnlyOnce("act hall");
    }

    @Test
    void progressIsKeptWhileAStepWaits() {
        Run run = runs.start(ORDER);
        runs.advance(run.id());
        Next next = runs.advance(run.id());

        Progress progress = Objects.requireNonNull(runs.find(run.id()).progress());
        assertThat(Objects.requireNonNull(progress.percent())).isBetween(33.0, 34.0);
        assertThat(progress.rate()).isEqualTo("1 degree/poll");
        assertThat(next.at()).contains(clock.instant().plusSeconds(5));
    }

    @Test
    void aPausedRunBeginsNothingAndGoesOnWhereItWas() {
        Run run = runs.start(ORDER);
        runs.pause(run.id(), "bob", "lunch");
        assertThat(drive(run.id()).state()).isEqualTo(RunState.PAUSED);
        assertThat(lamps.lit).isEmpty();
        assertThat(runs.find(run.id()).reason().summary()).isEqualTo("Paused by bob: \"lunch\".");

        runs.resume(run.id(), "bob", "");
        drive(run.id());
        runs.pause(run.id(), "bob", "");
        assertThat(problem(() -> runs.confirm(run.id(), "open", "bob", "")).code())
                .isEqualTo(ProblemCode.CONFLICT);
        assertThat(runs.resume(run.id(), "bob", "").state()).isEqualTo(RunState.AWAITING_PERSON);
    }

    @Test
    void onlyTheStepThatAsksCanBeConfirmed() {
        Run run = drive(runs.start(ORDER).id());

        assertThat(problem(() -> runs.confirm(run.id(), "roof", "bob", "")).code())
                .isEqualTo(ProblemCode.CONFLICT);
        runs.confirm(run.id(), "open", "bob", "");
        assertThat(problem(() -> runs.confirm(run.id(), "open", "bob", "")).code())
                .isEqualTo(ProblemCode.CONFLICT);
    }

    @Test
    void anAbortedRunOffersWhatToUndoAndUndoesItInReverseOnlyWhenAsked() {
        Run run = drive(runs.start(new RunOrder("light-up", "villa", Map.of("colour", "red", "cellar", "yes"), "ada"))
                .id());
        lamps.unfit.add("roof");
        runs.confirm(run.id(), "open", "bob", "");
        drive(run.id());

        Aborted aborted = runs.abort(run.id(), "ada", "too late", false);
        assertThat(aborted.offers())
                .extracting(Aborted.Offer::words)
                .containsExactly("Turn off the lamp in the cellar.", "Turn off the lamp in the hall.");
        assertThat(drive(run.id()).state()).isEqualTo(RunState.ABORTED);
        assertThat(lamps.lit).containsExactlyInAnyOrder("hall", "cellar");

        lamps.history.clear();
        runs.abort(run.id(), "ada", "", true);
        assertThat(drive(run.id()).state()).isEqualTo(RunState.ABORTED);
        assertThat(lamps.history).containsExactly("undo cellar", "undo hall");
        assertThat(lamps.lit).isEmpty();
        assertThat(runs.offers(runs.find(run.id()))).isEmpty();
    }

    @Test
    void anUndoThatFailsIsToldAndCanBeTriedAgain() {
        Run run = drive(runs.start(ORDER).id());
        lamps.unreachable.add("hall");
        runs.abort(run.id(), "ada", "", true);

        Run failed = drive(run.id());
        assertThat(failed.state()).isEqualTo(RunState.ABORTED);
        assertThat(failed.reason().summary()).isEqualTo("Undoing step hall failed: hall does not answer.");

        lamps.unreachable.clear();
        runs.abort(run.id(), "ada", "", true);
        drive(run.id());
        assertThat(lamps.lit).isEmpty();
    }

    @Test
    void anUndoDoesNotBeginWhileAnotherRunIsActiveOnTheObject() {
        Run first = drive(runs.start(ORDER).id());
        runs.abort(first.id(), "ada", "", false);
        runs.start(ORDER);

        assertThat(problem(() -> runs.abort(first.id(), "ada", "", true)).code())
                .isEqualTo(ProblemCode.CONFLICT);
    }

    @Test
    void aRunIsDrivenByOneDaemonUntilAPersonResumesItAtAnother() {
        Run run = runs.start(ORDER);
        runs = engine("there");
        assertThat(drive(run.id()).state()).isEqualTo(RunState.RUNNING);
        assertThat(lamps.lit).isEmpty();

        runs.resume(run.id(), "bob", "the other daemon is dead");
        assertThat(drive(run.id()).state()).isEqualTo(RunState.AWAITING_PERSON);
    }

    @Test
    void aRunDoesNotGoOnUnderAnotherTextOfItsRunbook() {
        Run run = runs.start(ORDER);
        Runbooks changed = Runbooks.of(Map.of("a", Lamps.RUNBOOK + "# changed\n"), lamps.kinds());
        runs = new Runs(changed, store, clock, "here");

        assertThat(drive(run.id()).state()).isEqualTo(RunState.STOPPED);
        assertThat(runs.find(run.id()).reason().summary()).contains("is not the one that this run began with");
        assertThat(lamps.lit).isEmpty();
    }

    @Test
    void aWordThatIsDemandedTwiceHasToBeTypedTwiceLetterByLetter() {
        String discard = """
                name: discard
                title: Discard
                object: pair
                parameters:
                  - {name: survivor, description: whose data stay, required: true}
                steps:
                  - id: sure
                    title: Are you sure?
                    does: person
                    instruction: "The data of {survivor} stay."
                    confirm: {type: "{survivor}", times: 2}
                """;
        runs = new Runs(Runbooks.of(Map.of("d", discard), lamps.kinds()), store, clock, "here");
        Run run = drive(runs.start(new RunOrder("discard", "p1", Map.of("survivor", "alpha"), "ada"))
                .id());

        assertThat(runs.confirm(run.id(), "sure", "ada", "alpha").state()).isEqualTo(RunState.AWAITING_PERSON);
        assertThat(problem(() -> runs.confirm(run.id(), "sure", "ada", "alhpa")).summary())
                .contains("'alpha'");
        assertThat(runs.confirm(run.id(), "sure", "ada", "alpha").state()).isEqualTo(RunState.AWAITING_PERSON);
        assertThat(runs.confirm(run.id(), "sure", "ada", "alpha").state()).isEqualTo(RunState.RUNNING);
        assertThat(drive(run.id()).state()).isEqualTo(RunState.DONE);
        assertThat(log(run.id())).contains("sure ada Confirmation refused: \"alhpa\"");
    }

    @Test
    void valuesThatAGuardSavedOutliveTheEngine() {
        Run run = runs.start(ORDER);
        lamps.actionsUntilKill = 0;
        assertThat(catchThrowableOfType(Killed.class, () -> runs.advance(run.id())))
                .isNotNull();

        assertThat(engine("here").find(run.id()).values()).containsEntry("guarded-hall", "yes");
        assertThat(state(runs.find(run.id()), "hall")).isEqualTo(StepState.ACTING);
        assertThat(List.copyOf(lamps.lit)).isEmpty();
    }
}
