/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.ssh.Questions;
import io.demarc.access.ssh.Shell;
import io.demarc.problem.ProblemException;
import io.demarc.switches.cli.Dialogue.Answer;
import io.demarc.switches.cli.Dialogue.Pager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happens between a line that was typed and the prompt that ends its output: the echo is awaited, pages are turned,
 * questions are answered. One caller, once.
 */
final class Exchange {
    /** How long a prompt must stand that nobody knows. */
    private static final Duration LONG_QUIET = Duration.ofMillis(800);

    /** Of what is left of the command before, so many lines may come before the echo. */
    private static final int ECHO_LINES = 40;

    /** So much of an echo has to be left on a line that was scrolled, in characters without blanks. */
    private static final int LEAST_SCROLLED = 8;

    /** No command prints more; a switch that does will not stop. What is kept of it takes some twenty times as much memory. */
    private static final long MOST_OCTETS = 8L << 20;

    private static final int MOST_ANSWERS = 4;

    /** How long a switch may be silent at login before an empty line is typed; doubled with each. */
    private static final Duration WAKING = Duration.ofSeconds(1);

    /** Of the longest silence; three empty lines, after one, two and four parts more. */
    private static final int WAKING_PARTS = 8;

    private final Terminal terminal;
    private final Expectation expected;
    private final TerminalText text;
    private final Duration silence;
    private final int[] given;
    private Duration silent = Duration.ZERO;
    private int woken;
    private long heard;
    private boolean isEchoed;
    private String lastLine = "";

    /** The terminal of a session, and what its platform says about it. */
    record Terminal(Shell shell, Dialogue dialogue, SwitchTalk talk, Prompts prompts) {}

    /**
     * What to expect of one exchange.
     *
     * @param asked what was asked, for messages
     * @param echo  what the switch prints first, null when nothing
     * @param least longest silence to bear, where it is more than the command timeout
     * @param quiet how long nothing must follow a prompt
     * @param mode  where it leads, and where the prompt may name a host of its own; null for where it was
     * @param wakes how many empty lines may be typed into silence
     */
    record Expectation(
            String asked,
            @Nullable String echo,
            List<Answer> answers,
            Duration least,
            Duration quiet,
            @Nullable String mode,
            int wakes) {}

    Exchange(Terminal terminal, Expectation expected) {
        this.terminal = terminal;
        this.expected = expected;
        Duration usual = terminal.talk().access().commandTimeout();
        this.silence = expected.least().compareTo(usual) > 0 ? expected.least() : usual;
        this.text = new TerminalText(
                terminal.dialogue().noise(), line -> terminal.prompts().beginningOf(line, expected.mode()));
        this.given = new int[expected.answers().size()];
        this.isEchoed = expected.echo() == null;
    }

    /** Waits for the end; returns the mode that the prompt stands for. */
    String run() {
        SwitchTalk talk = terminal.talk();
        Duration wait = patience();
        String ended = null;
        while (true) {
            String octets = terminal.shell().take(talk.deadline().leftAtMost(wait));
            text.feed(octets);
            heard += octets.length();
            lastLine = text.lastLine();
            if (talk.deadline().isOver() || heard > MOST_OCTETS) {
                throw failure();
            }
            if (!octets.isEmpty()) {
                silent = Duration.ZERO;
                ended = turnPage() || answer() ? null : modeAt(lastLine);
                // A prompt that comes before the echo was left from something else, however long it stands.
                ended = ended != null && hasEcho() ? ended : null;
                wait = ended == null ? patience() : quiet(ended);
            } else if (ended != null) {
                talk.transcript().received(String.join("\n", output()));
                return ended;
            } else {
                silent = silent.plus(wait);
                wake();
                wait = patience();
            }
        }
    }

    private @Nullable String modeAt(String line) {
        String mode = terminal.prompts().modeOf(line);
        String expectedMode = expected.mode();
        boolean isStranger =
                mode == null && expectedMode != null && terminal.prompts().isOf(expectedMode, line);
        return isStranger ? expectedMode : mode;
    }

    private Duration quiet(String mode) {
        return terminal.prompts().isKnown(mode, lastLine) ? expected.quiet() : LONG_QUIET;
    }

    /** How long to wait for the next octet. */
    private Duration patience() {
        Duration left = silence.minus(silent);
        if (isAboutNewPassword()) {
            return shorter(LONG_QUIET, left);
        }
        return mayWake()
                ? shorter(shorter(WAKING, silence.dividedBy(WAKING_PARTS)).multipliedBy(1L << woken), left)
                : left;
    }

    private boolean mayWake() {
        return woken < expected.wakes() && !Questions.wantsWords(lastLine);
    }

    private boolean isAboutNewPassword() {
        return Questions.wantsWords(lastLine) && Questions.wantsNewPassword(lastLine, text.allLines());
    }

    /** Nothing has come for a while: an empty line may bring a prompt, where one may be typed and there is still time. */
    private void wake() {
        if (isAboutNewPassword()) {
            end();
            throw terminal.talk().newPasswordWanted(lastLine);
        }
        if (silent.compareTo(silence) >= 0 || terminal.shell().isOver()) {
            throw failure();
        }
        if (mayWake()) {
            woken++;
            send(terminal.dialogue().lineEnd().octets());
        }
    }

    /** How many empty lines were typed into silence: the switch may still answer each. */
    int woken() {
        return woken;
    }

    /** The output without the echo and the prompt. */
    List<String> output() {
        List<String> lines = new ArrayList<>(text.allLines());
        int last = lines.size() - 1;
        while (last >= 0 && (lines.get(last).isBlank() || modeAt(lines.get(last)) != null)) {
            lines.remove(last--);
        }
        return withoutEcho(lines);
    }

    /** The line that the cursor stood on last. */
    String lastLine() {
        return lastLine;
    }

    private ProblemException failure() {
        SwitchTalk talk = terminal.talk();
        boolean isOver = terminal.shell().isOver();
        List<String> printed = end();
        return isOver ? talk.lost(expected.asked()) : talk.timedOut(expected.asked(), lastLine, printed, isEchoed);
    }

    /** Nothing more is said in this session; what was printed. */
    private List<String> end() {
        List<String> printed = output();
        terminal.talk().transcript().received(String.join("\n", printed));
        terminal.shell().close();
        return printed;
    }

    private boolean turnPage() {
        Pager pager = terminal.dialogue().pager();
        if (pager == null || !Matching.finds(pager.match(), lastLine)) {
            return false;
        }
        text.eraseLine();
        send(pager.reply());
        return true;
    }

    private boolean answer() {
        int match = -1;
        for (int i = 0; i < given.length && match < 0; i++) {
            match = Matching.finds(expected.answers().get(i).match(), lastLine) ? i : -1;
        }
        for (int i = 0; i < given.length && match < 0 && Questions.wantsPassword(lastLine); i++) {
            match = expected.answers().get(i).isSecret() ? i : -1;
        }
        if (match >= 0) {
            give(match);
        }
        return match >= 0;
    }

    private void give(int match) {
        SwitchTalk talk = terminal.talk();
        Answer answer = expected.answers().get(match);
        int times = 0;
        for (int i = 0; i < given.length; i++) {
            times += expected.answers().get(i).reply().equals(answer.reply()) ? given[i] : 0;
        }
        given[match]++;
        if (answer.isSecret() && times > 0) {
            throw talk.loginRefused("it asks '" + talk.printable(lastLine) + "' again after the secret");
        }
        if (times >= MOST_ANSWERS) {
            throw talk.rejected(expected.asked(), "", lastLine, output());
        }
        text.breakLine();
        String reply = talk.reveal(answer.reply());
        talk.transcript().sent(talk.conceal(answer.reply()));
        send(reply + terminal.dialogue().lineEnd().octets());
    }

    private void send(String typed) {
        if (!terminal.shell().type(typed)) {
            throw terminal.talk().lost(expected.asked());
        }
    }

    private boolean hasEcho() {
        isEchoed = isEchoed || endOfEcho(text.allLines()) >= 0;
        return isEchoed;
    }

    private List<String> withoutEcho(List<String> lines) {
        return expected.echo() == null ? lines : lines.subList(endOfEcho(lines) + 1, lines.size());
    }

    /** The line on which the echo ends, -1 when it hasn't come: it begins a line, or stands behind a prompt. */
    private int endOfEcho(List<String> lines) {
        String echo = squash(Objects.requireNonNullElse(expected.echo(), ""));
        for (int first = 0; first < Math.min(ECHO_LINES, lines.size()); first++) {
            int last = first;
            String shown = squash(behindPrompts(lines.get(first)));
            while (shown.length() < echo.length() && echo.startsWith(shown) && last + 1 < lines.size()) {
                shown += squash(lines.get(++last));
            }
            if (shown.startsWith(echo) || isScrolled(shown, echo)) {
                return last;
            }
        }
        return -1;
    }

    /** A line that is longer than the terminal is wide may end up with a dollar sign for its beginning. */
    private static boolean isScrolled(String shown, String echo) {
        return shown.startsWith("$") && shown.length() > LEAST_SCROLLED && echo.endsWith(shown.substring(1));
    }

    private String behindPrompts(String line) {
        String rest = line;
        String prompt = terminal.prompts().beginningOf(rest, expected.mode());
        while (!prompt.isEmpty()) {
            rest = rest.substring(prompt.length());
            prompt = terminal.prompts().beginningOf(rest, expected.mode());
        }
        return rest;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static String squash(String text) {
        return text.replaceAll("\\s", "");
    }
}
