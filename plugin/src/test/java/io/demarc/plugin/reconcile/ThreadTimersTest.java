/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.access.Deadline;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
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

    /** The clockwork has one thread: what comes after the cancelled task shows that its turn is over. */
    @Test
    void aCancelledTaskDoesNotRun() {
        AtomicBoolean ran = new AtomicBoolean();
        AtomicBoolean isOver = new AtomicBoolean();
        CountDownLatch isCancelled = new CountDownLatch(1);
        clockwork.execute(() -> await(isCancelled));
        timers.after(Duration.ZERO, () -> ran.set(true)).cancel();
        timers.after(Duration.ofMillis(1), () -> {
            isOver.set(true);
            timers.wake();
        });
        isCancelled.countDown();

        assertThat(timers.await(isOver::get, in(10_000))).isTrue();
        assertThat(ran).isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
