/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The entry point against a daemon that misbehaves. The daemon here is a socket that says what the test wants: the
 * real one can't be made to hang, drip or lie.
 */
class EntryPointIT {
    private static final Path SCRIPT = Path.of("src/main/scripts/demarc.sh").toAbsolutePath();

    @TempDir
    Path directory;

    private Path payload = Path.of("unset");

    @BeforeEach
    void writePayload() throws IOException {
        payload = Files.writeString(directory.resolve("cs-extnet-implement-network-1.payload"), "{\"payload\":{}}");
    }

    @Test
    void withTheDaemonDownTheNetworkDeviceIsStillAnsweredWithOneLineOfJson() throws Exception {
        assertThat(run("ensure-network-device")).isEqualTo(new Answer(0, "{\"provider\":\"demarc\"}\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"implement-network", "shutdown-network", "destroy-network"})
    void withTheDaemonDownNothingIsAcknowledgedThatMatters(String command) throws Exception {
        Answer answer = run(command);
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.output()).matches("\\{\"status\":\"error\",\"error\":\"[^\"\\n]+\"}\\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"prepare-nic", "release-nic", "implement-vpc", "save-vm-data", "teleport-network", "; reboot"})
    void withTheDaemonDownWhatIsNotOurBusinessIsAccepted(String command) throws Exception {
        assertThat(run(command)).isEqualTo(new Answer(0, ""));
    }

    @Test
    void withTheDaemonDownACustomActionAnswersInWordsForAPerson() throws Exception {
        Answer answer = run("custom-action");
        assertThat(answer.status()).isZero();
        assertThat(answer.output()).contains("\"printmessage\":\"true\"").endsWith("}\n");
        assertThat(answer.output().lines()).hasSize(1);
    }

    @Test
    void theDaemonsYesIsExitStatusZeroAndItsLine() throws Exception {
        try (StubDaemon daemon = daemon("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{\"a\":1}\n")) {
            assertThat(run("custom-action")).isEqualTo(new Answer(0, "{\"a\":1}\n"));
            assertThat(daemon.received())
                    .contains("POST /v1/extension/custom-action?seconds=5 ")
                    .contains("{\"payload\":{}}");
        }
    }

    @Test
    void theDaemonsYesWithoutALinePrintsNothing() throws Exception {
        try (StubDaemon daemon = daemon("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(run("implement-network")).isEqualTo(new Answer(0, ""));
        }
    }

    @Test
    void theDaemonsNoIsExitStatusOneAndItsLine() throws Exception {
        try (StubDaemon daemon = daemon("HTTP/1.1 422 No\r\nContent-Length: 17\r\n\r\n{\"status\":\"error\"}")) {
            Answer answer = run("shutdown-network");
            assertThat(answer.status()).isEqualTo(1);
            assertThat(answer.output().lines()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // accepts, reads and says nothing
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":", // stops in the middle
                "HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\nOops",
                "SSH-2.0-OpenSSH_9.2\r\n"
            })
    void aDaemonThatHangsOrLiesIsAnsweredForInTimeAndClosed(String said) throws Exception {
        try (StubDaemon daemon = daemon(said)) {
            Instant begun = Instant.now();
            Answer answer = run("shutdown-network", payload.toString(), "2");
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(2));
            assertThat(answer.status()).isEqualTo(1);
            assertThat(answer.output().lines()).hasSize(1);
        }
    }

    @Test
    void onlyTheFirstLineIsEverPrintedAndOnlyIfItIsAnObject() throws Exception {
        try (StubDaemon daemon = daemon("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhello\n{\"a\":1}\nmore..")) {
            assertThat(run("implement-network")).isEqualTo(new Answer(0, ""));
        }
    }

    @Test
    void aMissingPayloadIsAnErrorForWhatMatters() throws Exception {
        assertThat(run("shutdown-network", directory.resolve("none").toString(), "5")
                        .status())
                .isEqualTo(1);
        assertThat(run("shutdown-network", "", "5").status()).isEqualTo(1);
        assertThat(run("prepare-nic", directory.resolve("none").toString(), "5"))
                .isEqualTo(new Answer(0, ""));
    }

    @Test
    void aPayloadsNameMeansNothing() throws Exception {
        Path odd = Files.writeString(directory.resolve("-o @x;`id`"), "{}");
        try (StubDaemon daemon = daemon("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(run("implement-network", odd.toString(), "5")).isEqualTo(new Answer(0, ""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sixty", "-5", "0", "99999", "1e9"})
    void oddSecondsMeanCloudStacksSixty(String seconds) throws Exception {
        try (StubDaemon daemon = daemon("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            run("implement-network", payload.toString(), seconds);
            assertThat(daemon.received()).contains("?seconds=60 ");
        }
    }

    private record Answer(int status, String output) {}

    private Answer run(String command) throws Exception {
        return run(command, payload.toString(), "5");
    }

    private Answer run(String command, String file, String seconds) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(List.of("/bin/sh", SCRIPT.toString(), command, file, seconds))
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().put("DEMARC_SOCKET", directory.resolve("s").toString());
        builder.environment().put("LC_ALL", "tr_TR.UTF-8");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Answer(process.exitValue(), output);
    }

    private StubDaemon daemon(String answer) throws IOException {
        return new StubDaemon(directory.resolve("s"), answer);
    }

    /** Accepts one call, reads the request, says its bytes and holds the connection open until it is closed. */
    private static final class StubDaemon implements AutoCloseable {
        private final ServerSocketChannel server;
        private final Thread thread;
        private final List<String> received = new CopyOnWriteArrayList<>();

        StubDaemon(Path socket, String answer) throws IOException {
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
            thread = new Thread(() -> serve(answer), "stub-daemon");
            thread.start();
        }

        private void serve(String answer) {
            try (SocketChannel connection = server.accept()) {
                ByteBuffer buffer = ByteBuffer.allocate(65536);
                while (!received().contains("}") && connection.read(buffer) >= 0) {
                    buffer.flip();
                    received.add(StandardCharsets.UTF_8.decode(buffer).toString());
                    buffer.clear();
                }
                connection.write(StandardCharsets.UTF_8.encode(answer));
                while (connection.read(buffer) >= 0) {
                    buffer.clear();
                }
            } catch (java.nio.channels.ClosedChannelException e) {
                // The test is over.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String received() {
            return String.join("", received);
        }

        @Override
        public void close() throws Exception {
            server.close();
            thread.join();
        }
    }
}
