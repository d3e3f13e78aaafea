/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import io.demarc.access.Deadline;
import io.demarc.access.Printable;
import io.demarc.plugin.words.Actor;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request, as a route sees it.
 *
 * @param variables the decoded parts of the path that the route leaves open, in order
 * @param query     the parameters, each at most once, only those that the route knows
 * @param arrived   when the caller began to wait
 */
record Call(
        List<String> variables,
        Map<String, String> query,
        ByteBuffer body,
        Actor actor,
        Instant arrived,
        InstantSource clock) {
    private static final long LONGEST_WAIT_SECONDS = 600;
    private static final long USUAL_WAIT_SECONDS = 60;

    String variable(int index) {
        return variables.get(index);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    String requiredText(String name) {
        return text(name)
                .orElseThrow(() -> invalid("The request lacks the parameter '" + name + "'.", "Add ?" + name + "=..."));
    }

    boolean flag(String name) {
        String value = query.getOrDefault(name, "false");
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw invalid(
                        "Parameter " + name + " is '" + Printable.of(value) + "'.", "It has to be true or false.");
        };
    }

    /** The number, or {@code otherwise} when the request doesn't have it; refused outside the bounds. */
    long number(String name, long otherwise, long least, long most) {
        String value = query.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("\\d{1,18}") || Long.parseLong(value) < least || Long.parseLong(value) > most) {
            throw invalid(
                    "Parameter " + name + " is '" + Printable.of(value) + "'.",
                    "It has to be a whole number from " + least + " to " + most + ".");
        }
        return Long.parseLong(value);
    }

    /** The end of {@code wait_seconds}, of a minute without it. */
    Deadline deadline() {
        return within(Duration.ofSeconds(number("wait_seconds", USUAL_WAIT_SECONDS, 0, LONGEST_WAIT_SECONDS)));
    }

    Deadline deadline(@Nullable Long seconds) {
        long wait = seconds == null ? USUAL_WAIT_SECONDS : seconds;
        if (wait < 0 || wait > LONGEST_WAIT_SECONDS) {
            throw invalid(
                    "wait_seconds is " + wait + ".",
                    "It has to be a whole number from 0 to " + LONGEST_WAIT_SECONDS + ".");
        }
        return within(Duration.ofSeconds(wait));
    }

    /** The end of a time that began when the request came, not when its turn did. */
    Deadline within(Duration time) {
        return Deadline.after(time.minus(Duration.between(arrived, clock.instant())), clock);
    }

    byte[] bodyBytes() {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        return bytes;
    }

    String bodyText() {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(body.duplicate()).toString();
        } catch (CharacterCodingException e) {
            throw new ProblemException(
                    Problem.of(ProblemCode.INPUT_INVALID, "The request's body is not UTF-8 text.", "Send it as UTF-8."),
                    e);
        }
    }

    static ProblemException invalid(String summary, String fix) {
        return ProblemException.of(ProblemCode.INPUT_INVALID, summary, fix);
    }
}
