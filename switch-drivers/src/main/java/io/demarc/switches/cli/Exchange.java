/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.problem.ProblemException;
import io.demarc.switches.cli.Dialogue.Answer;
import io.demarc.switches.cli.Dialogue.Pager;
import io.demarc.switches.ssh.SshShell;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens between a line that was typed and the prompt that ends its output: the echo is awaited, pages are turned,
 * questions are answered. One caller, once.
 */
final class Exchange {
    /** How long a prompt must stand when the echo of the command was not seen: it may be left from something else. */
    private static final Duration LONG_QUIET = Duration.ofMillis(800);

    private static final int ECHO_LINES = 40;

    /** No command prints more; a switch that does will not stop. */
    private static final long MOST_OCTETS = 32L << 20;

    private static final int MOST_ANSWERS = 4;

    private final Terminal terminal;
    private final Expectation expected;
    private final TerminalText text;
    private final Duration silence;
    private final int[] given;
    private long heard;
    private boolean echoSeen;
    private String lastLine = "";

    /** The terminal of a session, and what its platform says about it. */
    record Terminal(SshShell shell, Dialogue dialogue, SwitchTalk talk, Prompts prompts) {}

    /**
     * What to expect of one exchange.
     *
     * @param asked what was asked, for messages
     * @param echo  what the switch prints first, null when nothing
     * @param least longest silence to bear, where it is more than the command timeout
     * @param quiet how long nothing must follow a prompt
     */
    record Expectation(String asked, @Nullable String echo, List<Answer> answers, Duration least, Duration quiet) {}

    Exchange(Terminal terminal, Expectation expected) {
        this.terminal = terminal;
        this.expected = expected;
        Duration usual = terminal.talk().access().commandTimeout();
        this.silence = expected.least().compareTo(usual) > 0 ? expected.least() : usual;
        this.text = new TerminalText(terminal.dialogue().noise());
        this.given = new int[expected.answers().size()];
        this.echoSeen = expected.echo() == null;
    }

    /** Waits for the end; returns the mode that the prompt stands for. */
    String run() {
        SwitchTalk talk = terminal.talk();
        Duration wait = silence;
        String ended = null;
        while (true) {
            String octets = terminal.shell().take(talk.deadline().leftAtMost(wait));
            text.feed(octets);
            heard += octets.length();
            lastLine = text.lastLine();
            boolean isHopeless = talk.deadline().isOver() || heard > MOST_OCTETS;
            if (octets.isEmpty() || isHopeless) {
                if (ended == null || isHopeless) {
                    throw failure();
                }
                talk.transcript().received(String.join("\n", output()));
                return ended;
            }
            ended = null;
            wait = silence;
            if (!turnPage() && !answer()) {
                ended = terminal.prompts().modeOf(lastLine);
                wait = ended == null ? silence : hasEcho() ? expected.quiet() : LONG_QUIET;
            }
        }
    }

    /** The output without the echo and the prompt. */
    List<String> output() {
        List<String> lines = new ArrayList<>(text.allLines());
        int last = lines.size() - 1;
        while (last >= 0 && lines.get(last).isBlank()) {
            lines.remove(last--);
        }
        if (last >= 0 && terminal.prompts().modeOf(lines.get(last)) != null) {
            lines.remove(last);
        }
        return withoutEcho(lines);
    }

    /** The line that the cursor stood on last. */
    String lastLine() {
        return lastLine;
    }

    private ProblemException failure() {
        SwitchTalk talk = terminal.talk();
        List<String> printed = output();
        talk.transcript().received(String.join("\n", printed));
        boolean isOver = terminal.shell().isOver();
        terminal.shell().close();
        return isOver ? talk.lost(expected.asked()) : talk.timedOut(expected.asked(), lastLine, printed);
    }

    private boolean turnPage() {
        Pager pager = terminal.dialogue().pager();
        if (pager == null || !pager.match().matcher(lastLine).find()) {
            return false;
        }
        text.eraseLine();
        send(pager.reply());
        return true;
    }

    private boolean answer() {
        for (int i = 0; i < given.length; i++) {
            Answer answer = expected.answers().get(i);
            if (answer.match().matcher(lastLine).find()) {
                give(answer, given[i]++);
                return true;
            }
        }
        return false;
    }

    private void give(Answer answer, int times) {
        SwitchTalk talk = terminal.talk();
        boolean isSecret = answer.reply().contains("{secret.");
        if (isSecret && times > 0) {
            throw talk.loginRefused("it asks '" + talk.printable(lastLine) + "' again after the secret");
        }
        if (times >= MOST_ANSWERS) {
            throw talk.rejected(expected.asked(), "", lastLine, output());
        }
        text.breakLine();
        String reply = talk.reveal(answer.reply());
        talk.transcript().sent(talk.conceal(answer.reply()));
        send(reply + "\n");
    }

    private void send(String typed) {
        if (!terminal.shell().type(typed)) {
            throw terminal.talk().lost(expected.asked());
        }
    }

    private boolean hasEcho() {
        String echo = expected.echo();
        if (!echoSeen && echo != null) {
            List<String> lines = text.allLines();
            echoSeen = squash(String.join("", lines.subList(0, Math.min(ECHO_LINES, lines.size()))))
                    .contains(squash(echo));
        }
        return echoSeen;
    }

    private List<String> withoutEcho(List<String> lines) {
        String wanted = expected.echo() == null ? "" : squash(expected.echo());
        if (wanted.isEmpty()) {
            return lines;
        }
        StringBuilder soFar = new StringBuilder();
        for (int i = 0; i < Math.min(ECHO_LINES, lines.size()); i++) {
            soFar.append(squash(lines.get(i)));
            if (soFar.indexOf(wanted) >= 0) {
                return lines.subList(i + 1, lines.size());
            }
        }
        return lines;
    }

    private static String squash(String text) {
        return text.replaceAll("\\s", "");
    }
}
