/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.node.RunningCommand;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A session of a database that stays open, for what lives only as long as its session: a read lock, a snapshot. It ends with
 * its connection, and so with this process, and the server gives up what it held. One caller at a time.
 */
final class SqlSession implements AutoCloseable {
    private static final Duration CONNECTING = Duration.ofSeconds(20);
    private static final Duration ENDING = Duration.ofSeconds(5);
    private static final String MARK = "demarc-said-";

    private final Database database;
    private final RunningCommand client;
    private final Writer to;
    private final BufferedReader from;
    private int asked;

    private SqlSession(Database database, RunningCommand client) {
        this.database = database;
        this.client = client;
        this.to = new java.io.OutputStreamWriter(client.input(), StandardCharsets.UTF_8);
        this.from = new BufferedReader(new InputStreamReader(client.output(), StandardCharsets.UTF_8));
    }

    static SqlSession open(SqlClient client) {
        // Without --skip-reconnect the client would go on in a new session that holds nothing.
        List<String> argv = SqlClient.argv(client.database(), "--unbuffered", "--skip-reconnect");
        SqlSession session = new SqlSession(client.database(), client.node().start(argv, CONNECTING));
        try {
            session.ask(SqlClient.SETTINGS);
            return session;
        } catch (ProblemException e) {
            session.close();
            throw e;
        }
    }

    /** The rows of one statement; {@code DATABASE_REFUSED} when the server refused it or the session is over. */
    List<SqlRow> ask(String statement) {
        List<SqlRow> rows = new ArrayList<>();
        each(statement, rows::add);
        return rows;
    }

    /** As {@link #ask}, each row while it comes, for results that are too large to be kept. */
    void each(String statement, Consumer<SqlRow> rows) {
        String mark = MARK + asked++;
        try {
            to.write(statement + ";\nSELECT '" + mark + "' AS '" + mark + "';\n");
            to.flush();
            String names = null;
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                if (line.equals(mark)) {
                    from.readLine();
                    return;
                }
                if (names == null) {
                    names = line;
                } else {
                    SqlRow.parse(List.of(names, line)).forEach(rows);
                }
            }
        } catch (IOException e) {
            throw new ProblemException(over().problem(), e);
        }
        throw over();
    }

    private ProblemException over() {
        int exit = client.awaitExit(ENDING).orElse(-1);
        String complaints = client.complaints();
        return complaints.isBlank()
                ? ProblemException.of(
                        ProblemCode.DATABASE_BUSY,
                        "Database " + database + ": the session on " + database.server() + " is over.",
                        "Look whether the server runs, and into its log.")
                : SqlClient.refused(database, complaints, exit);
    }

    @Override
    public void close() {
        client.close();
    }
}
