/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The global read lock, in a session of its own, until the end of the dump or until the dump has its own snapshot. The session ends with
 * its connection, and the lock with the session; the server itself ends it when the time is over, whoever is still there.
 */
final class LockHold implements SourceHold {
    /** Statements that run on keep the lock from being taken, and everybody else waits behind it meanwhile. */
    private static final int TAKING_SECONDS = 10;

    private final SqlClient client;
    private final Dialect dialect;
    private final Duration limit;
    private final Until until;
    private volatile @Nullable SqlSession session;

    /** Some tables know no transactions: a lock is all that makes their rows be of one moment. */
    enum Until {
        END,
        SNAPSHOT
    }

    /** @param limit how long the lock may be held */
    LockHold(SqlClient client, Dialect dialect, Duration limit, Until until) {
        this.client = client;
        this.dialect = dialect;
        this.limit = limit;
        this.until = until;
    }

    @Override
    public Optional<Point> take() {
        SqlSession opened = SqlSession.open(client);
        session = opened;
        opened.ask("SET SESSION lock_wait_timeout=" + TAKING_SECONDS + ", SESSION wait_timeout="
                + Math.max(1, limit.toSeconds()));
        opened.ask("FLUSH TABLES WITH READ LOCK");
        SqlRow row = opened.ask(dialect.showPosition()).stream()
                .findFirst()
                .orElseThrow(() -> SqlClient.refused(client.database(), "it has no binary log", 0));
        Coordinates at = new Coordinates(row.text("File"), row.number("Position"));
        String gtid = dialect.isMariaDb()
                ? opened.ask("SELECT BINLOG_GTID_POS(" + SqlText.literal(at.file()) + ", " + at.position()
                                + ") AS gtid")
                        .get(0)
                        .text("gtid")
                : row.text("Executed_Gtid_Set").replaceAll("\\s", "");
        return Optional.of(new Point(at, gtid));
    }

    @Override
    public List<String> dumpOptions() {
        return until == Until.END ? List.of() : List.of("--single-transaction");
    }

    @Override
    public boolean dumpHasBegun() {
        if (until == Until.SNAPSHOT) {
            unlock();
        }
        return until == Until.SNAPSHOT;
    }

    @Override
    public void release() {
        if (until == Until.END) {
            unlock();
        }
    }

    private void unlock() {
        SqlSession held = session;
        if (held == null) {
            throw new IllegalStateException("no lock was taken");
        }
        try {
            held.ask("UNLOCK TABLES");
        } catch (ProblemException e) {
            throw new ProblemException(lost(), e);
        }
        close();
    }

    private Problem lost() {
        return Problem.of(
                ProblemCode.DATABASE_REFUSED,
                "The read lock on database " + client.database()
                        + " was over before its dump was: the server ends it after " + limit.toSeconds()
                        + " s, or somebody ended its session. The copy is of no one moment.",
                "Copy from a replica (--from-replica), or allow a longer lock with --lock-limit.");
    }

    @Override
    public void close() {
        SqlSession held = session;
        if (held != null) {
            held.close();
        }
    }
}
