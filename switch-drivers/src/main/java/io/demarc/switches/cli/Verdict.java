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
 * @param line what says so; where it ends with a colon, with the lines that it announces
 */
record Verdict(@Nullable Kind kind, String line) {
    private static final Verdict FINE = new Verdict(null, "");

    /** The words with which switches refuse. A line with one of them, or a percent sign, that no pattern explains is an error. */
    private static final Pattern SUSPICIOUS = Pattern.compile(
            "^\\s*%"
                    + "|^\\s*(?:\\S+: )?(?:(?:fatal|internal|critical|syntax|configuration) )?error\\b"
                    + "|^\\s*(?:bad|incomplete|ambiguous|duplicate|missing|illegal|unknown(?! (?:uni|multi)cast))\\b"
                    + "|\\b(?:rejected|denied|failed|invalid|unrecogni[sz]ed|unsupported|unauthori[sz]ed|aborted|timed out)\\b"
                    + "|\\b(?:cannot|can not|can't|could not|unable to|(?:may|must) not|must (?:be|have|first))\\b"
                    + "|\\bnot (?:allowed|permitted|supported|authori[sz]ed|valid|available|defined|found|recogni[sz]ed|within)\\b"
                    + "|\\b(?:no such|(?:does|do) not exist|is not an? |is reserved|is ambiguous|conflicts? with)"
                    + "|\\b(?:out of|outside(?: the)?(?: \\w+)?) range\\b|\\balready (?:in use|exists|used|assigned)\\b"
                    + "|\\b(?:exceed\\w*|too (?:many|large|long|small|short)|not enough|insufficient|no space|out of memory)\\b",
            Pattern.CASE_INSENSITIVE);

    /**
     * Line by line, the first pattern that matches decides. Where the output holds what the command expects, a line that
     * no pattern explains is no error.
     */
    static Verdict of(List<String> output, List<ErrorPattern> errors, Command command) {
        Pattern expect = command.expect();
        boolean isProven = expect != null && CliReader.matchesAny(List.of(expect), output);
        boolean isHarmless = false;
        for (int i = 0; i < output.size(); i++) {
            String line = output.get(i);
            Kind kind = kindOf(line, errors, command.benign());
            boolean continues = isHarmless && line.startsWith(" ");
            if (kind == null
                    && !isProven
                    && !continues
                    && SUSPICIOUS.matcher(line).find()) {
                kind = Kind.REJECTED;
            }
            if (kind != null && kind != Kind.BENIGN) {
                return new Verdict(kind, withAnnounced(output, i));
            }
            isHarmless = kind == Kind.BENIGN || continues;
        }
        return FINE;
    }

    /** Whether the line looks like an error and is known to be none. */
    static boolean isBenign(String line, List<ErrorPattern> errors) {
        return isBenign(line, errors, List.of());
    }

    /** As {@link #isBenign(String, List)}, after a command that makes these lines harmless. */
    static boolean isBenign(String line, List<ErrorPattern> errors, List<Pattern> benign) {
        return kindOf(line, errors, benign) == Kind.BENIGN;
    }

    private static @Nullable Kind kindOf(String line, List<ErrorPattern> errors, List<Pattern> benign) {
        if (CliReader.matchesAny(benign, List.of(line))) {
            return Kind.BENIGN;
        }
        return errors.stream()
                .filter(error -> Matching.finds(error.match(), line))
                .findFirst()
                .map(ErrorPattern::kind)
                .orElse(null);
    }

    /** "Locked by:" is followed by who it is. */
    private static String withAnnounced(List<String> output, int at) {
        StringBuilder said = new StringBuilder(output.get(at).strip());
        for (int i = at + 1; i < output.size() && said.charAt(said.length() - 1) == ':'; i++) {
            if (!output.get(i).isBlank()) {
                said.append(' ').append(output.get(i).strip());
            }
        }
        return said.toString();
    }

    boolean isFine() {
        return kind == null;
    }

    boolean isBusy() {
        return kind == Kind.BUSY;
    }
}
