/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.real;

import io.demarc.lab.real.DatabaseBench.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps inserting and updating rows on the primary, notes which rows the server has acknowledged, and how long it ever had to wait
 * for that. When the server goes away it comes back with it. Thread-safe.
 */
public final class DatabaseWriter implements AutoCloseable {
    private static final long PAUSE_NANOS = 5_000_000;
    private static final long AWAY_NANOS = 100_000_000;

    private final DatabaseBench bench;
    private final List<Long> acknowledged = new ArrayList<>();
    private final Thread thread;
    private volatile boolean isEnding;
    private volatile boolean isHeld;
    private long longestWaitMillis;

    private DatabaseWriter(DatabaseBench bench) {
        this.bench = bench;
        this.thread = new Thread(this::write, "database-writer");
        thread.setDaemon(true);
    }

    /** Makes {@code app.written} and begins. */
    public static DatabaseWriter start(DatabaseBench bench) {
        bench.sql(
                Server.PRIMARY,
                "CREATE DATABASE IF NOT EXISTS app; CREATE TABLE app.written (id BIGINT PRIMARY KEY, v VARCHAR(80), n INT"
                        + " NOT NULL DEFAULT 0) ENGINE=InnoDB");
        DatabaseWriter writer = new DatabaseWriter(bench);
        writer.thread.start();
        return writer;
    }

    private void write() {
        long id = 0;
        while (!isEnding) {
            try {
                id = write(id);
            } catch (IOException e) {
                // The server went away; what it had not acknowledged may be there or not.
                id += 1_000;
                LockSupport.parkNanos(AWAY_NANOS);
            }
        }
    }

    private long write(long from) throws IOException {
        Process client = bench.client(Server.PRIMARY);
        try (OutputStream to = client.getOutputStream();
                BufferedReader answers =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
            long id = from;
            while (!isEnding) {
                id++;
                long began = System.nanoTime();
                to.write(statements(id).getBytes(StandardCharsets.UTF_8));
                to.flush();
                String answer = answers.readLine();
                if (answer == null) {
                    throw new IOException("the server went away");
                }
                acknowledge(id, (System.nanoTime() - began) / 1_000_000);
                LockSupport.parkNanos(PAUSE_NANOS);
                while (isHeld && !isEnding) {
                    LockSupport.parkNanos(AWAY_NANOS);
                }
            }
            return id;
        } finally {
            client.destroy();
        }
    }

    private static String statements(long id) {
        return "INSERT INTO app.written (id, v) VALUES (" + id + ", CONCAT('row ', " + id + "));"
                + "UPDATE app.written SET n = n + 1 WHERE id IN (" + id + ", " + id / 2 + ", " + id / 3 + ");"
                + "SELECT " + id + ";\n";
    }

    private synchronized void acknowledge(long id, long millis) {
        acknowledged.add(id);
        longestWaitMillis = Math.max(longestWaitMillis, millis);
        notifyAll();
    }

    /** The rows that the server has acknowledged. */
    public synchronized List<Long> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** The longest that a write took since this was last asked, one that has not ended not counted. */
    public synchronized long takeLongestWaitMillis() {
        long longest = longestWaitMillis;
        longestWaitMillis = 0;
        return longest;
    }

    /** Writes nothing until it is told to go on. */
    public void hold(boolean held) {
        isHeld = held;
    }

    /** Ends it; whatever is acknowledged stays so. */
    @Override
    public void close() {
        isEnding = true;
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Somebody whose session stays open on a server. */
    public static final class Reader implements AutoCloseable {
        private final Process client;

        private Reader(Process client) {
            this.client = client;
        }

        /** Returns when the session is there. */
        public static Reader of(DatabaseBench bench, Server server) {
            return of(bench, server, "");
        }

        /** Nobody else reads from the table, nor writes to it, until this is closed or the server ends. */
        public static Reader locking(DatabaseBench bench, Server server, String table) {
            return of(bench, server, "LOCK TABLES " + table + " WRITE; ");
        }

        private static Reader of(DatabaseBench bench, Server server, String statements) {
            try {
                Process client = bench.client(server);
                client.getOutputStream().write((statements + "SELECT 1;\n").getBytes(StandardCharsets.UTF_8));
                client.getOutputStream().flush();
                if (client.getInputStream().read() < 0) {
                    throw new IllegalStateException("no session on " + server.id());
                }
                return new Reader(client);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            client.destroy();
        }
    }
}
