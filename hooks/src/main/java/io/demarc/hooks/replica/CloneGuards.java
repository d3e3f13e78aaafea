/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.runbook.Finding;
import java.util.ArrayList;
import java.util.List;

/** Whether a MySQL server can be cloned ("Cloning Remote Data" in MySQL's manual) beside what another one holds. */
final class CloneGuards {
    /** What a clone can't change. */
    private static final List<String> ALIKE = List.of(
            "version",
            "version_compile_os",
            "version_compile_machine",
            "innodb_page_size",
            "innodb_data_file_path",
            "character_set_server",
            "collation_server");

    private static final String ACTIVE =
            "SELECT COUNT(*) AS n FROM information_schema.plugins WHERE plugin_name='clone' AND plugin_status='ACTIVE'";
    private static final String ELSEWHERE =
            "SELECT COUNT(*) AS n FROM information_schema.innodb_datafiles WHERE path LIKE CONCAT('/','%')";
    private static final String ENCRYPTING =
            "SELECT COUNT(*) AS n FROM information_schema.innodb_tablespaces WHERE encryption='Y'";
    private static final String NOT_INNODB = "SELECT COUNT(*) AS n FROM information_schema.tables"
            + " WHERE table_type='BASE TABLE' AND engine<>'InnoDB' AND table_schema NOT IN " + ServerReader.SYSTEM;

    private final ServerView from;
    private final ServerView to;
    private final ReplicationLogin login;
    private final ExchangeGuards exchange;
    private final List<List<SqlRow>> seen;

    /** @param from what was seen of the source, and {@code to} of the replica; both MySQL */
    CloneGuards(SqlClient source, ServerView from, SqlClient replica, ServerView to, ReplicationLogin login) {
        this.from = from;
        this.to = to;
        this.login = login;
        this.exchange = new ExchangeGuards(replica, to, Machine.look(replica, to));
        this.seen = source.askAll(
                SqlClient.USUAL,
                List.of(
                        ACTIVE,
                        "SELECT COUNT(*) AS n FROM information_schema.user_privileges WHERE privilege_type='BACKUP_ADMIN'"
                                + " AND grantee LIKE CONCAT(QUOTE(" + SqlText.literal(login.user()) + "),'@%')",
                        ELSEWHERE,
                        ENCRYPTING,
                        NOT_INNODB,
                        "SELECT IFNULL(SUM(file_size),0) AS n FROM information_schema.innodb_tablespaces"));
    }

    private long number(int statement) {
        return seen.get(statement).get(0).number("n");
    }

    /** @param isPrimary whether the source is the primary */
    CopyChoice.Files look(boolean isPrimary) {
        List<Finding> findings = new ArrayList<>(List.of(mayDonate(), isAlike(), isInnoDb(), isWhole()));
        if (!isPrimary) {
            findings.add(tellsPlace());
        }
        findings.addAll(exchange.ofDump(number(5)));
        return new CopyChoice.Files(CopyMethod.CLONE, number(5), findings);
    }

    private Finding mayDonate() {
        String claim = from.database() + " can be cloned by the account " + login.user();
        List<String> objections = new ArrayList<>();
        if (number(0) == 0) {
            objections.add("its plugin 'clone' isn't active (INSTALL PLUGIN clone SONAME 'mysql_clone.so')");
        }
        if (number(1) == 0) {
            objections.add("the account has no BACKUP_ADMIN (GRANT BACKUP_ADMIN ON *.*)");
        }
        return objections.isEmpty()
                ? Finding.met(claim, "the plugin is active, and the account has BACKUP_ADMIN")
                : Finding.notMet(claim, String.join(", ", objections), "Do that there, or use --method dump.");
    }

    private Finding isAlike() {
        String claim = from.database() + " and " + to.database() + " are alike enough for a clone";
        List<String> objections = new ArrayList<>();
        for (String name : ALIKE) {
            if (!from.variable(name).equals(to.variable(name))) {
                objections.add(name + " is " + from.variable(name) + " and " + to.variable(name));
            }
        }
        return objections.isEmpty()
                ? Finding.met(claim, from.version())
                : Finding.notMet(claim, String.join(", ", objections), "Use --method dump, or make them the same.");
    }

    /** Of others only the definitions are cloned. */
    private Finding isInnoDb() {
        String claim = "every table of " + from.database() + " is InnoDB's";
        return number(4) == 0
                ? Finding.met(claim, "they are")
                : Finding.notMet(claim, number(4) + " are not", "Use --method dump: a clone leaves them empty.");
    }

    private Finding isWhole() {
        String claim = "the files of " + from.database() + " are in its data directory, and not encrypted";
        return number(2) == 0 && number(3) == 0
                ? Finding.met(claim, from.variable("datadir"))
                : Finding.notMet(
                        claim,
                        number(2) + " files elsewhere, " + number(3) + " encrypted tablespaces",
                        "Use --method dump.");
    }

    /** A clone of a replica knows the replica's own log only. */
    private Finding tellsPlace() {
        String claim = "a clone of " + from.database() + " says where it is in the primary's history";
        return from.isOn("gtid_mode")
                ? Finding.met(claim, "gtid_mode is on")
                : Finding.notMet(claim, "gtid_mode is off", "Clone the primary, or use --method dump.");
    }
}
