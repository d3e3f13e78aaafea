/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.plugin.cli.DemarcCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon whose socket nobody answers any more ends, so that systemd starts another. */
class DeafDaemonIT {
    @TempDir
    private Path directory;

    @Test
    void aDaemonWithoutItsSocketEndsWithAStatusThatSystemdRestarts() throws Exception {
        Path socket = directory.resolve("demarc.sock");
        Path config = Files.writeString(
                directory.resolve("demarc.yaml"),
                "socket: " + socket + "\nstate-directory: " + directory.resolve("state") + "\n");
        Process daemon = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DemarcCommand.class.getName(),
                        "daemon",
                        "--config",
                        config.toString())
                .redirectError(directory.resolve("log").toFile())
                .start();
        try {
            assertThat(daemon.inputReader(StandardCharsets.UTF_8).readLine()).startsWith("demarc: ready");
            Files.delete(socket);
            assertThat(daemon.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(daemon.exitValue()).isEqualTo(5);
            assertThat(Files.readString(directory.resolve("log")))
                    .contains("Nobody answered on " + socket + " any more, so the daemon has ended.");
        } finally {
            daemon.destroyForcibly();
        }
    }
}
