/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a step is that waits for its end.
 *
 * @param percent   0 to 100; null when nobody knows
 * @param remaining what is left or waited for: {@code 1.2 GiB}, {@code beta does not answer yet}; may be empty
 * @param rate      such as {@code 98.5 MB/s}; may be empty
 * @param left      an estimate; null when nobody knows
 * @param broken    claims that don't hold any more and stop the run
 * @param isOver    everything was taken back, so that there is nothing to resume
 */
public record Progress(
        boolean isDone,
        @Nullable Double percent,
        String remaining,
        String rate,
        @Nullable Duration left,
        List<Finding> broken,
        boolean isOver) {
    public Progress {
        broken = List.copyOf(broken);
    }

    public static Progress done() {
        return new Progress(true, 100.0, "", "", null, List.of(), false);
    }

    /** Not yet, and nobody can say how far. */
    public static Progress waiting(String remaining) {
        return new Progress(false, null, remaining, "", null, List.of(), false);
    }

    public static Progress of(double percent, String remaining, String rate, @Nullable Duration left) {
        return new Progress(false, Math.max(0, Math.min(100, percent)), remaining, rate, left, List.of(), false);
    }

    /** It can't end well: the run stops at once. */
    public static Progress broken(List<Finding> broken) {
        return new Progress(false, null, "", "", null, broken, false);
    }

    /** It did not work, and is as it was before: the run ends, since there is nothing to resume. */
    public static Progress over(List<Finding> broken) {
        return new Progress(false, null, "", "", null, broken, true);
    }
}
