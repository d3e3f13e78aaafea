/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.lab.ground.HostCommand;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the bench of storage nodes clears away, and what it leaves alone; under names that no real one has. */
class StorageBenchIT {
    private static final Path SCRIPT = Path.of("src/main/resources/io/demarc/lab/storage/drbd-nodes.sh");

    private static final String BENCH = "demarc-" + ProcessHandle.current().pid();
    private static final String NEIGHBOUR = BENCH + "n";

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
        ip("netns", "add", BENCH).orThrow();

        HostCommand down = bench("sh", SCRIPT.toString(), "down", state.toString());

        assertThat(down.exitStatus()).as(down.output()).isZero();
        assertThat(down.output()).isEmpty();
        assertThat(state).doesNotExist();
        assertThat(namespaces()).doesNotContain(BENCH);
    }

    @Test
    void aBenchOfAnotherNameIsLeftAlone() {
        try {
            ip("netns", "add", NEIGHBOUR).orThrow();
            ip("link", "add", NEIGHBOUR, "type", "bridge").orThrow();
            bench("sh", SCRIPT.toString(), "down", directory.resolve("state").toString())
                    .orThrow();

            assertThat(namespaces()).contains(NEIGHBOUR);
            assertThat(ip("link", "show", NEIGHBOUR).exitStatus()).isZero();
        } finally {
            ip("link", "del", NEIGHBOUR);
            ip("netns", "del", NEIGHBOUR);
        }
    }

    /** In a network of its own: the address is a real bench's. */
    @Test
    void aSecondBenchIsRefusedWhileAnotherIsUp() {
        HostCommand up = bench(
                "unshare",
                "-n",
                "sh",
                "-c",
                "ip link add other type bridge && ip addr add 198.19.77.254/24 dev other && exec sh \"$0\" up \"$1\"",
                SCRIPT.toString(),
                directory.resolve("state").toString());

        assertThat(up.exitStatus()).isEqualTo(1);
        assertThat(up.output()).contains("another bench is up on this machine", "other");
        assertThat(namespaces()).doesNotContain(BENCH);
    }

    @Test
    void aNameThatNoInterfaceCanHaveIsRefused() {
        HostCommand down = HostCommand.run(
                Duration.ofMinutes(1),
                "env",
                "DEMARC_STORAGE_BENCH=a-name-of-16-chars",
                "sh",
                SCRIPT.toString(),
                "down",
                directory.resolve("state").toString());

        assertThat(down.exitStatus()).isEqualTo(2);
        assertThat(down.output()).contains("a bench's name is 1 to 15 of");
    }

    private static HostCommand bench(String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "env";
        all[1] = "DEMARC_STORAGE_BENCH=" + BENCH;
        System.arraycopy(words, 0, all, 2, words.length);
        return HostCommand.run(Duration.ofMinutes(1), all);
    }

    private static HostCommand ip(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "ip";
        System.arraycopy(words, 0, all, 1, words.length);
        return HostCommand.run(Duration.ofMinutes(1), all);
    }

    private static String namespaces() {
        return ip("netns", "list").orThrow();
    }
}
