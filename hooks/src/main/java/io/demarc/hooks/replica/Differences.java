/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Whether chunks are the same on a primary that is written to and on its replica. At first each is read on the primary, the
 * replica applies what the primary had logged by then, and it is read there: equal means equal. One that differs may have
 * changed in between; then both servers are looked at in the same moment of the primary's history: a snapshot with its
 * position, and the replica held at exactly this position. That answer is final. One caller at a time.
 */
final class Differences {
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final int APPLYING_SECONDS = 60;
    /** A table without transactions has no snapshot: equal in one of these looks is equal. */
    private static final int LOOKS = 5;

    private static final Duration REACHING = Duration.ofMinutes(2);

    private final SqlClient primary;
    private final SqlClient replica;
    private final Dialect dialect;
    private final Consumer<String> notes;

    Differences(SqlClient primary, SqlClient replica, Dialect dialect, Consumer<String> notes) {
        this.primary = primary;
        this.replica = replica;
        this.dialect = dialect;
        this.notes = notes;
    }

    /** Whether it is the same at first sight. */
    boolean isSame(Chunk chunk) {
        List<List<SqlRow>> there = primary.askAll(LIMIT, List.of(chunk.checksum(), dialect.showPosition()));
        SqlRow end = there.get(1).get(0);
        Coordinates read = new Coordinates(end.text("File"), end.number("Position"));
        List<List<SqlRow>> here =
                replica.askAll(LIMIT, List.of(dialect.awaitPosition(read, APPLYING_SECONDS), chunk.checksum()));
        String waited = here.get(0).get(0).text("waited");
        if (waited.equals(SqlRow.NULL) || waited.equals("-1")) {
            throw behind("it did not come to " + read + " of its primary's log within " + APPLYING_SECONDS + " s");
        }
        return Checksum.of(there.get(0).get(0)).equals(Checksum.of(here.get(1).get(0)));
    }

    private ProblemException behind(String why) {
        return ProblemException.of(
                ProblemCode.DATABASE_REFUSED,
                "Database " + replica.database() + ": " + why + ".",
                "Look at its replication status; the comparison goes on when it is caught up.");
    }

    /** Those that really differ, in words. */
    List<String> judge(List<Chunk> suspects) {
        List<String> differing = new ArrayList<>();
        List<Chunk> inSnapshot = new ArrayList<>();
        for (Chunk suspect : suspects) {
            if (suspect.table().isTransactional()) {
                inSnapshot.add(suspect);
            } else if (!isSameSometime(suspect)) {
                differing.add(suspect.inWords());
            }
        }
        if (!inSnapshot.isEmpty()) {
            differing.addAll(judgeAtOneMoment(inSnapshot));
        }
        return differing;
    }

    private boolean isSameSometime(Chunk chunk) {
        for (int look = 0; look < LOOKS; look++) {
            if (isSame(chunk)) {
                return true;
            }
        }
        return false;
    }

    private List<String> judgeAtOneMoment(List<Chunk> suspects) {
        List<String> differing = new ArrayList<>();
        try (ApplyHold hold = new ApplyHold(replica, dialect);
                SqlSession snapshot = SqlSession.open(primary)) {
            hold.take();
            Coordinates moment = begin(snapshot);
            applyUpTo(moment);
            notes.accept("looks at " + suspects.size() + " chunks again, on both servers as of " + moment);
            for (Chunk suspect : suspects) {
                Checksum there = Checksum.of(snapshot.ask(suspect.checksum()).get(0));
                Checksum here = Checksum.of(replica.askAll(LIMIT, List.of(suspect.checksum()))
                        .get(0)
                        .get(0));
                hold.beat();
                if (!there.equals(here)) {
                    String words = suspect.inWords() + ": " + there.rows() + " rows on the primary, " + here.rows()
                            + " on the replica, and not the same";
                    notes.accept(words);
                    differing.add(words);
                }
            }
        }
        return differing;
    }

    private Coordinates begin(SqlSession snapshot) {
        snapshot.ask("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        if (dialect == Dialect.MARIADB) {
            snapshot.ask("START TRANSACTION WITH CONSISTENT SNAPSHOT");
            List<SqlRow> rows = snapshot.ask("SHOW STATUS LIKE 'binlog_snapshot_%'");
            return new Coordinates(
                    named(rows, "Binlog_snapshot_file"), Long.parseLong(named(rows, "Binlog_snapshot_position")));
        }
        // MySQL doesn't tell a snapshot's position: a lock for as long as it takes to ask for both.
        snapshot.ask("SET SESSION lock_wait_timeout=10");
        snapshot.ask("FLUSH TABLES WITH READ LOCK");
        snapshot.ask("START TRANSACTION WITH CONSISTENT SNAPSHOT");
        SqlRow end = snapshot.ask(dialect.showPosition()).get(0);
        snapshot.ask("UNLOCK TABLES");
        return new Coordinates(end.text("File"), end.number("Position"));
    }

    private static String named(List<SqlRow> rows, String name) {
        return rows.stream()
                .filter(row -> row.text("Variable_name").equalsIgnoreCase(name))
                .map(row -> row.text("Value"))
                .findFirst()
                .orElse("");
    }

    /** Lets the held replica apply exactly to this point. */
    private void applyUpTo(Coordinates moment) {
        Coordinates applied = status().applied().orElseThrow(() -> behind("it doesn't say how far it is"));
        if (applied.compareTo(moment) >= 0) {
            return;
        }
        replica.askAll(REACHING.plusSeconds(10), List.of(dialect.until(moment), dialect.awaitPosition(moment, (int)
                REACHING.toSeconds())));
        ReplicationStatus status = status();
        for (int look = 0; status.isApplying() && look < LOOKS; look++) {
            status = status();
        }
        if (status.isApplying() || !status.applied().equals(java.util.Optional.of(moment))) {
            throw behind("it could not be brought to " + moment + " and held there: " + status.inWords());
        }
    }

    private ReplicationStatus status() {
        return ServerReader.status(replica, dialect).orElseThrow(() -> behind("it replicates from nobody"));
    }
}
