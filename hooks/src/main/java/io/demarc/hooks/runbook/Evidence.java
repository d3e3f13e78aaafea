/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a run's evidence, with what was printed. Masked and bounded by its constructor.
 *
 * @param step   empty when it concerns the run as a whole
 * @param who    a person, or {@code demarc}
 * @param what   the command, or what happened
 * @param exit   the command's exit status; null when there was none
 * @param output what it printed, or what a person said; may have many lines
 */
public record Evidence(
        Instant at,
        String step,
        String who,
        String what,
        @Nullable Integer exit,
        String output) {
    private static final int LONGEST_LINE = 2_000;
    private static final int LONGEST_OUTPUT = 64 * 1024;

    public Evidence {
        what = cut(Masking.mask(what), LONGEST_LINE);
        output = cut(Masking.mask(output), LONGEST_OUTPUT);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest
                ? text
                : text.substring(0, longest) + "\n[cut: " + (text.length() - longest) + " characters more]";
    }
}
