/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A moment after which nobody waits any more. Thread-safe. */
public final class Deadline {
    private final Instant end;
    private final InstantSource clock;

    private Deadline(Instant end, InstantSource clock) {
        this.end = end;
        this.clock = clock;
    }

    public static Deadline after(Duration duration, InstantSource clock) {
        return new Deadline(clock.instant().plus(duration), clock);
    }

    /** What is left, never negative. */
    public Duration left() {
        Duration left = Duration.between(clock.instant(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    public boolean isOver() {
        return left().isZero();
    }

    /** What is left, but at most this. */
    public Duration leftAtMost(Duration most) {
        Duration left = left();
        return left.compareTo(most) < 0 ? left : most;
    }
}
