/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.store;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The database: one connection, one user of it at a time, in the order of arrival. What {@link #write} has returned from
 * is on the disk. Thread-safe; not to be entered again from within.
 */
public final class Store implements AutoCloseable {
    private static final int BUSY_MILLIS = 10_000;

    private final Connection connection;
    private final Jdbi jdbi;
    private final ReentrantLock lock = new ReentrantLock(true);

    private Store(Connection connection) {
        this.connection = connection;
        this.jdbi = Jdbi.create((ConnectionFactory) new Only(connection));
    }

    /** Opens the SQLite file, makes it if there is none (mode 0600), and migrates it. */
    public static Store open(Path file) {
        return open(file, UnaryOperator.identity());
    }

    /** As {@link #open(Path)}. {@code around} may put something around the connection: tests let commits fail. */
    public static Store open(Path file, UnaryOperator<Connection> around) {
        PrivateFiles.create(file);
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        try {
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:io/demarc/plugin/store/sqlite")
                    .loggers("slf4j")
                    .load()
                    .migrate();
            return new Store(around.apply(source.getConnection()));
        } catch (FlywayException | SQLException e) {
            throw unusable("The store " + file + " cannot be opened", e);
        }
    }

    /** Reads a consistent state. */
    public <T extends @Nullable Object> T read(Function<Handle, T> reading) {
        return locked("read", () -> jdbi.inTransaction(reading::apply));
    }

    /** One transaction: all of it or nothing. */
    public <T extends @Nullable Object> T write(Function<Handle, T> writing) {
        return locked("write", () -> jdbi.inTransaction(writing::apply));
    }

    /** As {@link #write}, for what has nothing to return. */
    public void change(Consumer<Handle> writing) {
        locked("write", () -> {
            jdbi.useTransaction(writing::accept);
            return true;
        });
    }

    private <T extends @Nullable Object> T locked(String what, java.util.function.Supplier<T> action) {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("a transaction was begun within another");
        }
        lock.lock();
        try {
            return action.get();
        } catch (JdbiException e) {
            throw unusable("The store could not " + what, e);
        } finally {
            lock.unlock();
        }
    }

    private static ProblemException unusable(String what, Exception e) {
        String cause = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new ProblemException(
                Problem.of(
                        ProblemCode.INTERNAL,
                        what + ": " + cause + ".",
                        "Check the state directory's free space, owner and mode; nothing was acknowledged."),
                e);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            connection.close();
        } catch (SQLException e) {
            throw unusable("The store could not be closed", e);
        } finally {
            lock.unlock();
        }
    }

    /** Hands out the one connection and keeps it open. */
    private record Only(Connection connection) implements ConnectionFactory {
        @Override
        public Connection openConnection() {
            return connection;
        }

        @Override
        public void closeConnection(Connection ignored) {
            // Stays open until the store closes.
        }
    }
}
