/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.access.Deadline;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits until an agent says what it should, asking ever more seldom. Agents acknowledge a set before it is done; how much
 * later differs from model to model, so there is no delay that would be right. One caller at a time.
 */
final class Settling {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final Duration longest;
    private final Deadline deadline;

    Settling(Duration longest, Deadline deadline) {
        this.longest = longest;
        this.deadline = deadline;
    }

    /** Whether the condition came true in time. It is asked at once, and once more at the end. */
    boolean await(BooleanSupplier condition) {
        Duration waited = Duration.ZERO;
        Duration pause = FIRST_PAUSE;
        while (!condition.getAsBoolean()) {
            Duration most = deadline.leftAtMost(longest.minus(waited));
            if (most.isZero() || most.isNegative() || Thread.currentThread().isInterrupted()) {
                return false;
            }
            Duration next = pause.compareTo(most) < 0 ? pause : most;
            LockSupport.parkNanos(next.toNanos());
            waited = waited.plus(next);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
        return true;
    }
}
