/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.cli.CommandLines.Rendered;
import io.demarc.switches.cli.Dialogue.Answer;
import io.demarc.switches.cli.Dialogue.Mode;
import io.demarc.switches.cli.Dialogue.Move;
import io.demarc.switches.ssh.SshConnection;
import io.demarc.switches.ssh.SshShell;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A terminal session: prompts say in which mode the switch is and when a command has ended. */
final class ShellConversation implements Conversation {
    private static final Duration LOGIN_QUIET = Duration.ofMillis(300);
    private static final int MOST_SIGHTINGS = 4;

    private final SshConnection connection;
    private final SshShell shell;
    private final Dialogue dialogue;
    private final SwitchTalk talk;
    private final Prompts prompts;
    private final Exchange.Terminal terminal;
    private String mode = "";

    private ShellConversation(SshConnection connection, SshShell shell, Dialogue dialogue, SwitchTalk talk) {
        this.connection = connection;
        this.shell = shell;
        this.dialogue = dialogue;
        this.talk = talk;
        this.prompts = new Prompts(dialogue.modes());
        this.terminal = new Exchange.Terminal(shell, dialogue, talk, prompts);
    }

    /** Waits for the first prompt and gets into the start mode. */
    static ShellConversation open(SshConnection connection, Dialogue dialogue, SwitchTalk talk) {
        SshShell shell = connection.shell(talk.deadline());
        ShellConversation conversation = new ShellConversation(connection, shell, dialogue, talk);
        conversation.greet();
        conversation.enter(dialogue.startMode());
        return conversation;
    }

    /**
     * A banner may look like a prompt while it is being printed: a prompt counts when nothing follows it for a while
     * and an empty line brings the same one again.
     */
    private void greet() {
        Exchange first = exchange("the first prompt", null, dialogue.greeting(), Duration.ZERO, LOGIN_QUIET);
        mode = first.run();
        for (int i = 0; i < MOST_SIGHTINGS && prompts.host(first.lastLine()) != null; i++) {
            String host = prompts.host(first.lastLine());
            type("");
            Exchange again = exchange("an empty line", null, List.of(), Duration.ZERO, LOGIN_QUIET.dividedBy(3));
            mode = again.run();
            if (host != null && host.equals(prompts.host(again.lastLine()))) {
                prompts.learn(host);
                return;
            }
            first = again;
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
        Exchange exchange = exchange(line.line(), line.line(), line.command().answers(), least, quiet());
        mode = exchange.run();
        return exchange.output();
    }

    @Override
    public void enter(String target) {
        for (Move move : way(mode, target)) {
            make(move);
        }
    }

    private void make(Move move) {
        if (talk.deadline().isOver()) {
            throw talk.late(move.send());
        }
        String text = talk.reveal(move.send());
        talk.transcript().sent(talk.conceal(move.send()));
        type(text);
        Exchange exchange =
                exchange(move.send(), text.equals(move.send()) ? text : null, move.answers(), Duration.ZERO, quiet());
        mode = exchange.run();
        if (mode.equals(move.to())) {
            return;
        }
        List<String> output = exchange.output();
        boolean isAboutSecrets =
                move.answers().stream().anyMatch(answer -> answer.reply().contains("{secret."))
                        || move.send().contains("{");
        if (isAboutSecrets) {
            throw talk.loginRefused("'" + move.send() + "' did not lead to " + move.to() + " mode"
                    + (output.isEmpty() ? "" : ", it said '" + talk.printable(last(output)) + "'"));
        }
        Verdict verdict = Verdict.of(output, dialogue.errors(), Command.plain(move.send()));
        if (verdict.isBusy()) {
            throw talk.busy(move.send(), "", verdict.line(), output);
        }
        throw talk.rejected(move.send(), "", verdict.isFine() ? last(output) : verdict.line(), output);
    }

    @Override
    public String mode() {
        return mode;
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
                shell.type(line + "\n");
            }
        }
        shell.close();
        connection.close();
    }

    private Exchange exchange(
            String asked, @Nullable String echo, List<Answer> answers, Duration least, Duration quiet) {
        String expectedEcho = dialogue.isEchoing() ? echo : null;
        return new Exchange(terminal, new Exchange.Expectation(asked, expectedEcho, answers, least, quiet));
    }

    private Duration quiet() {
        return Duration.ofMillis(dialogue.quietMillis());
    }

    private void type(String text) {
        if (!shell.type(text + "\n")) {
            throw talk.lost(text);
        }
    }

    private static String last(List<String> output) {
        return output.isEmpty() ? "" : output.get(output.size() - 1);
    }

    /** The shortest sequence of moves between two modes. */
    private List<Move> way(String from, String to) {
        Map<String, List<Move>> found = new HashMap<>();
        Deque<String> waiting = new ArrayDeque<>(List.of(from));
        found.put(from, List.of());
        while (!waiting.isEmpty()) {
            String at = waiting.remove();
            List<Move> soFar = found.getOrDefault(at, List.of());
            if (at.equals(to)) {
                return soFar;
            }
            for (Move move : dialogue.moves()) {
                if (move.from().equals(at) && !found.containsKey(move.to())) {
                    List<Move> longer = new ArrayList<>(soFar);
                    longer.add(move);
                    found.put(move.to(), longer);
                    waiting.add(move.to());
                }
            }
        }
        throw talk.loginRefused("no move of the platform leads from " + from + " mode to " + to + " mode");
    }
}
