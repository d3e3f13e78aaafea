/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.session;

import io.demarc.access.Printable;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What a platform's definition cannot know of one switch's way to log people in. Regular expressions are Java's.
 *
 * @param wake         when Demarc presses Return although no prompt has come
 * @param enablePrompt what the switch asks when it wants the enable secret; null for any question for a password
 * @param greeting     questions between login and the first prompt, before those that the platform knows
 */
public record SessionOverrides(Wake wake, @Nullable String enablePrompt, List<Reply> greeting) {
    /** As the platform's definition says. */
    public static final SessionOverrides NONE = new SessionOverrides(Wake.SILENCE, null, List.of());

    private static final Pattern PLACE = Pattern.compile("\\{([^}]*)\\}");
    private static final List<String> PLACES = List.of("user", "secret.enable", "secret.password");

    public SessionOverrides {
        if (enablePrompt != null) {
            requireQuestion(enablePrompt);
        }
        greeting = List.copyOf(greeting);
    }

    public enum Wake {
        /** A few times, when nothing has come for a while and the switch asks no question. */
        SILENCE,
        /** Also once as soon as the session is there. */
        RETURN,
        /** Not at all. */
        NEVER
    }

    /**
     * @param match what the line looks like that the switch waits at
     * @param reply typed with a line end after it; {@code {user}}, {@code {secret.password}} and {@code {secret.enable}}
     *              may stand in it
     */
    public record Reply(String match, String reply) {
        public Reply {
            requireQuestion(match);
            if (!reply.matches("[\\x20-\\x7e]{0,64}")) {
                throw new IllegalArgumentException(
                        "'" + Printable.of(reply) + "' is not up to 64 printable characters");
            }
            PLACE.matcher(reply).results().map(place -> place.group(1)).forEach(place -> {
                if (!PLACES.contains(place)) {
                    throw new IllegalArgumentException("unknown placeholder {" + Printable.of(place) + "}; known: {"
                            + String.join("}, {", PLACES) + "}");
                }
            });
        }
    }

    /**
     * The regular expression, if it can tell a question.
     *
     * @throws IllegalArgumentException when it is none, or matches an empty line
     */
    public static String requireQuestion(String regex) {
        try {
            if (Pattern.compile(regex).matcher("").find()) {
                throw new IllegalArgumentException(
                        "'" + Printable.of(regex) + "' matches an empty line: name some of the question's words");
            }
            return regex;
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'" + Printable.of(regex) + "' is not a regular expression: " + Printable.of(e.getDescription()),
                    e);
        }
    }
}
