/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls an extension's entry point as CloudStack does: payload in a world-readable file, stderr merged into stdout, the
 * caller's whole environment, and no limit of its own. Immutable, thread-safe.
 */
public final class PayloadPlayer {
    private final Path script;
    private final Map<String, String> environment;

    public PayloadPlayer(Path script, Map<String, String> extraEnvironment) {
        this.script = script;
        this.environment = new LinkedHashMap<>(extraEnvironment);
    }

    /** What the script answered. */
    public record Played(int exitCode, String output, Duration took) {
        public boolean isSuccess() {
            return exitCode == 0;
        }
    }

    /** Waits until the script ends. */
    public Played awaitAnswer(RecordedCall call) {
        return awaitAnswer(call.command(), call.payloadText(), call.seconds());
    }

    /** Waits until the script ends; for payloads that no CloudStack would write, too. */
    public Played awaitAnswer(String command, String payload, String seconds) {
        try {
            Path file = Files.createTempFile("cs-extnet-" + command + "-", ".payload");
            try {
                Files.writeString(file, payload);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
                return awaitScript(List.of(script.toString(), command, file.toString(), seconds));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot call " + script + " " + command, broken);
        }
    }

    private Played awaitScript(List<String> commandLine) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(commandLine).redirectErrorStream(true);
        builder.environment().putAll(environment);
        long begun = System.nanoTime();
        Process process = builder.start();
        process.getOutputStream().close();
        try (InputStream out = process.getInputStream()) {
            String printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            int exitCode = process.waitFor();
            return new Played(exitCode, printed, Duration.ofNanos(System.nanoTime() - begun));
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + commandLine, stopped);
        }
    }
}
