/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.ssh.Shell;
import io.demarc.problem.ProblemException;
import io.demarc.switches.cli.CommandLines.Rendered;
import io.demarc.switches.cli.Dialogue.Answer;
import io.demarc.switches.cli.Dialogue.Mode;
import io.demarc.switches.cli.Dialogue.Move;
import io.demarc.switches.session.SessionOverrides;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A terminal session: prompts say in which mode the switch is and when a command has ended. */
final class ShellConversation implements Conversation {
    private static final Duration LOGIN_QUIET = Duration.ofMillis(300);
    private static final Duration PROOF_QUIET = LOGIN_QUIET.dividedBy(3);
    private static final int MOST_SIGHTINGS = 5;
    private static final int MOST_WAKES = 3;

    /** How long a prompt may take that nobody waits for. */
    private static final Duration LATE = Duration.ofMillis(800);

    private static final int MOST_LATE = 10_000;

    private final Shell shell;
    private final Dialogue dialogue;
    private final SwitchTalk talk;
    private final Prompts prompts;
    private final Exchange.Terminal terminal;
    private String mode = "";
    private String prompt = "";

    private ShellConversation(Shell shell, Dialogue dialogue, SwitchTalk talk) {
        this.shell = shell;
        this.dialogue = dialogue;
        this.talk = talk;
        this.prompts = new Prompts(dialogue.modes());
        this.terminal = new Exchange.Terminal(shell, dialogue, talk, prompts);
    }

    /** Waits for the first prompt and gets into the start mode. */
    static ShellConversation open(Shell shell, Dialogue dialogue, SwitchTalk talk) {
        ShellConversation conversation = new ShellConversation(shell, dialogue, talk);
        conversation.greet();
        conversation.enter(dialogue.startMode());
        return conversation;
    }

    private void greet() {
        SessionOverrides.Wake wake = talk.access().overrides().wake();
        if (wake == SessionOverrides.Wake.RETURN) {
            type("");
        }
        Exchange first = new Exchange(
                terminal,
                new Exchange.Expectation(
                        "the first prompt",
                        null,
                        dialogue.greeting(),
                        Duration.ZERO,
                        LOGIN_QUIET,
                        null,
                        wake == SessionOverrides.Wake.NEVER ? 0 : MOST_WAKES));
        mode = first.run();
        prove(first, null);
        if (first.woken() > 0 || wake == SessionOverrides.Wake.RETURN) {
            drain();
        }
    }

    /**
     * Text may look like a prompt while it is being printed: a prompt counts when nothing follows it for a while and an
     * empty line brings the same one again, and nothing else.
     */
    private void prove(Exchange seen, @Nullable String target) {
        Exchange before = seen;
        for (int i = 0; i < MOST_SIGHTINGS; i++) {
            type("");
            Exchange again = exchange("an empty line", null, List.of(), Duration.ZERO, PROOF_QUIET, target);
            String found = again.run();
            String host = prompts.host(found, again.lastLine());
            boolean isSame = found.equals(mode) && Objects.equals(host, prompts.host(mode, before.lastLine()));
            boolean isAlone = again.output().stream().allMatch(String::isBlank)
                    || again.output().equals(before.output());
            mode = found;
            if (isSame && isAlone) {
                prompts.learn(mode, host);
                if (i > 0) {
                    drain();
                }
                return;
            }
            before = again;
        }
        throw talk.unreadable(
                "an empty line",
                "it brings another prompt every time, at last '" + talk.printable(before.lastLine()) + "'",
                before.output());
    }

    /** More than one empty line was typed, and each may still bring a prompt of its own. */
    private void drain() {
        for (int i = 0; i < MOST_LATE; i++) {
            if (shell.take(talk.deadline().leftAtMost(LATE)).isEmpty()) {
                return;
            }
        }
    }

    @Override
    public List<String> ask(Rendered line) {
        if (talk.deadline().isOver()) {
            throw talk.late(line.line());
        }
        talk.transcript().sent(line.line());
        type(line.line());
        Integer seconds = line.command().timeoutSeconds();
        Duration least = seconds == null ? Duration.ZERO : Duration.ofSeconds(seconds);
        Exchange exchange = exchange(line.line(), line.line(), line.command().answers(), least, quiet(), null);
        mode = exchange.run();
        prompt = exchange.lastLine();
        return exchange.output();
    }

    @Override
    public void enter(String target) {
        String from = mode;
        dialogue.way(from, target)
                .orElseThrow(() -> talk.loginRefused(
                        "no move of the platform leads from " + from + " mode to " + target + " mode"))
                .forEach(this::make);
    }

    private void make(Move move) {
        if (talk.deadline().isOver()) {
            throw talk.late(move.send());
        }
        String text = talk.reveal(move.send());
        talk.transcript().sent(talk.conceal(move.send()));
        type(text);
        String echo = text.equals(move.send()) ? text : null;
        Exchange exchange = exchange(move.send(), echo, move.answers(), Duration.ZERO, quiet(), move.to());
        mode = exchange.run();
        if (!mode.equals(move.to())) {
            throw notMoved(move, exchange.output());
        }
        if (!prompts.isKnown(mode, exchange.lastLine())) {
            prove(exchange, mode);
        }
    }

    private ProblemException notMoved(Move move, List<String> output) {
        if (move.answers().stream().anyMatch(Answer::isSecret) || move.send().contains("{")) {
            return talk.loginRefused("'" + move.send() + "' did not lead to " + move.to() + " mode"
                    + (output.isEmpty() ? "" : ", it said '" + talk.printable(last(output)) + "'"));
        }
        Verdict verdict = Verdict.of(output, dialogue.errors(), Command.plain(move.send()));
        if (verdict.isBusy()) {
            return talk.busy(move.send(), "", verdict.line(), output);
        }
        return talk.rejected(move.send(), "", verdict.isFine() ? last(output) : verdict.line(), output);
    }

    @Override
    public String mode() {
        return mode;
    }

    @Override
    public String prompt() {
        return prompt;
    }

    @Override
    public String readPrefix() {
        Mode current = dialogue.modes().get(mode);
        return current == null || current.readPrefix().isEmpty() ? "" : current.readPrefix() + " ";
    }

    @Override
    public void close() {
        if (!shell.isOver()) {
            for (String line : dialogue.onClose()) {
                shell.type(line + dialogue.lineEnd().octets());
            }
        }
        shell.close();
    }

    private Exchange exchange(
            String asked,
            @Nullable String echo,
            List<Answer> answers,
            Duration least,
            Duration quiet,
            @Nullable String target) {
        String expectedEcho = dialogue.isEchoing() ? echo : null;
        return new Exchange(terminal, new Exchange.Expectation(asked, expectedEcho, answers, least, quiet, target, 0));
    }

    private Duration quiet() {
        return Duration.ofMillis(dialogue.quietMillis());
    }

    private void type(String text) {
        if (!shell.type(text + dialogue.lineEnd().octets())) {
            throw talk.lost(text);
        }
    }

    private static String last(List<String> output) {
        return output.isEmpty() ? "" : output.get(output.size() - 1);
    }
}
