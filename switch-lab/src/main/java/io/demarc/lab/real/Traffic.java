/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Fifty echo requests a second from one host to another, for at most ten minutes. One caller at a time. */
public final class Traffic implements AutoCloseable {
    private static final Pattern ANSWER = Pattern.compile("icmp_seq=(\\d+) ttl=");

    private final Process process;
    private final Path said;

    private Traffic(Process process, Path said) {
        this.process = process;
        this.said = said;
    }

    static Traffic start(String... ping) {
        try {
            Path said = Files.createTempFile("demarc-lab-", ".ping");
            return new Traffic(
                    new ProcessBuilder(ping)
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start(),
                    said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What became of it.
     *
     * @param sent up to the last request that was answered: those after it may only be on their way, on a machine that is busy
     */
    public record Sum(int sent, int answered) {}

    /** Ends it, and counts. */
    public Sum end() {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("ping does not end");
            }
            TreeSet<Integer> answered = ANSWER.matcher(Files.readString(said))
                    .results()
                    .map(it -> Integer.valueOf(it.group(1)))
                    .collect(Collectors.toCollection(TreeSet::new));
            return new Sum(answered.isEmpty() ? 0 : answered.last(), answered.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            Files.deleteIfExists(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
