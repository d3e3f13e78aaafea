/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ground;

import java.time.Duration;

/** The passing of time in simulated devices. Thread-safe. */
public interface LabTimers {
    /** Runs the task once after the delay, unless it is cancelled before. */
    Cancellation after(Duration delay, Runnable task);

    /** Real time, on a thread of its own that does not keep the program alive. */
    static LabTimers real() {
        return new RealLabTimers();
    }

    /** A task that has not run yet. */
    interface Cancellation {
        void cancel();
    }
}
