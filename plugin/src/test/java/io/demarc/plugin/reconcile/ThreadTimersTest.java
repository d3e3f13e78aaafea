/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.switches.Deadline;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadTimersTest {
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final ThreadTimers timers = new ThreadTimers(clockwork, workers);

    private static Deadline in(long millis) {
        return Deadline.after(Duration.ofMillis(millis), Clock.systemUTC());
    }

    @AfterEach
    void end() {
        clockwork.shutdownNow();
        workers.shutdownNow();
    }

    @Test
    void aWaiterIsWokenWhenTheConditionHolds() {
        AtomicBoolean done = new AtomicBoolean();
        timers.after(Duration.ofMillis(20), () -> {
            done.set(true);
            timers.wake();
        });

        assertThat(timers.await(done::get, in(10_000))).isTrue();
    }

    @Test
    void aWaiterGivesUpAtItsDeadline() {
        assertThat(timers.await(() -> false, in(30))).isFalse();
    }

    @Test
    void aCancelledTaskDoesNotRun() {
        AtomicBoolean ran = new AtomicBoolean();
        timers.after(Duration.ofMillis(20), () -> ran.set(true)).cancel();

        assertThat(timers.await(ran::get, in(100))).isFalse();
    }
}
