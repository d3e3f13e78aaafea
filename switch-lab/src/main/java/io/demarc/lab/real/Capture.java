/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.real;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every frame that arrives at one host's interface, as tcpdump sees it. Thread-safe. */
public final class Capture implements AutoCloseable {
    private static final Pattern FRAME =
            Pattern.compile("^((?:[0-9a-f]{2}:){5}[0-9a-f]{2}) > (?:[0-9a-f]{2}:){5}[0-9a-f]{2}, (.*)$");

    private final Process process;
    private final Thread reader;
    private final List<Frame> frames = new ArrayList<>();

    /**
     * One frame.
     *
     * @param source MAC address of the sender
     * @param tagged whether it carried an 802.1Q tag: an appliance's port must never deliver one
     * @param line   tcpdump's words
     */
    public record Frame(String source, boolean tagged, String line) {}

    private Capture(Process process, BufferedReader output) {
        this.process = process;
        this.reader = new Thread(() -> read(output), "capture");
        reader.setDaemon(true);
        reader.start();
    }

    static Capture start(String namespace) {
        try {
            Process process = new ProcessBuilder(
                            "ip",
                            "netns",
                            "exec",
                            namespace,
                            "tcpdump",
                            "-e",
                            "-n",
                            "-t",
                            "-l",
                            "--immediate-mode",
                            "-Q",
                            "in",
                            "-i",
                            "eth0")
                    .redirectErrorStream(true)
                    .start();
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder said = new StringBuilder();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith("listening on")) {
                    return new Capture(process, output);
                }
                said.append(line).append('\n');
            }
            throw new IllegalStateException("tcpdump ended before it listened: " + said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(BufferedReader output) {
        try (output) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Matcher frame = FRAME.matcher(line);
                if (frame.matches()) {
                    synchronized (frames) {
                        frames.add(new Frame(frame.group(1), line.contains("ethertype 802.1Q"), line));
                    }
                }
            }
        } catch (IOException e) {
            // tcpdump was ended: what it said until then counts.
        }
    }

    public List<Frame> frames() {
        synchronized (frames) {
            return List.copyOf(frames);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
