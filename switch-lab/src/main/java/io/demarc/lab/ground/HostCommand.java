/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What a command on this machine left behind, both outputs together.
 *
 * @param exitStatus -1 when it was ended because it took too long
 */
public record HostCommand(int exitStatus, String output) {

    /** Runs it. Output goes to a file: a pipe would end only with the last process that the command started. */
    public static HostCommand run(Duration limit, String... command) {
        try {
            Path output = Files.createTempFile("demarc-lab-", ".out");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    return new HostCommand(-1, "no end within " + limit.toSeconds() + " s: " + text(output));
                }
                return new HostCommand(process.exitValue(), text(output));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command[0], e);
        }
    }

    /** As {@link #run}, and it has to succeed; what it printed. */
    public static String must(Duration limit, String... command) {
        HostCommand finished = run(limit, command);
        if (!finished.isSuccess()) {
            throw new IllegalStateException(String.join(" ", command) + " ended with status " + finished.exitStatus()
                    + ": " + finished.output());
        }
        return finished.output();
    }

    /** Whatever it printed need not be UTF-8. */
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    public boolean isSuccess() {
        return exitStatus == 0;
    }

    /** The output; throws {@code IllegalStateException} with it when the command failed. */
    public String orThrow() {
        if (!isSuccess()) {
            throw new IllegalStateException("ended with status " + exitStatus + ": " + output);
        }
        return output;
    }
}
