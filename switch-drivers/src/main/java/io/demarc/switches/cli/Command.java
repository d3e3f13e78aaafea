/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line that is sent. In a file a plain text stands for one without conditions.
 *
 * @param send           the line, with placeholders in braces
 * @param when           sent only if each named value matches its pattern as a whole; an unknown value is the empty text
 * @param forEach        a value with several parts: the line is sent for each of them, which {@code {each}} stands for
 * @param answers        questions that the switch may ask, and what is replied
 * @param expect         what must be in the output for the command to have succeeded
 * @param benign         lines that are no error after this command, in upper or lower case
 * @param timeoutSeconds longest silence, in seconds, where it is more than the switch's command timeout
 */
record Command(
        String send,
        Map<String, Pattern> when,
        @Nullable String forEach,
        List<Dialogue.Answer> answers,
        @Nullable Pattern expect,
        List<Pattern> benign,
        @Nullable Integer timeoutSeconds) {
    /** Matches nothing at all: stands for a pattern that is missing or broken. */
    static final Pattern NOTHING = Pattern.compile("(?!)");

    @JsonCreator
    Command {
        send = Objects.requireNonNullElse(send, "");
        when = Objects.requireNonNullElse(when, Map.of());
        answers = Objects.requireNonNullElse(answers, List.of());
        benign = Objects.requireNonNullElse(benign, List.<Pattern>of()).stream()
                .map(Command::inAnyCase)
                .toList();
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Command plain(String send) {
        return new Command(send, Map.of(), null, List.of(), null, List.of(), null);
    }

    /** One vendor's releases and models spell the same message in upper and lower case. */
    static Pattern inAnyCase(Pattern pattern) {
        return pattern == NOTHING
                ? pattern
                : Pattern.compile(pattern.pattern(), pattern.flags() | Pattern.CASE_INSENSITIVE);
    }
}
