/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One line that is sent, or a block of lines. In a file a plain text stands for a line without conditions.
 *
 * @param send           the line, with placeholders in braces; empty for a block
 * @param lines          the lines of a block, to which its conditions and its loop apply as a whole
 * @param when           sent only if each named value matches its pattern as a whole; an unknown value is the empty text
 * @param forEach        a value with several parts: sent for each of them, which {@code {each}} stands for
 * @param except         of {@link #forEach}: parts that are left out, by blanks or commas, with placeholders
 * @param join           sent once for all parts, {@code {each}} being all of them with this text in between
 * @param mode           where it is sent; empty for wherever the session is
 * @param leadsTo        the mode that the session is in afterwards; empty for the same as before
 * @param prompt         what the prompt must match afterwards, with placeholders; empty for anything
 * @param isSilent       whether anything that is printed is a refusal
 * @param answers        questions that the switch may ask, and what is replied
 * @param expect         what must be in the output for the command to have succeeded
 * @param benign         lines that are no error after this command, in upper or lower case
 * @param timeoutSeconds longest silence, in seconds, where it is more than the switch's command timeout
 */
record Command(
        String send,
        List<Command> lines,
        Map<String, Pattern> when,
        @Nullable String forEach,
        String except,
        @Nullable String join,
        String mode,
        String leadsTo,
        String prompt,
        @JsonProperty("silent") Boolean isSilent,
        List<Dialogue.Answer> answers,
        @Nullable Pattern expect,
        List<Pattern> benign,
        @Nullable Integer timeoutSeconds) {
    /** Matches nothing at all: stands for a pattern that is missing or broken. */
    static final Pattern NOTHING = Pattern.compile("(?!)");

    @JsonCreator
    Command {
        send = Objects.requireNonNullElse(send, "");
        lines = Objects.requireNonNullElse(lines, List.of());
        when = Objects.requireNonNullElse(when, Map.of());
        except = Objects.requireNonNullElse(except, "");
        mode = Objects.requireNonNullElse(mode, "");
        leadsTo = Objects.requireNonNullElse(leadsTo, "");
        prompt = Objects.requireNonNullElse(prompt, "");
        isSilent = Objects.requireNonNullElse(isSilent, false);
        answers = Objects.requireNonNullElse(answers, List.of());
        benign = Objects.requireNonNullElse(benign, List.<Pattern>of()).stream()
                .map(Command::inAnyCase)
                .toList();
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Command plain(String send) {
        return new Command(
                send, List.of(), Map.of(), null, "", null, "", "", "", false, List.of(), null, List.of(), null);
    }

    /** The lines of these commands and of the blocks among them, at whatever depth; the blocks, too. */
    static Stream<Command> all(List<Command> commands) {
        return commands.stream().flatMap(command -> Stream.concat(Stream.of(command), all(command.lines())));
    }

    /** One vendor's releases and models spell the same message in upper and lower case. */
    static Pattern inAnyCase(Pattern pattern) {
        return pattern == NOTHING
                ? pattern
                : Pattern.compile(pattern.pattern(), pattern.flags() | Pattern.CASE_INSENSITIVE);
    }
}
