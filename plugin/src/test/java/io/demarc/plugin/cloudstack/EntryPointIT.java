/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.plugin.cloudstack.StubDaemon.Behaviour;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The entry point, run as CloudStack runs it, against a daemon that is down, well or misbehaves. */
class EntryPointIT {
    private static final Path SCRIPT = Path.of("src/main/scripts/demarc.sh").toAbsolutePath();
    private static final String YES = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final Answer ACCEPTED = new Answer(0, "");

    @TempDir
    Path directory;

    private Path payload = Path.of("unset");
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void writePayload() throws IOException {
        payload = Files.writeString(directory.resolve("cs-extnet-implement-network-1.payload"), "{\"payload\":{}}");
    }

    @Test
    void withTheDaemonDownTheNetworkDeviceIsStillAnsweredWithOneLineOfJson() throws Exception {
        Answer constant = new Answer(0, ExtensionProtocol.DEVICE + "\n");
        assertThat(run("ensure-network-device")).isEqualTo(constant);
        assertThat(run("ensure-network-device", "", "")).isEqualTo(constant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"implement-network", "shutdown-network", "destroy-network"})
    void withTheDaemonDownNothingIsAcknowledgedThatMatters(String command) throws Exception {
        assertIsRefusal(run(command));
    }

    @ParameterizedTest
    @ValueSource(strings = {"teleport-network", "TELEPORT_2", "; reboot", "../../v1/x", "", "-o", "ä"})
    void withTheDaemonDownWhatNobodyKnowsIsAccepted(String command) throws Exception {
        assertThat(run(command)).isEqualTo(ACCEPTED);
    }

    @Test
    void withTheDaemonDownACustomActionAnswersInWordsForAPerson() throws Exception {
        assertIsInWords(run("custom-action"));
    }

    static Set<String> notOurs() {
        return ExtensionProtocol.NOT_OURS;
    }

    @ParameterizedTest
    @MethodSource("notOurs")
    void whatIsNotOurBusinessIsAcceptedWithoutTheDaemon(String command) throws Exception {
        try (StubDaemon daemon = daemon(StubDaemon.says(""))) {
            assertThat(run(command)).isEqualTo(ACCEPTED);
            assertThat(run(command, "", "")).isEqualTo(ACCEPTED);
            assertThat(daemon.received()).isEmpty();
        }
    }

    @Test
    void anUnknownCommandIsToldToTheDaemonButNotWaitedFor() throws Exception {
        try (StubDaemon daemon = daemon(StubDaemon.says(""))) {
            Instant begun = Instant.now();
            assertThat(run("teleport_Network2", payload.toString(), "60")).isEqualTo(ACCEPTED);
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(10));
            assertThat(daemon.received()).contains("POST /v1/extension/teleport_Network2?seconds=2 ");
        }
    }

    @Test
    void theDaemonsAnswerToACustomActionIsPrinted() throws Exception {
        try (StubDaemon daemon = daemon(StubDaemon.says("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n{\"a\":1}\n"))) {
            assertThat(run("custom-action")).isEqualTo(new Answer(0, "{\"a\":1}\n"));
            assertThat(daemon.received())
                    .contains("POST /v1/extension/custom-action?seconds=5 ")
                    .contains("{\"payload\":{}}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"implement-network", "shutdown-network", "destroy-network"})
    void theDaemonsYesToAnEventPrintsNothingWhateverItSays(String command) throws Exception {
        String body = "{\"network.broadcast_uri\":\"vlan://777\"}";
        try (StubDaemon daemon =
                daemon(StubDaemon.says("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body))) {
            assertThat(run(command)).isEqualTo(ACCEPTED);
            assertThat(daemon.received()).contains(command);
        }
    }

    @Test
    void theDaemonsNoIsExitStatusOneAndItsLine() throws Exception {
        String no = "HTTP/1.1 422 No\r\nContent-Length: 31\r\n\r\n{\"status\":\"error\",\"error\":\"no\"}";
        try (StubDaemon daemon = daemon(StubDaemon.says(no))) {
            assertThat(run("shutdown-network")).isEqualTo(new Answer(1, "{\"status\":\"error\",\"error\":\"no\"}\n"));
            assertThat(daemon.received()).contains("shutdown-network");
        }
    }

    @Test
    void theDaemonsNoToACustomActionStillReachesThePerson() throws Exception {
        try (StubDaemon daemon = daemon(StubDaemon.says("HTTP/1.1 422 No\r\nContent-Length: 0\r\n\r\n"))) {
            assertIsInWords(run("custom-action"));
            assertThat(daemon.received()).isNotEmpty();
        }
    }

    @Test
    void theDaemonsNoWithoutAReasonIsStillOneLine() throws Exception {
        try (StubDaemon daemon = daemon(StubDaemon.says("HTTP/1.1 422 No\r\nContent-Length: 3\r\n\r\nno\n"))) {
            assertIsRefusal(run("shutdown-network"));
            assertThat(daemon.received()).isNotEmpty();
        }
    }

    @Test
    void anAnswerAsLongAsCloudStackCanStoreIsPrintedWholeAndAtOnce() throws Exception {
        String line = "{\"printmessage\":\"true\",\"message\":\"" + "ä\\\\".repeat(15_000) + "\"}";
        int length = line.getBytes(StandardCharsets.UTF_8).length;
        try (StubDaemon daemon =
                daemon(StubDaemon.says("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + line))) {
            Instant begun = Instant.now();
            assertThat(run("custom-action", payload.toString(), "60")).isEqualTo(new Answer(0, line + "\n"));
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(2));
            assertThat(daemon.received()).isNotEmpty();
        }
    }

    static Stream<Behaviour> faults() {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":";
        return Stream.of(
                StubDaemon.says(""),
                StubDaemon.says(head),
                StubDaemon.says("HTTP/1.1 200"),
                StubDaemon.drips("HTTP/1.1 200 OK\r\nX-Slow: "),
                StubDaemon.drips("HTTP/1.1 200 OK\r\n\r\n{\"a\":\""),
                StubDaemon.babbles("HTTP/1.1 200 OK\r\n\r\n{\"a\":\"", "x".repeat(100_000)),
                StubDaemon.babbles("HTTP/1.1 200 OK\r\n\r\n{}", "\n{}\n200 0".repeat(10_000)),
                StubDaemon.saysAndCloses(""),
                StubDaemon.saysAndCloses(head),
                StubDaemon.says("HTTP/1.1 500 Oops\r\nContent-Length: 5\r\n\r\n200 0"),
                StubDaemon.says("HTTP/1.1 503 Ending\r\nContent-Length: 10\r\n\r\n{}\n200 0\n."),
                StubDaemon.says("HTTP/1.1 302 Found\r\nLocation: http://localhost/\r\nContent-Length: 0\r\n\r\n"),
                StubDaemon.says("SSH-2.0-OpenSSH_9.2\r\n"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aDaemonThatHangsDripsBabblesOrLiesIsAnsweredForInTimeAndClosed(Behaviour fault) throws Exception {
        try (StubDaemon daemon = daemon(fault)) {
            Instant begun = Instant.now();
            Answer answer = run("shutdown-network", payload.toString(), "3");
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(3));
            assertIsRefusal(answer);
            assertThat(daemon.received()).contains("shutdown-network");
        }
    }

    @Test
    void aDaemonThatAcceptsNobodyIsAnsweredForInTimeAndClosed() throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("s"));
        List<SocketChannel> crowd = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address, 1);
            fill(address, crowd);
            Instant begun = Instant.now();
            assertIsRefusal(run("destroy-network", payload.toString(), "2"));
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(2));
        } finally {
            for (SocketChannel one : crowd) {
                one.close();
            }
        }
    }

    private static void fill(UnixDomainSocketAddress address, List<SocketChannel> crowd) throws IOException {
        for (int i = 0; i < 64; i++) {
            SocketChannel one = SocketChannel.open(StandardProtocolFamily.UNIX);
            one.configureBlocking(false);
            crowd.add(one);
            try {
                if (!one.connect(address)) {
                    return;
                }
            } catch (IOException e) {
                return; // The queue is full.
            }
        }
    }

    @Test
    void aFileWhereTheSocketShouldBeIsADaemonThatIsDown() throws Exception {
        Files.writeString(directory.resolve("s"), "not a socket");
        assertIsRefusal(run("implement-network"));
    }

    @Test
    void aMissingPayloadIsAnErrorForWhatMatters() throws Exception {
        String none = directory.resolve("none").toString();
        assertIsRefusal(run("shutdown-network", none, "5"));
        assertIsRefusal(run("shutdown-network", "", "5"));
        assertIsRefusal(run("implement-network", directory.toString(), "5"));
        assertIsInWords(run("custom-action", none, "5"));
        assertThat(run("teleport-network", none, "5")).isEqualTo(ACCEPTED);
    }

    @Test
    void aPayloadOfAGibibyteIsRefusedAndNotRead() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(payload.toFile(), "rw");
                StubDaemon daemon = daemon(StubDaemon.says(YES))) {
            file.setLength(1 << 30);
            Answer answer = run("shutdown-network");
            assertIsRefusal(answer);
            assertThat(answer.output()).contains("more than 1 MiB; nothing was changed");
            assertIsInWords(run("custom-action"));
            assertThat(daemon.received()).isEmpty();

            file.setLength((1 << 20) + 1);
            assertIsRefusal(run("implement-network"));
            Files.writeString(payload, " ".repeat((1 << 20) - 2) + "{}");
            assertThat(run("implement-network")).isEqualTo(ACCEPTED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-o @x;`id`", "-", "@payload", "\"$(id)\"", "ä ü", "!", "("})
    void aPayloadsNameMeansNothing(String name) throws Exception {
        Files.writeString(directory.resolve(name), "{\"odd\":1}");
        try (StubDaemon daemon = daemon(StubDaemon.says(YES))) {
            assertThat(run("implement-network", name, "5")).isEqualTo(ACCEPTED);
            assertThat(daemon.received()).endsWith("{\"odd\":1}");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'',60",
        "sixty,60",
        "-5,60",
        "1e9,60",
        "0x10,60",
        "60,60",
        "7,7",
        "007,7",
        "08,8",
        "2.5,2",
        "1,1",
        "0,1",
        "000,1",
        "99999,3600",
        "3601,3600",
        "123456789012345678901234567890,3600"
    })
    void oddSecondsAreReadCautiously(String seconds, String expected) throws Exception {
        try (StubDaemon daemon = daemon(StubDaemon.says(YES))) {
            run("implement-network", payload.toString(), seconds);
            assertThat(daemon.received()).contains("?seconds=" + expected + " ");
        }
    }

    @Test
    void theServersEnvironmentDoesNotMatter() throws Exception {
        Files.writeString(directory.resolve(".curlrc"), "verbose\ninclude\noutput = \"" + directory + "/stolen\"\n");
        environment = Map.of(
                "HOME", directory.toString(),
                "PATH", directory.toString(),
                "http_proxy", "http://127.0.0.1:1",
                "ALL_PROXY", "socks5://127.0.0.1:1",
                "IFS", "/e",
                "CDPATH", "/",
                "ENV", directory.resolve("none").toString());
        Files.writeString(directory.resolve("curl"), "#!/bin/sh\necho wrong curl\n");
        Files.setPosixFilePermissions(directory.resolve("curl"), PosixFilePermissions.fromString("rwxr-xr-x"));
        try (StubDaemon daemon = daemon(StubDaemon.says(YES))) {
            assertThat(run("implement-network")).isEqualTo(ACCEPTED);
            assertThat(daemon.received()).startsWith("POST /v1/extension/implement-network?seconds=5 ");
        }
        assertThat(directory.resolve("stolen")).doesNotExist();
    }

    @Test
    void anotherShellWithALocaleThatIsNotInstalledPrintsNoWarning() throws Exception {
        Path bash = Path.of("/bin/bash");
        assertThat(bash).as("bash: bin/install-test-packages tells how").isExecutable();
        Path shell = Files.createSymbolicLink(directory.resolve("sh"), bash);
        Path copy = directory.resolve("demarc.sh");
        Files.writeString(copy, Files.readString(SCRIPT).replaceFirst("/bin/sh", shell.toString()));
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
        environment = Map.of("LC_ALL", "xx_XX.UTF-8", "LANG", "yy_YY");

        assertThat(run(copy, "ensure-network-device", payload.toString(), "5").output())
                .isEqualTo(ExtensionProtocol.DEVICE + "\n");
        assertIsRefusal(run(copy, "shutdown-network", payload.toString(), "5"));
    }

    @Test
    void shellcheckFindsNothing() throws Exception {
        Path shellcheck = Path.of("/usr/bin/shellcheck");
        assertThat(shellcheck)
                .as("shellcheck is not installed; bin/install-test-packages does that")
                .isExecutable();
        assertThat(run(shellcheck, SCRIPT.toString())).isEqualTo(ACCEPTED);
    }

    private static void assertIsRefusal(Answer answer) {
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.output()).matches("\\{\"status\":\"error\",\"error\":\"[^\"\\n\\\\]+\"}\\n");
    }

    private static void assertIsInWords(Answer answer) {
        assertThat(answer.status()).isZero();
        assertThat(answer.output()).matches("\\{\"printmessage\":\"true\",\"message\":\"Not done: [^\"\\n\\\\]+\"}\\n");
    }

    private record Answer(int status, String output) {}

    private Answer run(String command) throws Exception {
        return run(command, payload.toString(), "5");
    }

    private Answer run(String command, String file, String seconds) throws Exception {
        return run(SCRIPT, command, file, seconds);
    }

    private Answer run(Path program, String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("DEMARC_SOCKET", directory.resolve("s").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Answer(process.exitValue(), output);
    }

    private StubDaemon daemon(Behaviour behaviour) throws IOException {
        return new StubDaemon(directory.resolve("s"), behaviour);
    }
}
