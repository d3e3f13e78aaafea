/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ground;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Time as it passes. Thread-safe. */
final class RealLabTimers implements LabTimers {
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "simulated-switch-timer");
        made.setDaemon(true);
        return made;
    });

    @Override
    public Cancellation after(Duration delay, Runnable task) {
        Future<?> scheduled = thread.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        return () -> scheduled.cancel(false);
    }
}
