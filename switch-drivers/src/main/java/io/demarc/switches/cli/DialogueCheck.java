/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.yaml.YamlProblems;
import io.demarc.switches.cli.Dialogue.Channel;
import io.demarc.switches.cli.Dialogue.Move;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;

/** What the session part of a definition must hold. One caller, once. */
final class DialogueCheck {
    private static final Set<String> SECRETS = Set.of("user", "secret.enable", "secret.password");

    private final Dialogue dialogue;
    private final String applyMode;
    private final YamlProblems problems;

    DialogueCheck(Dialogue dialogue, String applyMode, YamlProblems problems) {
        this.dialogue = dialogue;
        this.applyMode = applyMode;
        this.problems = problems;
    }

    void run() {
        problems.require(
                !dialogue.errors().isEmpty(),
                "session.errors",
                "missing: without patterns for errors a rejected command would count as done");
        for (int i = 0; i < dialogue.errors().size(); i++) {
            String here = "session.errors[" + i + "]";
            problems.require(dialogue.errors().get(i).match() != Command.NOTHING, here + ".match", "missing");
            problems.require(
                    dialogue.errors().get(i).kind() != null, here + ".kind", "missing: rejected, busy or benign");
        }
        problems.require(dialogue.quietMillis() >= 0, "session.quiet-millis", "must not be negative");
        if (dialogue.channel() == Channel.EXEC) {
            problems.require(
                    dialogue.modes().isEmpty() && dialogue.moves().isEmpty(),
                    "session.modes",
                    "a session with channel exec has no prompts and so no modes");
            problems.require(applyMode.isEmpty(), "apply.mode", "a session with channel exec has no modes");
        } else {
            checkModes();
        }
        checkAnswers("session.greeting", dialogue.greeting());
    }

    private void checkModes() {
        Set<String> modes = dialogue.modes().keySet();
        problems.require(!modes.isEmpty(), "session.modes", "missing: at least the mode that commands are read from");
        dialogue.modes()
                .forEach((name, mode) -> problems.require(
                        mode != null && mode.prompt() != Command.NOTHING,
                        "session.modes." + name + ".prompt",
                        "missing"));
        requireMode("session.start-mode", dialogue.startMode());
        for (int i = 0; i < dialogue.moves().size(); i++) {
            Move move = dialogue.moves().get(i);
            String here = "session.moves[" + i + "]";
            requireMode(here + ".from", move.from());
            requireMode(here + ".to", move.to());
            problems.require(!move.send().isBlank(), here + ".send", "missing: the line that leads there");
            checkPlaces(here + ".send", move.send());
            checkAnswers(here, move.answers());
        }
        Set<String> toStart = reached(dialogue.startMode(), Move::to, Move::from);
        Set<String> fromStart = reached(dialogue.startMode(), Move::from, Move::to);
        for (String mode : modes) {
            problems.require(
                    toStart.contains(mode) || fromStart.contains(mode),
                    "session.modes." + mode,
                    "unreachable: no move joins it with start mode " + dialogue.startMode());
        }
        if (!applyMode.isEmpty()) {
            requireMode("apply.mode", applyMode);
            problems.require(
                    fromStart.contains(applyMode) && toStart.contains(applyMode),
                    "apply.mode",
                    "no moves lead from start mode " + dialogue.startMode() + " to " + applyMode + " and back");
        }
    }

    private void requireMode(String place, String mode) {
        Set<String> modes = dialogue.modes().keySet();
        problems.require(
                modes.contains(mode), place, "unknown mode '" + mode + "'; known: " + String.join(", ", modes));
    }

    private void checkAnswers(String place, List<Dialogue.Answer> answers) {
        for (Dialogue.Answer answer : answers) {
            problems.require(answer.match() != Command.NOTHING, place, "an answer needs a match");
            checkPlaces(place, answer.reply());
        }
    }

    private void checkPlaces(String place, String text) {
        Matcher matcher = CommandLines.PLACE.matcher(text);
        while (matcher.find()) {
            problems.require(
                    SECRETS.contains(matcher.group(1)),
                    place,
                    "unknown placeholder {" + matcher.group(1)
                            + "}; known here: {user}, {secret.enable}, {secret.password}");
        }
    }

    private Set<String> reached(String start, Function<Move, String> here, Function<Move, String> there) {
        Set<String> found = new HashSet<>(Set.of(start));
        boolean isGrowing = true;
        while (isGrowing) {
            isGrowing = false;
            for (Move move : dialogue.moves()) {
                if (found.contains(here.apply(move))) {
                    isGrowing |= found.add(there.apply(move));
                }
            }
        }
        return found;
    }
}
