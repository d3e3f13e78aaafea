/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings a replica, of which only some tables are about to be replaced, to the very moment that the new ones are of: the rest
 * of it is left as it is, and replication goes on from there. One caller at a time.
 */
final class CatchUp {
    private static final int LOOK_SECONDS = 10;
    private static final Duration LIMIT = Duration.ofSeconds(LOOK_SECONDS + 30);

    private final SqlClient replica;
    private final SqlClient source;
    private final Dialect dialect;
    private final boolean isFromPrimary;
    private final List<String> leftOut;

    /**
     * @param source      what is copied: the primary, or another replica of it
     * @param leftOut     tables whose changes aren't applied meanwhile, since their rows don't fit them any more; may be empty
     */
    CatchUp(SqlClient replica, SqlClient source, Dialect dialect, boolean isFromPrimary, List<String> leftOut) {
        this.replica = replica;
        this.source = source;
        this.dialect = dialect;
        this.isFromPrimary = isFromPrimary;
        this.leftOut = List.copyOf(leftOut);
    }

    String inWords() {
        return replica.database() + " applies its primary's log up to the copy's moment"
                + (leftOut.isEmpty() ? "" : ", but for changes of " + String.join(", ", leftOut));
    }

    /**
     * Near the source's present, so that nobody has to wait long once the source is held.
     *
     * @param checkWanted throws when nobody wants the copy any more; asked again and again
     */
    void approach(Runnable checkWanted) {
        List<String> statements = new ArrayList<>(List.of(dialect.thread("STOP", "")));
        if (!leftOut.isEmpty()) {
            statements.add(dialect.leaveOut(leftOut));
        }
        statements.add(dialect.thread("START", "IO_THREAD"));
        replica.askAll(SqlClient.USUAL, statements);
        Coordinates here = applied(replica);
        Coordinates there = isFromPrimary ? end() : applied(source);
        if (here.compareTo(there) < 0) {
            replica.ask(dialect.until(there));
            await(replica, there, checkWanted);
        } else if (!isFromPrimary) {
            // A source that is behind can't be met where it is.
            await(source, here, checkWanted);
        }
    }

    /** Exactly to this point of the primary's log; it stays there. */
    void reach(Coordinates point, Runnable checkWanted) {
        checkWanted.run();
        if (applied(replica).compareTo(point) < 0) {
            replica.ask(dialect.until(point));
            await(replica, point, checkWanted);
        }
        replica.ask(dialect.thread("STOP", ""));
        Coordinates reached = applied(replica);
        if (!reached.equals(point)) {
            throw stuck(replica, "it came to " + reached + " instead of " + point);
        }
    }

    private Coordinates end() {
        SqlRow row = source.ask(dialect.showPosition()).get(0);
        return new Coordinates(row.text("File"), row.number("Position"));
    }

    private Coordinates applied(SqlClient client) {
        return status(client)
                .applied()
                .orElseThrow(() -> stuck(client, "it doesn't say how far it has applied its log"));
    }

    private ReplicationStatus status(SqlClient client) {
        Optional<ReplicationStatus> status = ServerReader.status(client, dialect);
        return status.orElseThrow(() -> stuck(client, "it doesn't replicate any more"));
    }

    private void await(SqlClient client, Coordinates point, Runnable checkWanted) {
        while (true) {
            String waited = client.askAll(LIMIT, List.of(dialect.awaitPosition(point, LOOK_SECONDS)))
                    .get(0)
                    .get(0)
                    .text("waited");
            ReplicationStatus status = status(client);
            boolean isThere =
                    status.applied().filter(it -> it.compareTo(point) >= 0).isPresent();
            if (isThere) {
                return;
            }
            checkWanted.run();
            // -1: not within that time; NULL: it doesn't apply anything.
            if (!waited.equals("-1") && !status.isApplying()) {
                throw stuck(client, "it stopped on its way to " + point + ": " + status.inWords());
            }
        }
    }

    private ProblemException stuck(SqlClient client, String why) {
        return ProblemException.of(
                ProblemCode.DATABASE_REFUSED,
                "Replica " + client.database() + " could not be brought to the copy's moment: " + why + ".",
                "Mend what keeps it from applying its log, then resume; or rebuild the whole replica.");
    }
}
