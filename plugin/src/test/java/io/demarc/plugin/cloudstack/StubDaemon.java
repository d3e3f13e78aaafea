/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A socket that says what the test wants, to one caller: the real daemon can't be made to hang, drip or lie.
 */
final class StubDaemon implements AutoCloseable {
    /** What happens once the request was read. */
    interface Behaviour {
        void answer(SocketChannel connection) throws IOException;
    }

    private final ServerSocketChannel server;
    private final Thread thread;
    private final List<String> received = new CopyOnWriteArrayList<>();

    StubDaemon(Path socket, Behaviour behaviour) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        thread = new Thread(() -> serve(behaviour), "stub-daemon");
        thread.start();
    }

    /** Says these bytes and holds the connection open until the caller closes it. */
    static Behaviour says(String answer) {
        return connection -> {
            write(connection, answer);
            awaitEnd(connection);
        };
    }

    /** Says these bytes and closes. */
    static Behaviour saysAndCloses(String answer) {
        return connection -> write(connection, answer);
    }

    /** Never stops talking. */
    static Behaviour babbles(String beginning, String forever) {
        return connection -> {
            write(connection, beginning);
            while (true) {
                write(connection, forever);
            }
        };
    }

    /** One byte after the other, without an end. */
    static Behaviour drips(String beginning) {
        return connection -> {
            write(connection, beginning);
            ScheduledExecutorService drops = Executors.newSingleThreadScheduledExecutor();
            try {
                var unused = drops.scheduleAtFixedRate(() -> drop(connection), 20, 20, TimeUnit.MILLISECONDS);
                awaitEnd(connection);
            } finally {
                drops.shutdownNow();
            }
        };
    }

    private static void drop(SocketChannel connection) {
        try {
            write(connection, "x");
        } catch (IOException e) {
            // The caller has had enough; awaitEnd sees it.
        }
    }

    private static void write(SocketChannel connection, String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
            connection.write(bytes);
        }
    }

    private static void awaitEnd(SocketChannel connection) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1024);
        while (connection.read(buffer) >= 0) {
            buffer.clear();
        }
    }

    private void serve(Behaviour behaviour) {
        try (SocketChannel connection = server.accept()) {
            ByteBuffer buffer = ByteBuffer.allocate(65536);
            while (!received().contains("}") && connection.read(buffer) >= 0) {
                buffer.flip();
                received.add(StandardCharsets.UTF_8.decode(buffer).toString());
                buffer.clear();
            }
            behaviour.answer(connection);
        } catch (IOException e) {
            // The caller or the test is gone.
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
