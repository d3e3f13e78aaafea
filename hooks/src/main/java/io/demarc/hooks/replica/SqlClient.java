/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.access.Printable;
import io.demarc.access.Secret;
import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.node.FedCommands;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Statements to a database through the client on its own server: Demarc knows no administrator's password. The text goes over
 * standard input, so no process list ever shows it. Thread-safe.
 */
final class SqlClient {
    static final Duration USUAL = Duration.ofSeconds(60);
    /** Everything that Demarc writes into a statement is quoted for an empty sql_mode. */
    static final String PRELUDE = "SET SESSION sql_mode='';\n";

    private static final String FIND = """
            client=$(command -v mariadb || command -v mysql) || { echo 'demarc: there is neither mariadb nor mysql' >&2; exit 127; }
            exec "$client" "$@"
            """;
    private static final String MARK = "demarc-next";
    private static final int CONNECT_SECONDS = 10;

    private final Database database;
    private final FedCommands node;

    SqlClient(Databases databases, Database database) {
        this.database = database;
        this.node = databases.on(database);
    }

    Database database() {
        return database;
    }

    FedCommands node() {
        return node;
    }

    /** The client's words, for results with their columns' names. */
    static List<String> argv(Database database, String... more) {
        List<String> argv = new ArrayList<>(List.of("sh", "-c", FIND, "client"));
        argv.addAll(database.clientOptions());
        argv.addAll(List.of("--batch", "--default-character-set=utf8mb4", "--connect-timeout=" + CONNECT_SECONDS));
        argv.addAll(List.of(more));
        return argv;
    }

    /** The rows of one statement. Throws {@code DATABASE_REFUSED}. */
    List<SqlRow> ask(String statement) {
        return askAll(USUAL, List.of(statement)).get(0);
    }

    /** The rows of each statement, all in one session; the first that fails is the last. Throws {@code DATABASE_REFUSED}. */
    List<List<SqlRow>> askAll(Duration limit, List<String> statements) {
        return parse(run(statements, limit, List.of()), statements.size());
    }

    /** Statements that hold secrets: none of them is in any message. */
    void runSecretly(List<String> statements, Duration limit, List<Secret> secrets) {
        run(statements, limit, secrets);
    }

    private String run(List<String> statements, Duration limit, List<Secret> secrets) {
        StringBuilder text = new StringBuilder(PRELUDE);
        for (String statement : statements) {
            text.append(statement)
                    .append(";\nSELECT '")
                    .append(MARK)
                    .append("' AS '")
                    .append(MARK)
                    .append("';\n");
        }
        CommandResult result = node.run(argv(database), text.toString(), limit);
        if (result.exit() != 0) {
            throw refused(database, masked(result.stderr(), secrets), result.exit());
        }
        return result.stdout();
    }

    static ProblemException refused(Database database, String complaint, int exit) {
        String said = complaint.strip().replaceAll("\\s+", " ");
        return ProblemException.of(
                ProblemCode.DATABASE_REFUSED,
                "Database " + database + ": the client on " + database.server() + " ended with " + exit + ": "
                        + Printable.of(said.isEmpty() ? "it said nothing" : said),
                exit == 127
                        ? "Install the client's package there (Debian: mariadb-client)."
                        : "Read the server's answer; try the client there with the same option file.");
    }

    /** The server repeats the end of a statement that it doesn't understand. */
    static String masked(String text, List<Secret> secrets) {
        String masked = text;
        for (Secret secret : secrets) {
            if (!secret.reveal().isEmpty()) {
                String quoted = SqlText.literal(secret.reveal());
                masked = masked.replace(quoted.substring(1, quoted.length() - 1), "***")
                        .replace(secret.reveal(), "***");
            }
        }
        return masked;
    }

    static List<List<SqlRow>> parse(String output, int statements) {
        List<List<SqlRow>> results = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        boolean isMarked = false;
        for (String line : output.split("\n", -1)) {
            if (line.equals(MARK) && !isMarked) {
                isMarked = true;
            } else if (line.equals(MARK)) {
                results.add(SqlRow.parse(lines));
                lines = new ArrayList<>();
                isMarked = false;
            } else {
                lines.add(line);
            }
        }
        if (results.size() != statements) {
            throw ProblemException.of(
                    ProblemCode.DATABASE_REFUSED,
                    "The client answered " + results.size() + " of " + statements + " statements.",
                    "Look into the server's log.");
        }
        return results;
    }
}
