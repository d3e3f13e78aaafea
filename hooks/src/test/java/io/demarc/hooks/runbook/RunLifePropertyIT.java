/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The process dies at every instruction that matters, and the next one ends the run as if nothing had happened. */
class RunLifePropertyIT {
    private static final RunOrder ORDER =
            new RunOrder("light-up", "villa", Map.of("colour", "red", "cellar", "yes"), "ada");
    private static final List<StepState> ALL_DONE =
            List.of(StepState.DONE, StepState.DONE, StepState.DONE, StepState.DONE);

    private final List<String> script = new ArrayList<>();

    /** One life of a run, over any number of processes. */
    private final class Life {
        final Lamps lamps = new Lamps();
        final MemoryStore store = new MemoryStore();
        final MovableClock clock = new MovableClock();
        final Runbooks runbooks = lamps.runbooks();
        Runs runs = new Runs(runbooks, store, clock, "here");

        /** Does it, and if the process dies a new one takes its place. */
        void survive(Runnable action) {
            try {
                action.run();
            } catch (Killed e) {
                script.add("killed");
                store.killAt(-1, false);
                lamps.actionsUntilKill = -1;
                runs = new Runs(runbooks, store, clock, "here");
            }
        }

        Optional<Run> run() {
            return store.list().stream().findFirst();
        }

        void toTheEnd() {
            for (int i = 0; i < 200; i++) {
                Optional<Run> run = run();
                if (run.isPresent() && !run.get().state().isActive()) {
                    return;
                }
                survive(() -> move(run));
            }
            throw new AssertionError("the run does not end: " + run() + script);
        }

        private void move(Optional<Run> run) {
            if (run.isEmpty()) {
                runs.start(ORDER);
                return;
            }
            RunId id = run.get().id();
            switch (run.get().state()) {
                case RUNNING, UNDOING -> runs.advance(id).at().ifPresent(clock::moveTo);
                case AWAITING_PERSON ->
                    runs.confirm(id, run.get().current().orElseThrow().id(), "bob", "done");
                case PAUSED, STOPPED -> runs.resume(id, "bob", "");
                case ABORTED, DONE -> throw new AssertionError("it has ended");
            }
        }

        void check() {
            assertThat(lamps.lit).as("%s", script).containsExactlyInAnyOrder("hall", "cellar", "roof");
            assertThat(run().orElseThrow().state()).isEqualTo(RunState.DONE);
            assertThat(run().orElseThrow().steps()).extracting(StepRun::state).isEqualTo(ALL_DONE);
            checkHistory();
        }

        void checkHistory() {
            String before = "";
            for (String event : lamps.history) {
                if (event.startsWith("act ")) {
                    String lamp = event.substring("act ".length());
                    assertThat(before).as("%s of %s", lamps.history, script).isEqualTo("guard " + lamp);
                    int proof = lamps.history.indexOf("proof " + lamp);
                    assertThat(proof == -1 || proof > lamps.history.lastIndexOf(event))
                            .as("%s is not done again after it was proven: %s of %s", lamp, lamps.history, script)
                            .isTrue();
                }
                before = event;
            }
        }
    }

    @Test
    void aRunThatIsKilledAtAnySaveEndsTheSame() {
        Life whole = new Life();
        whole.toTheEnd();
        whole.check();
        assertThat(whole.store.saves).isGreaterThan(15);
        for (int save = 0; save < whole.store.saves; save++) {
            for (boolean isAfter : List.of(false, true)) {
                Life life = new Life();
                script.clear();
                script.add("save " + save + (isAfter ? " after" : " before"));
                life.store.killAt(save, isAfter);
                life.toTheEnd();
                life.check();
            }
        }
    }

    @Test
    void aRunThatIsKilledInAnyActionEndsTheSame() {
        for (int action = 0; action < 3; action++) {
            for (boolean isAfter : List.of(false, true)) {
                Life life = new Life();
                script.clear();
                script.add("action " + action + (isAfter ? " after" : " before"));
                life.lamps.actionsUntilKill = action;
                life.lamps.isKilledAfterAction = isAfter;
                life.toTheEnd();
                life.check();
            }
        }
    }

    @Test
    void aRunThatIsKilledPausedRefusedAndStartedTwiceAtRandomEndsTheSame() {
        long seed = Long.getLong("demarc.seed", 20261124L);
        for (int i = 0; i < 1_000; i++) {
            Random random = new Random(seed + i);
            Life life = new Life();
            script.clear();
            script.add("seed " + (seed + i));
            for (int move = 0; move < 60; move++) {
                misfortune(life, random);
                Optional<Run> run = life.run();
                if (run.isPresent() && !run.get().state().isActive()) {
                    break;
                }
                life.survive(() -> quietly(() -> life.move(run)));
                life.checkHistory();
            }
            life.lamps.unfit.clear();
            life.lamps.dead.clear();
            life.lamps.isBurning = false;
            life.toTheEnd();
            life.check();
        }
    }

    private void misfortune(Life life, Random random) {
        int what = random.nextInt(14);
        script.add(String.valueOf(what));
        switch (what) {
            case 0 -> life.store.killAt(random.nextInt(3), random.nextBoolean());
            case 1 -> {
                life.lamps.actionsUntilKill = 0;
                life.lamps.isKilledAfterAction = random.nextBoolean();
            }
            case 2 -> life.lamps.unfit.add(List.of("hall", "cellar", "roof").get(random.nextInt(3)));
            case 3 -> life.lamps.unfit.clear();
            case 4 -> life.lamps.dead.add(List.of("hall", "cellar", "roof").get(random.nextInt(3)));
            case 5 -> life.lamps.dead.clear();
            case 6 -> life.lamps.isBurning = random.nextBoolean();
            case 7 -> {
                if (life.store.active("villa").isPresent()) {
                    life.survive(() -> quietly(() -> life.runs.start(ORDER)));
                }
            }
            case 8 ->
                life.run().ifPresent(run -> life.survive(() -> quietly(() -> life.runs.pause(run.id(), "ada", ""))));
            case 9 -> life.clock.pass(Duration.ofSeconds(random.nextInt(60)));
            default -> {
                // Nothing goes wrong.
            }
        }
    }

    private static void quietly(Runnable action) {
        try {
            action.run();
        } catch (ProblemException e) {
            assertThat(e.problem().summary()).doesNotContain("defect");
        }
    }

    @Test
    void anUndoThatIsKilledAtAnySaveEndsTheSame() {
        for (int save = 0; save < 6; save++) {
            for (boolean isAfter : List.of(false, true)) {
                Life life = new Life();
                script.clear();
                life.move(Optional.empty());
                RunId id = life.run().orElseThrow().id();
                for (Optional<Instant> next = life.runs.advance(id).at();
                        next.isPresent();
                        next = life.runs.advance(id).at()) {
                    life.clock.moveTo(next.get());
                }
                life.store.killAt(save, isAfter);
                life.survive(() -> life.runs.abort(id, "ada", "", true));
                for (int i = 0; i < 20 && life.run().orElseThrow().state() != RunState.ABORTED; i++) {
                    life.survive(() -> {
                        if (life.run().orElseThrow().state() == RunState.UNDOING) {
                            life.runs.advance(id);
                        } else {
                            life.runs.abort(id, "ada", "", true);
                        }
                    });
                }
                assertThat(life.lamps.lit).isEmpty();
                assertThat(life.run().orElseThrow().state()).isEqualTo(RunState.ABORTED);
            }
        }
    }
}
