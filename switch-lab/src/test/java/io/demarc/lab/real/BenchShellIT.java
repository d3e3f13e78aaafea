/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.lab.addresses.AddressBench;
import io.demarc.lab.ground.HostCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command that a bench's sshd runs has nothing of this machine's root: neither home nor shell nor what it starts there. */
class BenchShellIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void aDatabaseServersCommandHasTheBenchsOwnShell() throws IOException {
        try (DatabaseBench bench = DatabaseBench.start()) {
            assertOwnShell(DatabaseBench.Server.REPLICA.address(), bench.sshPort(), bench.privateKey());
        }
    }

    @Test
    void aSwitchsCommandHasTheBenchsOwnShell() throws IOException {
        try (OpenVswitchBench bench = OpenVswitchBench.start()) {
            assertOwnShell(bench.host(), 22, bench.privateKey());
        }
    }

    @Test
    void aMovingAddresssServersCommandHasTheBenchsOwnShell() throws IOException {
        try (AddressBench bench = AddressBench.start()) {
            assertOwnShell(bench.entrance(AddressBench.Host.A), 22, bench.privateKey());
        }
    }

    private void assertOwnShell(String address, int port, String key) throws IOException {
        Path file = directory.resolve("key");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, key);
        String said = HostCommand.run(
                        LIMIT,
                        "ssh",
                        "-F",
                        "none",
                        "-i",
                        file.toString(),
                        "-o",
                        "StrictHostKeyChecking=no",
                        "-o",
                        "UserKnownHostsFile=/dev/null",
                        "-o",
                        "LogLevel=ERROR",
                        "-p",
                        String.valueOf(port),
                        "root@" + address,
                        "echo \"$SHELL $0 $LC_ALL\"; ls -A ~")
                .orThrow();
        assertThat(said.strip()).isEqualTo("/bin/sh sh C.UTF-8");
    }
}
