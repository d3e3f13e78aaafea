/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.access.Printable;
import io.demarc.access.Secret;
import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.node.FedCommands;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Statements to a database through the client on its own server: Demarc knows no administrator's password. The text goes over
 * standard input, so no process list ever shows it. Thread-safe.
 */
final class SqlClient {
    static final Duration USUAL = Duration.ofSeconds(60);
    /**
     * Everything that Demarc writes into a statement is quoted for an empty sql_mode; and a moment is the same text on every server,
     * whatever its time zone is.
     */
    static final String SETTINGS = "SET SESSION sql_mode='', SESSION time_zone='+00:00'";

    static final String PRELUDE = SETTINGS + ";\n";

    private static final String FIND = """
            client=$(command -v mariadb || command -v mysql) || { echo 'demarc: there is neither mariadb nor mysql' >&2; exit 127; }
            exec "$client" "$@"
            """;
    private static final String MARK = "demarc-next";
    /** A server's message has at most 512 characters (MYSQL_ERRMSG_SIZE). */
    private static final int LONGEST_REASON = 600;

    private static final int LONGEST_COMPLAINT = 4_000;
    /** Of what the client prints: what the server objected to. */
    static final Pattern REASON =
            Pattern.compile("^ERROR (\\d{1,5}) \\(\\w{5}\\)( at line \\d+)?: .*$", Pattern.MULTILINE);
    /**
     * Of both makes' lists of errors, those that the same statement may not meet again: no connection, or one that is lost or was
     * killed, too many of them, a shutdown, a lock or a deadlock, a table that changed meanwhile.
     */
    private static final Set<Integer> PASSING = Set.of(
            1020, 1040, 1047, 1053, 1152, 1158, 1159, 1160, 1161, 1203, 1205, 1213, 1226, 1317, 1412, 1927, 2002, 2003,
            2006, 2013, 2055, 3169);

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
        Matcher reason = REASON.matcher(complaint);
        String client = "the client on " + database.server() + " ended with " + exit;
        // The client prints the statement first, however long it is.
        String summary = reason.find()
                ? Printable.of(reason.group().replaceFirst(" at line \\d+", ""), LONGEST_REASON) + " (" + client + ")"
                : client + ": " + Printable.of(said.isEmpty() ? "it said nothing" : said, LONGEST_REASON);
        boolean isPassing = reason.reset().find() && PASSING.contains(Integer.parseInt(reason.group(1)));
        return new ProblemException(new Problem(
                isPassing ? ProblemCode.DATABASE_BUSY : ProblemCode.DATABASE_REFUSED,
                "Database " + database + ": " + summary + ".",
                exit == 127
                        ? "Install the client's package there (Debian: mariadb-client)."
                        : "Read the server's answer; try the client there with the same option file.",
                summary.contains(said) ? List.of() : List.of("All it said: " + Printable.of(said, LONGEST_COMPLAINT))));
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
                    ProblemCode.DATABASE_BUSY,
                    "The client answered " + results.size() + " of " + statements + " statements.",
                    "Look into the server's log.");
        }
        return results;
    }
}
