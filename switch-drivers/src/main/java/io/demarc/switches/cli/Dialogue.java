/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.session.SessionOverrides;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a session goes.
 *
 * @param startMode   where commands are read from
 * @param modes       prompts by the name of the mode that they stand for; a group {@code host} in a prompt is learned
 *                    at login and must be the same ever after
 * @param moves       what leads from one mode to another
 * @param greeting    questions between login and the first prompt
 * @param onOpen      sent in the start mode, once
 * @param onClose     sent at the end, without waiting for an answer
 * @param isEchoing   whether the switch prints what it is sent
 * @param noise       lines that may stand anywhere and mean nothing, such as log messages
 * @param errors      what a printed line means; the first that matches counts
 * @param lineEnd     what ends a line that is typed
 * @param quietMillis how long nothing must have come before a prompt is believed to be the end, in milliseconds
 */
record Dialogue(
        Channel channel,
        String startMode,
        Map<String, Mode> modes,
        List<Move> moves,
        List<Answer> greeting,
        List<Command> onOpen,
        List<String> onClose,
        @Nullable Pager pager,

        @com.fasterxml.jackson.annotation.JsonProperty("echo")
        Boolean isEchoing,

        List<Pattern> noise,
        List<ErrorPattern> errors,
        LineEnd lineEnd,
        Integer quietMillis) {
    Dialogue {
        channel = Objects.requireNonNullElse(channel, Channel.SHELL);
        startMode = Objects.requireNonNullElse(startMode, "");
        modes = Objects.requireNonNullElse(modes, Map.of());
        moves = Objects.requireNonNullElse(moves, List.of());
        greeting = Objects.requireNonNullElse(greeting, List.of());
        onOpen = Objects.requireNonNullElse(onOpen, List.of());
        onClose = Objects.requireNonNullElse(onClose, List.of());
        isEchoing = Objects.requireNonNullElse(isEchoing, true);
        noise = Objects.requireNonNullElse(noise, List.of());
        errors = Objects.requireNonNullElse(errors, List.of());
        lineEnd = Objects.requireNonNullElse(lineEnd, LineEnd.LF);
        quietMillis = Objects.requireNonNullElse(quietMillis, 20);
    }

    /** The same with what is different about one switch. */
    Dialogue with(SessionOverrides overrides) {
        List<Answer> first = new ArrayList<>();
        overrides.greeting().forEach(reply -> first.add(new Answer(Pattern.compile(reply.match()), reply.reply())));
        first.addAll(greeting);
        return new Dialogue(
                channel,
                startMode,
                modes,
                moves.stream().map(move -> move.with(overrides.enablePrompt())).toList(),
                first,
                onOpen,
                onClose,
                pager,
                isEchoing,
                noise,
                errors,
                lineEnd,
                quietMillis);
    }

    /** Whether any way into a mode asks for the enable secret. */
    boolean asksForEnable() {
        return moves.stream().flatMap(move -> move.answers().stream()).anyMatch(Answer::isEnable);
    }

    /** The shortest sequence of moves between two modes, if there is one. */
    Optional<List<Move>> way(String from, String to) {
        Map<String, List<Move>> found = new HashMap<>();
        Deque<String> waiting = new ArrayDeque<>(List.of(from));
        found.put(from, List.of());
        while (!waiting.isEmpty()) {
            String at = waiting.remove();
            List<Move> soFar = found.getOrDefault(at, List.of());
            if (at.equals(to)) {
                return Optional.of(soFar);
            }
            for (Move move : moves) {
                if (move.from().equals(at) && !found.containsKey(move.to())) {
                    List<Move> longer = new ArrayList<>(soFar);
                    longer.add(move);
                    found.put(move.to(), longer);
                    waiting.add(move.to());
                }
            }
        }
        return Optional.empty();
    }

    enum LineEnd {
        LF("\n"),
        CRLF("\r\n");

        private final String octets;

        LineEnd(String octets) {
            this.octets = octets;
        }

        String octets() {
            return octets;
        }
    }

    enum Channel {
        /** One terminal for the whole session; a command ends with the next prompt. */
        SHELL,
        /** A channel for each command, which ends with an exit status. */
        EXEC
    }

    /**
     * @param readPrefix put before read commands in this mode, such as {@code run}
     */
    record Mode(Pattern prompt, String readPrefix) {
        Mode {
            prompt = Objects.requireNonNullElse(prompt, Command.NOTHING);
            readPrefix = Objects.requireNonNullElse(readPrefix, "");
        }
    }

    /**
     * @param answers questions on the way and what is replied to them
     */
    record Move(String from, String to, String send, List<Answer> answers) {
        Move {
            from = Objects.requireNonNullElse(from, "");
            to = Objects.requireNonNullElse(to, "");
            send = Objects.requireNonNullElse(send, "");
            answers = Objects.requireNonNullElse(answers, List.of());
        }

        private Move with(@Nullable String enablePrompt) {
            if (enablePrompt == null) {
                return this;
            }
            Pattern asked = Pattern.compile(enablePrompt);
            List<Answer> more = new ArrayList<>(answers);
            answers.stream().filter(Answer::isEnable).forEach(answer -> more.add(new Answer(asked, answer.reply())));
            return new Move(from, to, send, more);
        }
    }

    record Pager(Pattern match, String reply) {
        Pager {
            match = Objects.requireNonNullElse(match, Command.NOTHING);
            reply = Objects.requireNonNullElse(reply, " ");
        }
    }

    /**
     * @param reply typed with a line end after it; {@code {secret.enable}} and {@code {secret.password}} may stand in it,
     *              and then it also answers whatever else asks for a password
     */
    record Answer(Pattern match, String reply) {
        Answer {
            match = Objects.requireNonNullElse(match, Command.NOTHING);
            reply = Objects.requireNonNullElse(reply, "");
        }

        private boolean isEnable() {
            return reply.contains("{secret.enable}");
        }

        boolean isSecret() {
            return reply.contains("{secret.");
        }
    }

    /**
     * @param match in upper or lower case
     */
    record ErrorPattern(Pattern match, @Nullable Kind kind) {
        ErrorPattern {
            match = Command.inAnyCase(Objects.requireNonNullElse(match, Command.NOTHING));
        }

        enum Kind {
            /** The switch refused: nothing more of the batch is sent. */
            REJECTED,
            /** The switch is occupied: the whole batch again, later. */
            BUSY,
            /** Looks like an error and is none. */
            BENIGN
        }
    }
}
