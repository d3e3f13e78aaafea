/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.plugin.http.ApiServer;
import io.demarc.plugin.http.ExtensionHandler;
import io.demarc.plugin.operations.ExampleOperations;
import io.demarc.plugin.reconcile.Surroundings;
import io.demarc.plugin.reconcile.ThreadTimers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A small fixed world behind a real socket, and the command that asks it. */
final class ExampleDaemon implements AutoCloseable {
    private final Path socket;
    private final ExampleOperations operations = new ExampleOperations();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final ApiServer server;

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
        return typing("", arguments);
    }

    /** As {@link #demarc}, and somebody types this. */
    Ran typing(String typed, String... arguments) {
        return Ran.typing(
                typed,
                Map.of("DEMARC_SOCKET", socket.toString(), "HOME", String.valueOf(socket.getParent())),
                arguments);
    }

    @Override
    public void close() {
        server.close();
        clockwork.shutdownNow();
        workers.shutdownNow();
    }
}
