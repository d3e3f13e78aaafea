/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Plays the switch's side of a transcript. A line {@code > text} is what the switch must hear, {@code < text} what it
 * prints; the last printed line before something is heard is a prompt and ends without a line end. In exec transcripts
 * each {@code >} line is a command of its own and {@code = 1} sets its exit status. One caller at a time.
 */
final class TranscriptScript implements ScriptedSwitch.Script {
    /** A space bar, pressed to see the next page, comes without a line end. */
    private static final String KEY = ">  ";

    private final Deque<String> script;
    private final @Nullable Random chunks;

    /** @param chunks cuts what is printed into pieces; null prints at once */
    TranscriptScript(String text, @Nullable Random chunks) {
        this.script = new ArrayDeque<>(text.lines()
                .map(line -> line.replace("\\e", "\u001b").replace("\\b", "\b").replace("\\r", "\r"))
                .toList());
        this.chunks = chunks;
    }

    /** What of the transcript was not played. */
    List<String> rest() {
        return List.copyOf(script);
    }

    @Override
    public synchronized int play(@Nullable String command, InputStream heard, OutputStream said) throws IOException {
        if (command != null) {
            hear(command);
            print(said, true);
            String status = script.isEmpty() || !script.peek().startsWith("= ") ? "= 0" : script.remove();
            return Integer.parseInt(status.substring(2));
        }
        boolean isHidden = print(said, false);
        while (!script.isEmpty()) {
            boolean isKey = KEY.equals(script.peek());
            String line = isKey ? Character.toString(heard.read()) : readLine(heard, isHidden ? null : said);
            if (line == null) {
                return 0;
            }
            hear(line);
            isHidden = print(said, false);
        }
        return 0;
    }

    private void hear(String line) {
        String wanted = script.isEmpty() ? "nothing more" : script.remove();
        String place = wanted.replace("{secret.enable}", ScriptedSwitch.ENABLE)
                .replace("{secret.password}", ScriptedSwitch.PASSWORD);
        if (!place.startsWith(">") || !Transcript.isSame(place.substring(Math.min(2, place.length())), line)) {
            throw new AssertionError("the switch heard '" + line + "', and the transcript has '" + wanted + "'");
        }
    }

    /** Prints up to the next line to hear; true when it ends with a question for a secret, which is not echoed. */
    private boolean print(OutputStream said, boolean isWhole) throws IOException {
        List<String> lines = new ArrayList<>();
        while (!script.isEmpty() && script.peek().startsWith("<")) {
            String line = script.remove();
            lines.add(line.length() > 2 ? line.substring(2) : "");
        }
        String text = String.join("\r\n", lines) + (isWhole && !lines.isEmpty() ? "\r\n" : "");
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < octets.length; ) {
            int length = chunks == null ? octets.length : Math.min(octets.length - at, 1 + chunks.nextInt(40));
            said.write(octets, at, length);
            said.flush();
            at += length;
        }
        return !lines.isEmpty() && lines.get(lines.size() - 1).contains("assword");
    }

    static @Nullable String readLine(InputStream heard, @Nullable OutputStream echo) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = heard.read(); c >= 0; c = heard.read()) {
            if (c == '\n') {
                if (echo != null) {
                    echo.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
                }
                return line.toString();
            }
            line.append((char) c);
        }
        return null;
    }
}
