/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import java.time.Duration;

/**
 * How long a switch had run, by its own word, and when it said so.
 *
 * @param millis   since it was started
 * @param atMillis of this machine's clock
 */
public record UptimeSeen(long millis, long atMillis) {
    /** Some switches tell whole minutes only, and it takes a while to ask them. */
    private static final long ROUNDING_MILLIS = Duration.ofMinutes(2).toMillis();
    /** No clock of a switch is this wrong: one hundredth of the time. */
    private static final long DRIFT = 100;

    /**
     * Whether the switch has restarted between the two, as far as it can be known: it runs shorter than before, or shorter
     * than the time that has passed. A clock that jumps can make it seem so; a restart is mistaken for none only while the
     * clock of this machine goes backwards.
     */
    public boolean isAfterRestartSince(UptimeSeen before) {
        long passed = atMillis - before.atMillis();
        long least = before.millis() + passed - ROUNDING_MILLIS - Math.abs(passed) / DRIFT;
        return millis < before.millis() || millis < least;
    }
}
