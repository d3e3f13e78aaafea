/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.access.Printable;
import io.demarc.problem.ProblemException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What a database answered to one look, or why it didn't.
 *
 * @param view    null when it couldn't be read
 * @param gtid    the transactions that it has applied, or logged where it replicates from nobody; empty when none
 * @param logged  the end of its own binary log, as FILE:POSITION; empty when it keeps none
 * @param problem why it couldn't be read; empty when it could
 */
record Sighting(@Nullable ServerView view, String gtid, String logged, String problem) {
    private static final int LONGEST_PROBLEM = 400;

    static Sighting of(SqlClient client) {
        ServerView view = ServerReader.read(client);
        Dialect dialect = view.dialect();
        String gtid = view.replication().isEmpty() ? dialect.loggedGtid() : dialect.appliedGtid();
        List<List<SqlRow>> answers =
                client.askAll(SqlClient.USUAL, List.of(dialect.showPosition(), "SELECT " + gtid + " AS gtid"));
        String logged = answers.get(0).stream()
                .map(row -> row.text("File") + ":" + row.text("Position"))
                .findFirst()
                .orElse("");
        return new Sighting(view, answers.get(1).get(0).text("gtid").replaceAll("\\s", ""), logged, "");
    }

    static Sighting none(String problem) {
        return new Sighting(null, "", "", Printable.of(problem, LONGEST_PROBLEM));
    }

    static Sighting failed(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        return none(
                cause instanceof ProblemException problem
                        ? problem.problem().summary()
                        : "what it answered can't be understood: " + cause);
    }
}
