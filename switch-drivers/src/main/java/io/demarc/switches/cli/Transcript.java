/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.Deadline;
import io.demarc.access.Printable;
import io.demarc.access.ssh.Shell;
import io.demarc.access.ssh.SshConnection.Finished;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A session with a switch, written down. Its head says what to do ({@code do:}), for a switch with which bridge
 * ({@code bridge:}), and what must come of it ({@code told:}). Below a line {@code ---} stands what both sides say:
 * {@code > text} is what the switch must hear, {@code < text} what it prints; the last line that it prints before it hears
 * something is a prompt, without a line's end. Where commands run on channels of their own, {@code = 1} is the exit status
 * of the command before. One caller, once.
 */
final class Transcript {
    static final String USER = "demarc";
    static final String PASSWORD = "pa55-Word";
    static final String ENABLE = "enab1e-Secret";

    private final String file;
    private final List<Entry> head = new ArrayList<>();
    private final Deque<Entry> script = new ArrayDeque<>();
    private final List<String> complaints = new ArrayList<>();
    private boolean isOver;

    /** @param number of the line, from 1 */
    record Entry(int number, String text) {}

    private Transcript(String file) {
        this.file = file;
    }

    /** Throws {@code INPUT_INVALID} for a text without a script. */
    static Transcript read(String file, String text) {
        Transcript transcript = new Transcript(file);
        boolean isScript = false;
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!isScript && line.equals("---")) {
                isScript = true;
            } else if (isScript) {
                String unescaped =
                        line.replace("\\e", "\u001b").replace("\\b", "\b").replace("\\r", "\r");
                Entry entry = new Entry(number, unescaped);
                requireStatus(transcript.place(entry), unescaped);
                transcript.script.add(entry);
            } else {
                transcript.head.add(new Entry(number, line));
            }
        }
        if (!isScript) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    file + " is no transcript: no line is '---', below which both sides say something.",
                    "See docs/add-a-platform.md, Samples.");
        }
        return transcript;
    }

    private static void requireStatus(String place, String line) {
        if (line.startsWith("= ") && !line.matches("= \\d{1,3}\\s*")) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    place + "'" + Printable.of(line) + "' is no exit status.",
                    "Write = and a number from 0 to 255.");
        }
    }

    /** Lines of the head that begin with this word, without it. */
    List<Entry> said(String key) {
        return head.stream()
                .filter(entry -> entry.text().startsWith(key + ": "))
                .map(entry -> new Entry(entry.number(), entry.text().substring(key.length() + 2)))
                .toList();
    }

    /** What did not go as it says, each with file and line; the rest of the script, but for the way out, is a complaint, too. */
    List<String> complaints() {
        List<String> all = new ArrayList<>(complaints);
        if (all.isEmpty()) {
            script.stream()
                    .filter(entry ->
                            !entry.text().startsWith("> exit") && !entry.text().startsWith("<"))
                    .findFirst()
                    .ifPresent(entry -> all.add(place(entry) + "this was never sent: '" + entry.text() + "'"));
        }
        return all;
    }

    String place(Entry entry) {
        return file + ":" + entry.number() + ": ";
    }

    /** The terminal that the script plays. */
    Shell shell() {
        return new Terminal();
    }

    /** The channels that the script plays. */
    CommandChannel channel() {
        return new CommandChannel() {
            @Override
            public @Nullable Finished run(String command, Deadline deadline) {
                if (!hear(command)) {
                    return null;
                }
                String output = String.join("\n", printed());
                Entry next = script.peek();
                boolean hasStatus = next != null && next.text().startsWith("= ");
                int status = hasStatus
                        ? Integer.parseInt(script.remove().text().substring(2).strip())
                        : 0;
                return new Finished(output.isEmpty() ? "" : output + "\n", "", status);
            }

            @Override
            public void close() {}
        };
    }

    /** What is sent from now on, on the way out, is nobody's business. */
    void over() {
        isOver = true;
    }

    /** Whether this is what the switch must hear now. */
    private boolean hear(String typed) {
        if (isOver) {
            return true;
        }
        Entry wanted = script.poll();
        String line = wanted == null
                ? ""
                : wanted.text().replace("{secret.enable}", ENABLE).replace("{secret.password}", PASSWORD);
        boolean isHeard = line.startsWith(">") && isSame(line.substring(Math.min(2, line.length())), typed);
        if (!isHeard && complaints.isEmpty()) {
            complaints.add(
                    (wanted == null ? file + ": " : place(wanted)) + "'" + Printable.of(typed) + "' was sent, and "
                            + (wanted == null
                                    ? "nothing more is written"
                                    : "'" + Printable.of(wanted.text()) + "' is written there"));
        }
        return isHeard;
    }

    /** Whether this is the line; {@code {unique}} stands for a word that is another each time. */
    static boolean isSame(String written, String typed) {
        String pattern = Pattern.quote(written).replace("{unique}", "\\E[a-z0-9]{8}\\Q");
        return written.equals(typed) || Pattern.matches(pattern, typed);
    }

    private List<String> printed() {
        List<String> lines = new ArrayList<>();
        while (!script.isEmpty() && script.element().text().startsWith("<")) {
            String line = script.remove().text();
            lines.add(line.length() > 2 ? line.substring(2) : "");
        }
        return lines;
    }

    private final class Terminal implements Shell {
        private final StringBuilder said = new StringBuilder();
        private boolean isHidden;
        private boolean isOver;

        Terminal() {
            print();
        }

        private void print() {
            List<String> lines = printed();
            said.append(String.join("\r\n", lines));
            isHidden = !lines.isEmpty() && lines.get(lines.size() - 1).contains("assword");
        }

        @Override
        public boolean type(String text) {
            boolean isLine = text.endsWith("\n");
            String line = isLine ? text.stripTrailing() : text;
            if (isOver || !hear(line)) {
                isOver = true;
                return false;
            }
            if (isLine && !isHidden) {
                said.append(line).append("\r\n");
            }
            print();
            return true;
        }

        @Override
        public String take(Duration limit) {
            String all = said.toString();
            said.setLength(0);
            return new String(all.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        }

        @Override
        public boolean isOver() {
            return isOver && said.isEmpty();
        }

        @Override
        public void close() {
            isOver = true;
        }
    }
}
