/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a command reads and writes. Text from switches and CloudStack is printed without control characters, which could
 * otherwise rewrite what an operator sees.
 */
record Terminal(InputStream in, PrintWriter out, PrintWriter err, Map<String, String> environment) {
    private static final int STANDARD_OUTPUT = 1;
    private static final String CLEAR = "\u001b[H\u001b[2J";

    static Terminal ofProcess() {
        return new Terminal(
                System.in,
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                System.getenv());
    }

    /** Whether the process's file descriptor of this number is a terminal (proc(5)). */
    static boolean isAtScreen(int descriptor) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(descriptor)))
                    .toString()
                    .matches("/dev/(pts/.*|tty.*|console)");
        } catch (IOException e) {
            return false;
        }
    }

    /** What a person answers to the question; empty at the end of the input. */
    String ask(String question) {
        text(plain(question));
        try {
            StringBuilder answer = new StringBuilder();
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                answer.append((char) next);
            }
            return answer.toString().strip();
        } catch (IOException e) {
            return "";
        }
    }

    void line(String text) {
        out.print(plain(text) + "\n");
        out.flush();
    }

    /** Text of Demarc's own making, line breaks and all. */
    void text(String text) {
        out.print(text);
        out.flush();
    }

    /** What comes next takes the place of what a screen shows; in a file or a pipe it comes after an empty line. */
    void newPicture() {
        text(isScreen() ? CLEAR : "\n");
    }

    private boolean isScreen() {
        String kind = environment.getOrDefault("TERM", "dumb");
        if (kind.isEmpty() || kind.equals("dumb")) {
            return false;
        }
        return isAtScreen(STANDARD_OUTPUT);
    }

    /** Beside the answer: on standard error. */
    void note(String text) {
        err.print(plain(text) + "\n");
        err.flush();
    }

    void problem(Problem problem) {
        err.print("demarc: " + plain((problem.summary() + " " + problem.fix()).strip()) + "\n");
        problem.details().forEach(detail -> err.print("  " + plain(detail) + "\n"));
        err.flush();
    }

    static String plain(@Nullable String text) {
        return text == null ? "-" : text.replaceAll("[\\p{Cntrl}\\u0080-\\u009f\\u202a-\\u202e\\u2066-\\u2069]", "?");
    }
}
