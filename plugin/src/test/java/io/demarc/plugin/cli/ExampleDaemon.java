/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.plugin.http.ApiServer;
import io.demarc.plugin.http.ExtensionHandler;
import io.demarc.plugin.operations.ExampleOperations;
import io.demarc.plugin.reconcile.Surroundings;
import io.demarc.plugin.reconcile.ThreadTimers;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A small fixed world behind a real socket, and the command that asks it. */
final class ExampleDaemon implements AutoCloseable {
    /** What somebody saved from a Cisco switch. */
    static final String SAVED_OUTPUT = """
            tor-a1#show interfaces switchport
            Name: Gi1/0/7
            Switchport: Enabled
            Administrative Mode: static access
            Operational Mode: static access
            Negotiation of Trunking: Off
            Access Mode VLAN: 150 (acme)
            Trunking Native Mode VLAN: 1 (default)
            Voice VLAN: none
            Trunking VLANs Enabled: ALL

            """;

    private final Path socket;
    private final ExampleOperations operations = new ExampleOperations();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final ApiServer server;

    record Ran(int status, String out, String err) {}

    ExampleDaemon(Path directory) {
        socket = directory.resolve("s");
        server = new ApiServer(
                socket,
                operations,
                (command, payload, deadline) -> new ExtensionHandler.Reply(true, ""),
                new Surroundings(Clock.systemUTC(), new ThreadTimers(clockwork, workers), new Random(1)));
        server.start();
    }

    ExampleOperations operations() {
        return operations;
    }

    Ran demarc(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream("".getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                Map.of("DEMARC_SOCKET", socket.toString(), "HOME", String.valueOf(socket.getParent())));
        int status = DemarcCommand.run(terminal, config -> {}, arguments);
        return new Ran(status, out.toString(), err.toString());
    }

    @Override
    public void close() {
        server.close();
        clockwork.shutdownNow();
        workers.shutdownNow();
    }
}
