/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.access.Deadline;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Real threads: those of the executors that the daemon hands in, and keeps. Thread-safe. */
public final class ThreadTimers implements Timers {
    private final ScheduledExecutorService clockwork;
    private final Executor workers;
    private final Object changed = new Object();

    /**
     * @param clockwork one thread is enough: it only hands tasks over
     * @param workers   its threads block while they talk to switches; their number bounds the sessions at one time
     */
    public ThreadTimers(ScheduledExecutorService clockwork, Executor workers) {
        this.clockwork = clockwork;
        this.workers = workers;
    }

    @Override
    public void run(Runnable task) {
        workers.execute(task);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        Future<?> waiting =
                clockwork.schedule(() -> workers.execute(task), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
        return () -> waiting.cancel(false);
    }

    @Override
    public boolean await(BooleanSupplier condition, Deadline deadline) {
        synchronized (changed) {
            while (!condition.getAsBoolean()) {
                long left = deadline.left().toMillis();
                if (deadline.isOver()) {
                    return false;
                }
                try {
                    changed.wait(left + 1);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return condition.getAsBoolean();
                }
            }
            return true;
        }
    }

    @Override
    public void wake() {
        synchronized (changed) {
            changed.notifyAll();
        }
    }
}
