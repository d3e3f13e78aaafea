/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.problem;

import java.util.List;

/**
 * What went wrong. Immutable; never contains a secret.
 *
 * @param code    stable code
 * @param summary one sentence: which thing, what was wanted, what was found
 * @param fix     one sentence: what to do next; empty when there is nothing to do
 * @param details further lines, such as what the switch printed; may be empty
 */
public record Problem(ProblemCode code, String summary, String fix, List<String> details) {
    public Problem {
        details = List.copyOf(details);
    }

    public static Problem of(ProblemCode code, String summary, String fix) {
        return new Problem(code, summary, fix, List.of());
    }

    /** Summary, details and fix on one line. */
    public String message() {
        StringBuilder message = new StringBuilder(summary);
        for (String detail : details) {
            message.append(' ').append(detail);
        }
        if (!fix.isEmpty()) {
            message.append(' ').append(fix);
        }
        return message.toString();
    }

    public ProblemException exception() {
        return new ProblemException(this);
    }
}
