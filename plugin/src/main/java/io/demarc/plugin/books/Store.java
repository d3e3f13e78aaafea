/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import io.demarc.problem.ProblemException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * The database: one connection, one user of it at a time, in the order of arrival. What {@link #write} has returned from
 * is on the disk. Thread-safe; not to be entered again from within.
 */
public final class Store implements AutoCloseable {
    private final StoreFile file;
    private final @Nullable StoreProof proof;
    private final Connection connection;
    private final Jdbi jdbi;
    private final ReentrantLock lock = new ReentrantLock(true);

    private Store(StoreFile file, @Nullable StoreProof proof, Connection connection) {
        this.file = file;
        this.proof = proof;
        this.connection = connection;
        this.jdbi = Jdbi.create((ConnectionFactory) new Only(connection));
    }

    /**
     * Opens the SQLite file, makes it if there is none (mode 0600), and migrates it. Nobody would notice if it had been
     * emptied.
     *
     * @throws ProblemException {@code STORE_UNFIT} when it is damaged or of a newer version
     */
    public static Store open(Path path) {
        try {
            StoreFile file = new StoreFile(path);
            file.prepare();
            return new Store(file, null, file.connect());
        } catch (SQLException e) {
            throw StoreFile.cannotBeOpened(path, e);
        }
    }

    /** As {@link #open(Path)} for the daemon's own store, which is {@link #doubt in doubt} when it has lost anything. */
    public static Store open(StateDirectory directory) {
        return open(directory, UnaryOperator.identity(), doing -> {});
    }

    /**
     * As {@link #open(StateDirectory)}. Tests let it fail.
     *
     * @param around  may put something around the connection
     * @param marking told of everything that is about to be done to the marker beside the store
     */
    public static Store open(StateDirectory directory, UnaryOperator<Connection> around, Consumer<String> marking) {
        SqliteLibrary.unpackIn(directory.path());
        StoreFile file = new StoreFile(directory.database());
        StoreProof proof = null;
        Connection connection = null;
        try {
            proof = StoreProof.begin(directory, file::connect, marking);
            file.prepare();
            connection = file.connect();
            proof.compare(connection);
            return new Store(file, proof, around.apply(connection));
        } catch (SQLException e) {
            close(proof, connection);
            throw StoreFile.cannotBeOpened(directory.database(), e);
        } catch (RuntimeException | Error e) {
            close(proof, connection);
            throw e;
        }
    }

    private static void close(@Nullable StoreProof proof, @Nullable Connection connection) {
        try (proof;
                connection) {
            // Both, whatever becomes of the other.
        } catch (SQLException e) {
            throw StoreFile.unusable("The store could not be closed", e);
        }
    }

    /** Why it may have lost something that was committed; empty when it has not. */
    public Optional<StoreDoubt> doubt() {
        return proof == null ? Optional.empty() : proof.doubt();
    }

    /**
     * A person takes the store as it is: it is in doubt no longer.
     *
     * @param writing what is to be remembered of it
     */
    public void accept(Consumer<Handle> writing) {
        locked("write", () -> {
            jdbi.useTransaction(writing::accept);
            if (proof != null) {
                proof.accept(StoreProof.identity(connection), StoreProof.highestNumber(connection));
            }
            return true;
        });
    }

    /**
     * Writes all of it, as it is at one moment, into a new file (mode 0600), while others go on reading and writing.
     *
     * @throws ProblemException {@code INPUT_INVALID} when the file is there already or can't be made
     */
    public void copyTo(Path target) {
        file.copyTo(target);
    }

    /** Which file it is, which store, and how far its journal goes. */
    public StoreView view() {
        return locked(
                "read",
                () -> new StoreView(
                        file.path(), StoreProof.identity(connection), StoreProof.highestNumber(connection)));
    }

    /**
     * What a store is.
     *
     * @param number the highest of its journal; 0 when that is empty
     */
    public record StoreView(Path file, String identity, long number) {}

    /** Reads a consistent state. */
    public <T extends @Nullable Object> T read(Function<Handle, T> reading) {
        return locked("read", () -> jdbi.inTransaction(reading::apply));
    }

    /** One transaction: all of it or nothing. */
    public <T extends @Nullable Object> T write(Function<Handle, T> writing) {
        return locked("write", () -> {
            if (proof == null) {
                return jdbi.inTransaction(writing::apply);
            }
            AtomicLong number = new AtomicLong();
            T result = jdbi.inTransaction(handle -> {
                T written = writing.apply(handle);
                number.set(StoreProof.highestNumber(handle.getConnection()));
                return written;
            });
            proof.committed(number.get());
            return result;
        });
    }

    /** As {@link #write}, for what has nothing to return. */
    public void change(Consumer<Handle> writing) {
        write(handle -> {
            writing.accept(handle);
            return true;
        });
    }

    /** Something to be done with the database. */
    private interface Action<T extends @Nullable Object> {
        T run() throws SQLException;
    }

    private <T extends @Nullable Object> T locked(String what, Action<T> action) {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("a transaction was begun within another");
        }
        lock.lock();
        try {
            return action.run();
        } catch (JdbiException | SQLException e) {
            throw StoreFile.unusable("The store could not " + what, e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            close(proof, connection);
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
