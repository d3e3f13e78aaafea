/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.lab.HostCommand;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(PairUnderTest.NAME)
class StorageBenchIT {
    private static final Path SCRIPT = Path.of("src/main/resources/io/demarc/lab/storage/drbd-nodes.sh");

    @TempDir
    Path directory;

    /** A build that was ended by force leaves the numbers of dead processes and sockets that nobody listens at. */
    @Test
    void whatAnEarlierBenchLeftBehindIsClearedAwayWithoutAWord() throws Exception {
        Path state = Files.createDirectory(directory.resolve("state"));
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.writeString(state.resolve("node-a.pid"), dead.pid() + "\n");
        Files.writeString(state.resolve("node-b.pid"), "");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(state.resolve("ssh-node-a")));
        }

        HostCommand down = HostCommand.run(Duration.ofMinutes(1), "sh", SCRIPT.toString(), "down", state.toString());

        assertThat(down.exitStatus()).as(down.output()).isZero();
        assertThat(down.output()).isEmpty();
        assertThat(state).doesNotExist();
    }
}
