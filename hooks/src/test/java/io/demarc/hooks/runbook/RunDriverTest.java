/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

class RunDriverTest {
    private record Task(Instant at, long number, Runnable what) {}

    private final Lamps lamps = new Lamps();
    private final MemoryStore store = new MemoryStore();
    private final MovableClock clock = new MovableClock();
    private final Runs runs = new Runs(lamps.runbooks(), store, clock, "here");
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparing(Task::at).thenComparing(Task::number));
    private long numbers;
    private final RunDriver driver = new RunDriver(
            runs, clock, (delay, task) -> tasks.add(new Task(clock.instant().plus(delay), numbers++, task)));

    private void untilQuiet() {
        for (int i = 0; i < 1_000 && !tasks.isEmpty(); i++) {
            Task task = Objects.requireNonNull(tasks.poll());
            clock.moveTo(task.at());
            task.what().run();
        }
        assertThat(tasks).isEmpty();
    }

    @Test
    void itDrivesARunAtItsOwnPaceAndRestsWhileAPersonIsAsked() {
        RunId id = runs.start(new RunOrder("light-up", "villa", Map.of("colour", "red"), "ada"))
                .id();
        driver.wake(id);
        driver.wake(id);
        untilQuiet();
        assertThat(runs.find(id).state()).isEqualTo(RunState.AWAITING_PERSON);
        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-11-24T03:00:10Z"));
        assertThat(lamps.history).containsOnlyOnce("act hall");

        runs.confirm(id, "open", "bob", "");
        driver.wake(id);
        untilQuiet();
        assertThat(runs.find(id).state()).isEqualTo(RunState.DONE);
        assertThat(driver.isIdle()).isTrue();
    }

    @Test
    void itTakesUpWhatWasGoingOnWhenTheDaemonEnded() {
        RunId id = runs.start(new RunOrder("light-up", "villa", Map.of("colour", "red"), "ada"))
                .id();

        driver.start();
        untilQuiet();

        assertThat(runs.find(id).state()).isEqualTo(RunState.AWAITING_PERSON);
    }

    @Test
    void itBeginsNothingAfterItWasClosed() {
        RunId id = runs.start(new RunOrder("light-up", "villa", Map.of("colour", "red"), "ada"))
                .id();
        driver.wake(id);
        driver.close();
        driver.wake(id);
        untilQuiet();

        assertThat(lamps.lit).isEmpty();
    }

    @Test
    void aStoreThatFailsIsTriedAgainLater() {
        driver.wake(new RunId(7));
        Task first = Objects.requireNonNull(tasks.poll());
        first.what().run();

        assertThat(Objects.requireNonNull(tasks.peek()).at())
                .isEqualTo(clock.instant().plus(Duration.ofSeconds(30)));
    }

    @Test
    void aRunIsNotForgottenWhenAClassIsMissing() {
        RunId id = runs.start(new RunOrder("light-up", "villa", Map.of("colour", "red"), "ada"))
                .id();
        lamps.lacksClassOnce = true;
        driver.wake(id);

        untilQuiet();

        assertThat(runs.find(id).state()).isEqualTo(RunState.AWAITING_PERSON);
    }
}
