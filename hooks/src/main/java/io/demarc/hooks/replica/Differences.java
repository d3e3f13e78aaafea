/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whether chunks are the same on a primary that is written to and on its replica. At first each is read on the primary, the
 * replica applies what the primary had logged by then, and it is read there: equal means equal. One that differs may have
 * changed in between; then both servers are looked at in the same moment of the primary's history: a snapshot with its
 * position, and the replica held at exactly this position. That answer is final. One caller at a time.
 *
 * <p>What may pass is {@code DATABASE_BUSY}; {@code DATABASE_REFUSED} is a server's definite answer.
 */
final class Differences {
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final int APPLYING_SECONDS = 60;
    /** A table without transactions has no snapshot: equal in one of these looks is equal. */
    private static final int LOOKS = 5;
    /** While MySQL's lock waits for a statement that runs for long, everybody's writes wait for the lock. */
    private static final int LOCKING_SECONDS = 2;

    private static final Duration REACHING = Duration.ofMinutes(2);

    private final Side primary;
    private final Side replica;
    private final Consumer<String> notes;

    Differences(Side primary, Side replica, Consumer<String> notes) {
        this.primary = primary;
        this.replica = replica;
        this.notes = notes;
    }

    /** What both of them answer at first sight, the first of them the primary. */
    record Looks(List<List<SqlRow>> there, List<List<SqlRow>> here) {}

    /** The primary's answers, and the replica's when it has applied what the primary had logged by then. */
    Looks look(List<String> onPrimary, List<String> onReplica) {
        List<String> asked = new ArrayList<>(onPrimary);
        asked.add(primary.dialect().showPosition());
        List<List<SqlRow>> there = primary.client().askAll(LIMIT, asked);
        Coordinates end = primary.end(there.get(onPrimary.size()).get(0));
        List<String> then = new ArrayList<>(List.of(replica.dialect().awaitPosition(end, APPLYING_SECONDS)));
        then.addAll(onReplica);
        List<List<SqlRow>> here = replica.client().askAll(LIMIT, then);
        String waited = here.get(0).get(0).text("waited");
        if (waited.equals(SqlRow.NULL) || waited.equals("-1")) {
            throw behind("it did not come to " + end + " of its primary's log within " + APPLYING_SECONDS + " s");
        }
        return new Looks(there.subList(0, onPrimary.size()), here.subList(1, here.size()));
    }

    /** Whether it is the same at first sight, and how many rows it has on the primary. */
    Sight look(Chunk chunk) {
        Looks looks = look(List.of(chunk.checksum()), List.of(chunk.checksum()));
        Checksum there = Checksum.of(looks.there().get(0).get(0));
        return new Sight(
                there.rows(), there.equals(Checksum.of(looks.here().get(0).get(0))));
    }

    record Sight(long rows, boolean isSame) {}

    private ProblemException behind(String why) {
        ReplicationStatus status = status();
        String found = "Database " + replica.database() + ": " + why + ": ";
        if (status.delaySeconds() > 0) {
            return ProblemException.of(
                    ProblemCode.DATABASE_REFUSED,
                    found + "it is delayed by " + status.delaySeconds() + " s on purpose.",
                    "Set its delay to 0 for as long as it is compared, then resume.");
        }
        return status.isBroken()
                ? ProblemException.of(
                        ProblemCode.DATABASE_REFUSED,
                        found + status.inWords() + ".",
                        "Mend what keeps it from applying its primary's log, then resume; or rebuild it.")
                : ProblemException.of(
                        ProblemCode.DATABASE_BUSY,
                        found + status.inWords() + ".",
                        "Look at its replication status; the comparison goes on when it is caught up.");
    }

    /** A chunk that really differs, and what it was on either side. */
    record Difference(Chunk chunk, Checksum there, Checksum here) {
        String inWords() {
            return chunk.inWords() + ": " + there.rows() + " rows on the primary, " + here.rows()
                    + " on the replica, and not the same";
        }
    }

    /** What is done about differences of one table while both servers stand at one moment. */
    interface Remedy {
        /** What is still wrong afterwards, in words. */
        List<String> apply(List<Difference> differences, Moment moment);
    }

    /** One point of the primary's log: the primary's rows as of then, and the replica held there. */
    final class Moment {
        private final SqlSession snapshot;
        private final ApplyHold hold;
        private final Coordinates at;

        private Moment(SqlSession snapshot, ApplyHold hold, Coordinates at) {
            this.snapshot = snapshot;
            this.hold = hold;
            this.at = at;
        }

        /** To read on the primary. */
        SqlSession snapshot() {
            return snapshot;
        }

        /** Said every few seconds: without it the replica goes on. */
        void beat() {
            hold.beat();
        }

        /**
         * Whatever was done on the replica up to now was done at this moment: what is applied never goes back.
         *
         * @throws ProblemException {@code DATABASE_BUSY} when the replica has gone on
         */
        void checkHeld() {
            ReplicationStatus status = status();
            if (status.isApplying() || !status.applied().equals(Optional.of(at))) {
                throw ProblemException.of(
                        ProblemCode.DATABASE_BUSY,
                        "Database " + replica.database() + " was to be held at " + at
                                + " of its primary's log, and went on: " + status.inWords() + ".",
                        "Look who starts its applier; it is tried again.");
            }
        }
    }

    /** Those that really differ, in words. */
    List<String> judge(List<Chunk> suspects) {
        return judge(
                suspects,
                (differences, moment) ->
                        differences.stream().map(Difference::inWords).toList());
    }

    /** As {@link #judge(List)}, with a remedy for those in tables with transactions. */
    List<String> judge(List<Chunk> suspects, Remedy remedy) {
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
            differing.addAll(judgeAtOneMoment(inSnapshot, remedy));
        }
        return differing;
    }

    private boolean isSameSometime(Chunk chunk) {
        for (int look = 0; look < LOOKS; look++) {
            if (look(chunk).isSame()) {
                return true;
            }
        }
        return false;
    }

    private List<String> judgeAtOneMoment(List<Chunk> suspects, Remedy remedy) {
        List<Difference> differences = new ArrayList<>();
        try (ApplyHold hold = new ApplyHold(replica.client(), replica.dialect());
                SqlSession snapshot = SqlSession.open(primary.client())) {
            hold.take();
            Moment moment = new Moment(snapshot, hold, begin(snapshot));
            applyUpTo(moment.at);
            notes.accept("looks at " + suspects.size() + " chunks again, on both servers as of " + moment.at);
            for (Chunk suspect : suspects) {
                Checksum there = Checksum.of(snapshot.ask(suspect.checksum()).get(0));
                Checksum here = Checksum.of(replica.client()
                        .askAll(LIMIT, List.of(suspect.checksum()))
                        .get(0)
                        .get(0));
                moment.beat();
                if (!there.equals(here)) {
                    Difference difference = new Difference(suspect, there, here);
                    notes.accept(difference.inWords());
                    differences.add(difference);
                }
            }
            moment.checkHeld();
            return differences.isEmpty() ? List.of() : remedy.apply(differences, moment);
        }
    }

    private Coordinates begin(SqlSession snapshot) {
        snapshot.ask("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        if (primary.dialect().isMariaDb()) {
            snapshot.ask("START TRANSACTION WITH CONSISTENT SNAPSHOT");
            List<SqlRow> rows = snapshot.ask("SHOW STATUS LIKE 'binlog_snapshot_%'");
            return new Coordinates(
                    named(rows, "Binlog_snapshot_file"), Long.parseLong(named(rows, "Binlog_snapshot_position")));
        }
        // MySQL doesn't tell a snapshot's position: a lock for as long as it takes to ask for both.
        snapshot.ask("SET SESSION lock_wait_timeout=" + LOCKING_SECONDS);
        snapshot.ask("FLUSH TABLES WITH READ LOCK");
        snapshot.ask("START TRANSACTION WITH CONSISTENT SNAPSHOT");
        SqlRow end = snapshot.ask(primary.dialect().showPosition()).get(0);
        snapshot.ask("UNLOCK TABLES");
        return primary.end(end);
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
        replica.client()
                .askAll(
                        REACHING.plusSeconds(10),
                        List.of(
                                replica.dialect().until(moment),
                                replica.dialect().awaitPosition(moment, (int) REACHING.toSeconds())));
        ReplicationStatus status = status();
        for (int look = 0; status.isApplying() && look < LOOKS; look++) {
            status = status();
        }
        if (status.isApplying() || !status.applied().equals(Optional.of(moment))) {
            throw behind("it could not be brought to " + moment + " and held there");
        }
    }

    private ReplicationStatus status() {
        return ServerReader.status(replica.client(), replica.dialect())
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.DATABASE_REFUSED,
                        "Database " + replica.database() + " replicates from nobody any more.",
                        "Make it a replica again, then resume; or rebuild it."));
    }
}
