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

    /** One row: what the donor has, each counted. */
    private static final String SEEN = "SELECT"
            + " (SELECT COUNT(*) FROM information_schema.plugins WHERE plugin_name='clone' AND plugin_status='ACTIVE') AS active,"
            + " (SELECT COUNT(*) FROM information_schema.user_privileges WHERE privilege_type='BACKUP_ADMIN'"
            + " AND grantee LIKE CONCAT(QUOTE(%s),'@%%')) AS may_donate,"
            + " (SELECT COUNT(*) FROM information_schema.innodb_tablespaces WHERE encryption='Y') AS encrypted,"
            + " (SELECT COUNT(*) FROM information_schema.tables WHERE table_type='BASE TABLE' AND engine<>'InnoDB'"
            + " AND table_schema NOT IN " + ServerReader.SYSTEM + ") AS not_innodb,"
            + " (SELECT IFNULL(SUM(file_size),0) FROM information_schema.innodb_tablespaces) AS octets";

    private final ServerView from;
    private final ServerView to;
    private final ReplicationLogin login;
    private final ExchangeGuards exchange;
    private final List<String> elsewhere;
    private final SqlRow seen;

    /**
     * @param from what was seen of the source, and {@code to} of the replica; both MySQL
     * @param data what the source holds
     */
    CloneGuards(
            SqlClient source,
            ServerView from,
            DataView data,
            SqlClient replica,
            ServerView to,
            ReplicationLogin login) {
        this.from = from;
        this.to = to;
        this.login = login;
        this.exchange = new ExchangeGuards(replica, to, Machine.look(replica, to));
        this.elsewhere = data.elsewhere();
        this.seen =
                source.ask(String.format(SEEN, SqlText.literal(login.user()))).get(0);
    }

    /** @param isPrimary whether the source is the primary */
    CopyChoice.Files look(boolean isPrimary) {
        List<Finding> findings = new ArrayList<>(List.of(mayDonate(), isAlike(), isInnoDb(), isWhole()));
        if (!isPrimary) {
            findings.add(tellsPlace());
        }
        findings.addAll(exchange.forServer(seen.number("octets")));
        return new CopyChoice.Files(CopyMethod.CLONE, seen.number("octets"), findings);
    }

    private Finding mayDonate() {
        String claim = from.database() + " can be cloned by the account " + login.user();
        List<String> objections = new ArrayList<>();
        if (seen.number("active") == 0) {
            objections.add("its plugin 'clone' isn't active (INSTALL PLUGIN clone SONAME 'mysql_clone.so')");
        }
        if (seen.number("may_donate") == 0) {
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
        return seen.number("not_innodb") == 0
                ? Finding.met(claim, "they are")
                : Finding.notMet(
                        claim, seen.text("not_innodb") + " are not", "Use --method dump: a clone leaves them empty.");
    }

    private Finding isWhole() {
        String claim = "the files of " + from.database() + " are in its data directory, and not encrypted";
        return elsewhere.isEmpty() && seen.number("encrypted") == 0
                ? Finding.met(claim, from.variable("datadir"))
                : Finding.notMet(
                        claim,
                        elsewhere.size() + " files elsewhere, " + seen.text("encrypted") + " encrypted tablespaces",
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
