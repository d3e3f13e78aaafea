/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.cli.Dialogue.ErrorPattern;
import io.demarc.switches.cli.Dialogue.ErrorPattern.Kind;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the output of a command means: fine, or the first line that says otherwise.
 *
 * @param kind null when the command succeeded
 */
record Verdict(@Nullable Kind kind, String line) {
    private static final Verdict FINE = new Verdict(null, "");

    /** A line that no pattern explains and that begins with a percent sign or speaks of an error is one. */
    private static final Pattern SUSPICIOUS =
            Pattern.compile("^\\s*%|^\\s*(?:fatal )?error\\b|\\berror:", Pattern.CASE_INSENSITIVE);

    /** Line by line, the first pattern that matches decides. */
    static Verdict of(List<String> output, List<ErrorPattern> errors, List<Pattern> benign) {
        for (String line : output) {
            Kind kind = kindOf(line, errors, benign);
            if (kind != null && kind != Kind.BENIGN) {
                return new Verdict(kind, line);
            }
        }
        return FINE;
    }

    private static @Nullable Kind kindOf(String line, List<ErrorPattern> errors, List<Pattern> benign) {
        if (benign.stream().anyMatch(pattern -> pattern.matcher(line).find())) {
            return Kind.BENIGN;
        }
        for (ErrorPattern error : errors) {
            if (error.match().matcher(line).find()) {
                return error.kind();
            }
        }
        return SUSPICIOUS.matcher(line).find() ? Kind.REJECTED : null;
    }

    boolean isFine() {
        return kind == null;
    }

    boolean isBusy() {
        return kind == Kind.BUSY;
    }
}
