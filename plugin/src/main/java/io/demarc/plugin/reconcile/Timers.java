/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.access.Deadline;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Threads and the passing of time, handed in so that tests can hold both. Thread-safe. */
public interface Timers {
    /** Runs the task soon, on a thread that may block for as long as a session with a switch. */
    void run(Runnable task);

    /** Runs the task once, after the delay, on a thread that may block. */
    Timer after(Duration delay, Runnable task);

    /** Waits until the condition holds or the deadline is over; looks again after each {@link #wake}. */
    boolean await(BooleanSupplier condition, Deadline deadline);

    /** Something has changed that somebody may be waiting for. */
    void wake();

    /** A task that has not run yet. */
    interface Timer {
        /** The task will not begin any more; does nothing when it has. */
        void cancel();
    }
}
