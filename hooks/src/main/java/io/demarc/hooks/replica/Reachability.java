/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.access.Printable;
import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.runbook.Finding;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.List;

/** What a rebuild needs of the servers besides their databases: programs, room, and the way from the replica to its primary. */
final class Reachability {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String PROGRAMS = """
            missing=
            for program in gzip sha256sum tee timeout; do
                command -v "$program" >/dev/null || missing="$missing $program"
            done
            command -v mariadb-dump >/dev/null || command -v mysqldump >/dev/null || missing="$missing mariadb-dump"
            echo "$missing"
            """;
    /** The option file comes over standard input, and so does the password in it. */
    private static final String LOG_IN = """
            client=$(command -v mariadb || command -v mysql) || exit 127
            cat | "$client" --defaults-file=/dev/stdin --batch --skip-column-names --connect-timeout=10 \
                --execute='SELECT @@server_id'
            """;

    private Reachability() {}

    static Finding programs(SqlClient client) {
        String claim = client.database().server() + " has the programs that a copy needs";
        String missing =
                client.node().run(List.of("sh", "-c", PROGRAMS), LIMIT).stdout().strip();
        return missing.isEmpty()
                ? Finding.met(claim, "it has")
                : Finding.notMet(
                        claim,
                        "missing: " + Printable.of(missing),
                        "Install them (Debian: mariadb-client, gzip, coreutils).");
    }

    /** Octets that are free where the server keeps its data. */
    static long freeBytes(SqlClient client, String directory) {
        CommandResult result = client.node().run(List.of("df", "-Pk", "--", directory), LIMIT);
        String[] lines = result.stdout().strip().split("\n", -1);
        String[] words = lines[lines.length - 1].trim().split("\\s+", -1);
        if (result.exit() != 0 || words.length < 6 || !words[3].matches("\\d{1,15}")) {
            throw ProblemException.of(
                    ProblemCode.NODE_COMMAND_FAILED,
                    client.database().server() + ": 'df -Pk " + Printable.of(directory) + "' ended with "
                            + result.exit() + ": " + Printable.of(result.stderr()),
                    "Look whether the login may see the data directory.");
        }
        return Long.parseLong(words[3]) * 1024;
    }

    /** Logs in to the primary from the replica's server, by the address that replication will take. */
    static Finding account(SqlClient replica, Database primary, ReplicationLogin login, long primaryId) {
        String claim = replica.database() + " reaches " + primary + " at " + primary.address() + ":" + primary.port()
                + " as " + Printable.of(login.user());
        String options = "[client]\nhost=" + quoted(primary.address()) + "\nport=" + primary.port()
                + "\nprotocol=tcp\nuser=" + quoted(login.user()) + "\npassword="
                + quoted(login.password().reveal()) + "\n";
        CommandResult result = replica.node().run(List.of("sh", "-c", LOG_IN), options, LIMIT);
        String id = result.stdout().strip();
        if (result.exit() != 0) {
            String said = SqlClient.masked(result.stderr(), List.of(login.password()))
                    .strip()
                    .replaceAll("\\s+", " ");
            return Finding.notMet(
                    claim,
                    Printable.of(said),
                    "Create the account there (GRANT REPLICATION SLAVE), open the way, or mend the inventory.");
        }
        return id.equals(String.valueOf(primaryId))
                ? Finding.met(claim, "server id " + id + " answers")
                : Finding.notMet(
                        claim,
                        "another server answers there: id " + Printable.of(id) + ", the primary's is " + primaryId,
                        "Mend the primary's address in the inventory.");
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\") + "\"";
    }
}
