/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import io.demarc.lab.cloudstack.PayloadPlayer;
import io.demarc.lab.cloudstack.PayloadPlayer.Played;
import io.demarc.lab.cloudstack.RecordedCall;
import io.demarc.lab.cloudstack.SimulatedCloudStack;
import io.demarc.lab.ground.DemarcProcess;
import io.demarc.plugin.cli.DemarcCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A real daemon in a process of its own, its command and its entry point. One caller at a time. */
final class DaemonUnderTest implements AutoCloseable {
    private static final Pattern LIVE = Pattern.compile("\"live\": *(\\d+)");
    private static final Path SCRIPT =
            Path.of("../plugin/src/main/scripts/demarc.sh").toAbsolutePath().normalize();

    private final Path directory;
    private final PayloadPlayer player;
    private @Nullable Process process;

    /** What a command printed, both outputs together. */
    record Ran(int status, String output) {}

    /** Prepares a daemon that asks this CloudStack; it does not run yet. */
    DaemonUnderTest(Path directory, SimulatedCloudStack cloudStack) {
        this.directory = directory;
        this.player = new PayloadPlayer(SCRIPT, Map.of("DEMARC_SOCKET", socket()));
        secret("api-key", cloudStack.adminKeys().apiKey());
        secret("secret-key", cloudStack.adminKeys().secretKey());
        write("demarc.yaml", """
                socket: %s
                state-directory: %s
                cloudstack:
                  endpoint: %s
                  api-key: '%s'
                  secret-key: '%s'
                reconcile:
                  longest-retry: 1s
                switch-timeouts:
                  connect: 3s
                  command: 5s
                """.formatted(
                socket(), directory.resolve("state"), cloudStack.url(), reference("api-key"), reference("secret-key")));
    }

    /** A further line of the section {@code cloudstack}, before the start. */
    void cloudStackSays(String line) {
        try {
            Path file = directory.resolve("demarc.yaml");
            Files.writeString(file, Files.readString(file).replace("cloudstack:\n", "cloudstack:\n  " + line + "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a secret's file, mode 0600. */
    void secret(String name, String value) {
        Path file = write(name, value);
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String reference(String name) {
        return "${file:" + directory.resolve(name) + "}";
    }

    void knowHost(String line) {
        try {
            Path state = Files.createDirectories(directory.resolve("state"));
            Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx------"));
            write("state/known_hosts", line + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String path(String name) {
        return directory.resolve(name).toString();
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it and waits until it is ready. */
    void start() {
        try {
            Process started = new ProcessBuilder(DemarcProcess.command(
                            "daemon",
                            "--config",
                            directory.resolve("demarc.yaml").toString()))
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("daemon.log").toFile()))
                    .start();
            process = started;
            BufferedReader output = started.inputReader(StandardCharsets.UTF_8);
            String line = output.readLine();
            if (line == null || !line.startsWith("demarc: ready")) {
                throw new IllegalStateException("the daemon said '" + line + "' and: " + log());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** kill -9: returns when it is gone. Harmless when it is gone already. */
    void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            awaitEnd(running);
        }
    }

    /**
     * Runs {@code demarc} with these arguments: the real command, but in this process, since starting Java takes ten times as long as what
     * most commands do. As processes of their own they run in {@code DemoIT}.
     */
    Ran demarc(String... arguments) {
        StringWriter output = new StringWriter();
        PrintWriter both = new PrintWriter(output);
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("DEMARC_SOCKET", socket());
        int status = DemarcCommand.run(InputStream.nullInputStream(), both, both, environment, arguments);
        return new Ran(status, output.toString());
    }

    /** The answer to a GET of {@code /v1/PATH} on the daemon's socket (HTTP/1.0: it ends with the connection). */
    String get(String path) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            channel.write(ByteBuffer.wrap(
                    ("GET /v1/" + path + " HTTP/1.0\r\nHost: demarc\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
            String answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            int body = answer.indexOf("\r\n\r\n");
            if (!answer.matches("(?s)HTTP/1\\.[01] 200 .*") || body < 0) {
                throw new AssertionError("GET " + path + ": " + answer + log());
            }
            return answer.substring(body + 4);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #demarc}, and it has to succeed. */
    String mustRun(String... arguments) {
        Ran ran = demarc(arguments);
        if (ran.status() != 0) {
            throw new AssertionError("demarc " + String.join(" ", arguments) + " ended with " + ran.status() + ": "
                    + ran.output() + "\n" + log());
        }
        return ran.output();
    }

    /** Hands every managed port of the switch over, as an operator does who has looked at them, and waits for them. */
    Ran adopt(String switchName) {
        String plan = demarc("adopt", switchName, "--dry-run", "--json").output();
        Matcher live = LIVE.matcher(plan);
        if (!live.find()) {
            throw new AssertionError("no number of live ports: " + plan);
        }
        return demarc("adopt", switchName, "--live", live.group(1));
    }

    /** What CloudStack does: the recorded call, for the network and VLAN, through the entry point. */
    Played call(String recorded, long network, String vlan, int seconds) {
        return player.awaitAnswer(
                RecordedCall.named(recorded).withNetwork(network).withVlan(vlan).within(seconds));
    }

    String log() {
        try {
            return Files.readString(directory.resolve("daemon.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Process running = process;
        if (running != null) {
            running.destroy();
            awaitEnd(running);
        }
    }

    private String socket() {
        return directory.resolve("s").toString();
    }

    private static void awaitEnd(Process ending) {
        try {
            if (!ending.waitFor(30, TimeUnit.SECONDS)) {
                ending.destroyForcibly();
                throw new IllegalStateException("a process did not end within 30 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
