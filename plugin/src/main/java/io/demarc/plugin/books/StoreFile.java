/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/** One SQLite file: fit to be used, migrated, copied. Immutable. */
final class StoreFile {
    private static final int BUSY_MILLIS = 10_000;
    private static final Set<MigrationState> NEWER =
            Set.of(MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED);

    private final Path path;
    private final SQLiteDataSource source;

    StoreFile(Path path) {
        this.path = path;
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + path);
    }

    Path path() {
        return path;
    }

    Connection connect() throws SQLException {
        return source.getConnection();
    }

    /** Makes the file if there is none, and brings its tables up to this program's version. */
    void prepare() {
        PrivateFiles.create(path);
        refuseIfDamaged();
        try {
            Flyway flyway = Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:io/demarc/plugin/books/sqlite")
                    .loggers("slf4j")
                    .load();
            for (MigrationInfo migration : flyway.info().all()) {
                if (NEWER.contains(migration.getState())) {
                    throw unfit(
                            "The store " + path + " is of a newer Demarc: it has version " + migration.getVersion()
                                    + " of the tables, which this program does not know.",
                            "Run the newer program, or restore a backup from before the upgrade; nothing was changed.");
                }
            }
            flyway.migrate();
        } catch (FlywayException e) {
            throw cannotBeOpened(path, e);
        }
    }

    /** Reads all of it: a page that is damaged must not be met for the first time while a network is being released. */
    private void refuseIfDamaged() {
        if (isEmpty()) {
            return;
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA quick_check(1)")) {
            rows.next();
            if (!rows.getString(1).equals("ok")) {
                throw damaged(path, rows.getString(1));
            }
        } catch (SQLException e) {
            throw cannotBeOpened(path, e);
        }
    }

    private boolean isEmpty() {
        try {
            return Files.notExists(path) || Files.size(path) == 0;
        } catch (IOException e) {
            throw unusable("The store " + path + " cannot be opened", e);
        }
    }

    /** See {@link Store#copyTo}. */
    void copyTo(Path target) {
        if (Files.exists(target)) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "The backup's file " + target + " is there already.",
                    "Name a new one: a backup overwrites nothing.");
        }
        try {
            PrivateFiles.create(target);
            try (Connection connection = connect();
                    PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
                vacuum.setString(1, target.toString());
                vacuum.execute();
            }
            try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            PrivateFiles.flushName(target);
        } catch (SQLException | IOException | ProblemException e) {
            discard(target);
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.INPUT_INVALID,
                            "The backup " + target + " cannot be written: " + firstLine(e) + ".",
                            "Name a new file in a directory that the daemon's user may write to and that has room:"
                                    + " under systemd that is the state directory alone."),
                    e);
        }
    }

    private static void discard(Path target) {
        try {
            Files.deleteIfExists(target);
        } catch (IOException e) {
            throw unusable("The unfinished backup " + target + " cannot be deleted", e);
        }
    }

    static ProblemException cannotBeOpened(Path path, Exception e) {
        if (e instanceof SQLException known && isDamage(known)) {
            return damaged(path, firstLine(e));
        }
        return unusable("The store " + path + " cannot be opened", e);
    }

    private static boolean isDamage(SQLException e) {
        int primary = e.getErrorCode() & 0xff;
        return primary == SQLiteErrorCode.SQLITE_CORRUPT.code || primary == SQLiteErrorCode.SQLITE_NOTADB.code;
    }

    private static ProblemException damaged(Path path, String found) {
        return unfit(
                "The store " + path + " is damaged: " + found + ".",
                "Keep the file, look at the disk, and restore the newest backup: docs/operations.md says how.");
    }

    private static ProblemException unfit(String summary, String fix) {
        return ProblemException.of(ProblemCode.STORE_UNFIT, summary, fix);
    }

    static ProblemException unusable(String what, Exception e) {
        return new ProblemException(
                Problem.of(
                        ProblemCode.INTERNAL,
                        what + ": " + firstLine(e) + ".",
                        "Check the state directory's free space, owner and mode; nothing was acknowledged."),
                e);
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
