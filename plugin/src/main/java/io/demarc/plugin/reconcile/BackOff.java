/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import java.time.Duration;
import java.util.Random;

/** How long to wait before the next attempt: doubling, capped, and scattered so that switches don't come in step. */
final class BackOff {
    private static final long FIRST_MILLIS = 1_000;
    private static final int MOST_DOUBLINGS = 20;

    private final Duration longest;
    private final Random random;

    BackOff(Duration longest, Random random) {
        this.longest = longest;
        this.random = random;
    }

    /** @param failures in a row, 1 or more; answers between half of the pause and the whole of it */
    Duration after(int failures) {
        long pause = FIRST_MILLIS << Math.min(failures - 1, MOST_DOUBLINGS);
        long capped = Math.min(pause, longest.toMillis());
        return Duration.ofMillis(capped / 2 + (long) (random.nextDouble() * (capped - capped / 2)));
    }
}
