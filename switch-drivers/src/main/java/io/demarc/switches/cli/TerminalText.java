/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns what a terminal received into the lines that a person would have seen: carriage returns, backspaces and the
 * escape sequences of ANSI X3.64 and VT100 are acted upon, whatever the chunks in which it arrives. Complete lines that
 * the platform calls noise (log messages) are left out, also where they follow a prompt. One caller at a time.
 */
final class TerminalText {
    private static final char ESCAPE = '\u001b';
    private static final char BELL = '\u0007';
    /** No terminal is wider: a cursor that is sent further right stays there. */
    private static final int MOST_COLUMNS = 1024;
    /** Nor does a log message have more characters than this. */
    private static final int LONGEST_NOISE = 4096;
    /** In characters: a saved text is taken in by pieces, so that a large one isn't copied as a whole. */
    private static final int PIECE = 8192;

    /** Of a cursor: row, and column. */
    private static final Pattern PLACE = Pattern.compile("(\\d{0,4})(?:;(\\d{0,4}))?");

    private final List<Pattern> noise;
    private final UnaryOperator<String> promptOf;
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private final StringBuilder sequence = new StringBuilder();
    private int column;
    private String row = "";
    private boolean noiseCameLast;

    /** @param promptOf the prompt that a line begins with, empty when there is none */
    TerminalText(List<Pattern> noise, UnaryOperator<String> promptOf) {
        this.noise = noise;
        this.promptOf = promptOf;
    }

    /** The lines of a saved text, as a person would have seen them. */
    static List<String> linesOf(String text, List<Pattern> noise) {
        TerminalText terminal = new TerminalText(noise, line -> "");
        for (int start = 0; start < text.length(); ) {
            int end = Math.min(text.length(), start + PIECE);
            if (Character.isHighSurrogate(text.charAt(end - 1)) && end < text.length()) {
                end++;
            }
            byte[] octets = text.substring(start, end).getBytes(StandardCharsets.UTF_8);
            terminal.feed(new String(octets, StandardCharsets.ISO_8859_1));
            start = end;
        }
        return terminal.allLines();
    }

    /** Takes in more octets, one a character. */
    void feed(String octets) {
        for (int i = 0; i < octets.length(); i++) {
            take(octets.charAt(i));
        }
    }

    /** The line that the cursor is on; when it is empty and noise was the last thing said, the line before the noise. */
    String lastLine() {
        if (line.toString().isBlank() && noiseCameLast && !lines.isEmpty()) {
            return lines.get(lines.size() - 1);
        }
        return utf8(line);
    }

    /** All lines, the one that the cursor is on included. */
    List<String> allLines() {
        List<String> all = new ArrayList<>(lines);
        all.add(utf8(line));
        return all;
    }

    /** Forgets the line that the cursor is on. */
    void eraseLine() {
        line.setLength(0);
        column = 0;
    }

    /** Ends the line that the cursor is on, as if the switch had. */
    void breakLine() {
        if (!line.isEmpty()) {
            endLine();
        }
        noiseCameLast = false;
    }

    private void take(char c) {
        if (!sequence.isEmpty()) {
            continueSequence(c);
        } else if (c == ESCAPE) {
            sequence.append(c);
        } else if (c == '\n') {
            endLine();
        } else if (c == '\r') {
            column = 0;
        } else if (c == '\b') {
            column = Math.max(0, column - 1);
        } else if (c == '\t' || (c >= ' ' && c != '\u007f')) {
            put(c);
        }
    }

    private void put(char c) {
        while (line.length() < column) {
            line.append(' ');
        }
        if (column < line.length()) {
            line.setCharAt(column, c);
        } else {
            line.append(c);
        }
        column++;
    }

    private void endLine() {
        String text = utf8(line);
        line.setLength(0);
        column = 0;
        String prompt = promptOf.apply(text);
        if (isNoise(text)) {
            noiseCameLast = true;
        } else if (!prompt.isEmpty() && isNoise(text.substring(prompt.length()).strip())) {
            // A log message came while the switch waited at its prompt, which not every switch prints again.
            lines.add(prompt);
            noiseCameLast = true;
        } else if (!text.isBlank() || !noiseCameLast) {
            lines.add(text);
            noiseCameLast = false;
        }
    }

    private boolean isNoise(String text) {
        return text.length() <= LONGEST_NOISE && noise.stream().anyMatch(pattern -> Matching.finds(pattern, text));
    }

    private void continueSequence(char c) {
        sequence.append(c);
        char kind = sequence.charAt(1);
        if (kind == '[') {
            if (sequence.length() > 2 && c >= '@' && c <= '~') {
                act(c);
                sequence.setLength(0);
            }
        } else if (kind == ']') {
            if (c == BELL || c == '\\') {
                sequence.setLength(0);
            }
        } else if (kind == '(' || kind == ')' || kind == '#' || kind == ' ') {
            if (sequence.length() > 2) {
                sequence.setLength(0);
            }
        } else {
            if (kind == 'E' || kind == 'D') {
                endLine();
            }
            sequence.setLength(0);
        }
    }

    /** Acts on the end of a control sequence: erasing within the line and moving along it; the rest has no say here. */
    private void act(char last) {
        String parameters = sequence.substring(2, sequence.length() - 1);
        int number = parameters.matches("\\d{1,4}") ? Integer.parseInt(parameters) : 0;
        if (last == 'K') {
            if (number == 0) {
                line.setLength(Math.min(line.length(), column));
            } else if (number == 2) {
                line.setLength(0);
                column = 0;
            } else {
                for (int i = 0; i < Math.min(column, line.length()); i++) {
                    line.setCharAt(i, ' ');
                }
            }
        } else if (last == 'D') {
            column = Math.max(0, column - Math.max(1, number));
        } else if (last == 'C') {
            column = Math.max(column, Math.min(MOST_COLUMNS, column + Math.max(1, number)));
        } else if (last == 'H' || last == 'f') {
            moveTo(parameters);
        } else if (last == 'G') {
            column = Math.min(MOST_COLUMNS, Math.max(0, number - 1));
        }
    }

    /** Row and column, each 1 when it is left out. Within the same row the line is drawn anew; another row is another line. */
    private void moveTo(String parameters) {
        Matcher place = PLACE.matcher(parameters);
        if (place.matches()) {
            String named = place.group(2);
            String inRow = place.group(1);
            boolean isElsewhere =
                    !row.isEmpty() && !row.equals(inRow) && !line.toString().isBlank();
            if (isElsewhere) {
                endLine();
            }
            row = inRow;
            column = named == null || named.isEmpty()
                    ? 0
                    : Math.min(MOST_COLUMNS, Math.max(0, Integer.parseInt(named) - 1));
        }
    }

    private static String utf8(StringBuilder octets) {
        return new String(octets.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
