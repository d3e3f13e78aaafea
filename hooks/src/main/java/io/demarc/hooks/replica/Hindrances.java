/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.runbook.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What would break a copy in its middle, when the replica's own data are gone, and what the rebuild would break elsewhere. Asked before. */
final class Hindrances {
    /**
     * A dump asks for each view's columns, and ends with error 1356 at one whose tables or functions are gone. The catalogue lists such a
     * view without columns.
     */
    private static final String BROKEN_VIEWS =
            "SELECT v.table_schema AS s, v.table_name AS t FROM information_schema.views v"
                    + " WHERE v.table_schema NOT IN " + ServerReader.SYSTEM
                    + " AND NOT EXISTS (SELECT 1 FROM information_schema.columns c"
                    + " WHERE c.table_schema=v.table_schema AND c.table_name=v.table_name)";

    private static final String ENGINES_USED = "SELECT DISTINCT engine AS e FROM information_schema.tables"
            + " WHERE engine IS NOT NULL AND table_schema NOT IN " + ServerReader.SYSTEM;
    private static final String ENGINES_KNOWN =
            "SELECT engine AS e FROM information_schema.engines WHERE support IN ('YES','DEFAULT')";
    /** Their rows are gone when their server ends, as the one does that a copy is loaded into. */
    private static final String IN_MEMORY = "SELECT table_schema AS s, table_name AS t FROM information_schema.tables"
            + " WHERE engine='MEMORY' AND table_rows>0 AND table_schema NOT IN " + ServerReader.SYSTEM;

    private static final String PREPARED = "XA RECOVER";
    private static final String SEMI_SYNC = "SHOW GLOBAL STATUS LIKE 'Rpl_semi_sync_%'";

    /** The replica gets the source's accounts. By what they are, without what leaves the server: MariaDB has them as JSON since 10.4. */
    private static final String ACCOUNTS = "SELECT CONCAT(user,'@',host) AS a,"
            + " SHA2(JSON_REMOVE(priv,'$.password_last_changed','$.version_id'),256) AS p FROM mysql.global_priv";

    /** Of MySQL: how one logs in, and the rights that matter to whoever goes on from there. */
    private static final String MYSQL_ACCOUNTS = "SELECT CONCAT(user,'@',host) AS a,"
            + " SHA2(CONCAT_WS('|',plugin,HEX(authentication_string),account_locked,ssl_type,select_priv,reload_priv,super_priv,"
            + "repl_slave_priv,repl_client_priv,grant_priv),256) AS p FROM mysql.user";

    private static final String OWN_ACCOUNT = "SELECT CURRENT_USER() AS a";

    private final Rebuild rebuild;
    private final ServerView primary;
    private final CopyMethod method;

    private final List<String> brokenViews;
    private final List<String> inMemory;
    private final Set<String> missingEngines;
    private final int prepared;
    private final String leftOutOfLog;
    private final long acknowledging;
    private final boolean isAcknowledging;
    private final String ownAccount;
    private final Map<String, String> accounts;
    private final Map<String, String> accountsOfSource;

    Hindrances(Rebuild rebuild, ServerView primary, CopyMethod method) {
        this.rebuild = rebuild;
        this.primary = primary;
        this.method = method;
        String everyAccount = primary.dialect().isMariaDb() ? ACCOUNTS : MYSQL_ACCOUNTS;
        List<List<SqlRow>> ofSource = rebuild.client(rebuild.source())
                .askAll(SqlClient.USUAL, List.of(BROKEN_VIEWS, ENGINES_USED, everyAccount, IN_MEMORY));
        List<List<SqlRow>> ofReplica = rebuild.client(rebuild.replica())
                .askAll(SqlClient.USUAL, List.of(ENGINES_KNOWN, PREPARED, SEMI_SYNC, everyAccount, OWN_ACCOUNT));
        List<List<SqlRow>> ofPrimary = rebuild.client(rebuild.primary())
                .askAll(SqlClient.USUAL, List.of(primary.dialect().showPosition(), SEMI_SYNC));
        this.brokenViews = names(ofSource.get(0));
        this.inMemory = names(ofSource.get(3));
        this.missingEngines = texts(ofSource.get(1), "e");
        missingEngines.removeAll(texts(ofReplica.get(0), "e"));
        this.accountsOfSource = accounts(ofSource.get(2));
        this.accounts = accounts(ofReplica.get(3));
        this.ownAccount = ofReplica.get(4).get(0).text("a");
        this.prepared = ofReplica.get(1).size();
        this.isAcknowledging = status(ofReplica.get(2), "slave_status").equals("ON");
        this.leftOutOfLog = ofPrimary.get(0).stream()
                .map(row -> filter("binlog_do_db", row.text("Binlog_Do_DB"))
                        + filter("binlog_ignore_db", row.text("Binlog_Ignore_DB")))
                .collect(Collectors.joining());
        String clients = status(ofPrimary.get(1), "master_clients");
        this.acknowledging = clients.matches("\\d{1,9}") ? Long.parseLong(clients) : 0;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(List.of(everythingIsLogged(), enginesAreThere(), commitsGoOn()));
        if (method.isOfStatements()) {
            findings.add(viewsAreWhole());
        }
        if (method.isBeside()) {
            findings.add(nothingIsInMemory());
        }
        if (method == CopyMethod.IN_PLACE) {
            findings.add(nothingIsPrepared());
        }
        if (rebuild.tables().isEmpty()) {
            findings.add(loginStays());
        }
        if (!rebuild.keptAccounts().isEmpty()) {
            findings.add(keptAreKept());
        }
        return findings;
    }

    private Finding everythingIsLogged() {
        String claim = primary.database() + " logs the changes of every database";
        return leftOutOfLog.isEmpty()
                ? Finding.met(claim, "no database is left out of its binary log")
                : Finding.notMet(
                        claim,
                        "it has" + leftOutOfLog,
                        "What isn't logged is copied once and never changes on a replica: lift the filter and restart it, or rebuild by hand.");
    }

    private Finding enginesAreThere() {
        String claim = rebuild.replica() + " has every storage engine that " + rebuild.source() + " uses";
        return missingEngines.isEmpty()
                ? Finding.met(claim, "it has")
                : Finding.notMet(
                        claim,
                        "it lacks " + String.join(", ", missingEngines),
                        "Install the engine there (INSTALL SONAME): without it a table becomes another one, or is refused.");
    }

    private Finding viewsAreWhole() {
        String claim = "every view of " + rebuild.source() + " can be read: a dump ends at the first one that can't";
        return brokenViews.isEmpty()
                ? Finding.met(claim, "each has columns")
                : Finding.notMet(
                        claim,
                        "these refer to what isn't there: " + String.join(", ", brokenViews),
                        "Mend or drop them on " + rebuild.primary()
                                + " ('CHECK TABLE' says what they miss), or use --method backup.");
    }

    private Finding nothingIsInMemory() {
        String claim = "no MEMORY table of " + rebuild.source() + " has rows: the copy's server is restarted";
        return inMemory.isEmpty()
                ? Finding.met(claim, "none has")
                : Finding.notMet(
                        claim,
                        String.join(", ", inMemory),
                        "Empty them or make them InnoDB on " + rebuild.primary()
                                + ": each restart of a replica loses such rows, and their next change breaks it.");
    }

    private Finding nothingIsPrepared() {
        String claim = rebuild.replica()
                + " has no prepared XA transaction: its locks would keep its databases from being dropped";
        return prepared == 0
                ? Finding.met(claim, "XA RECOVER says none")
                : Finding.notMet(
                        claim,
                        "XA RECOVER says " + prepared,
                        "End each there with XA COMMIT or XA ROLLBACK, as whoever began it did on " + rebuild.primary()
                                + ".");
    }

    /** Whether Demarc's account may come over a socket. */
    boolean isLoginLocal() {
        return ownAccount.endsWith("@localhost") || ownAccount.endsWith("@%");
    }

    private Finding keptAreKept() {
        String claim = "the accounts that are to be kept are there, and can be";
        List<String> missing = rebuild.keptAccounts().stream()
                .filter(it -> !accounts.containsKey(it))
                .toList();
        if (!missing.isEmpty()) {
            return Finding.notMet(
                    claim, rebuild.replica() + " has no " + String.join(", ", missing), "Name them as USER@HOST.");
        }
        return method.isBeside()
                ? Finding.met(claim, String.join(", ", rebuild.keptAccounts()))
                : Finding.notMet(
                        claim,
                        "the replica loads the copy itself",
                        "Leave out --method in-place and --tables, or make the accounts again afterwards.");
    }

    private Finding loginStays() {
        String claim = "Demarc's account on " + rebuild.replica() + ", " + ownAccount + ", is one of "
                + rebuild.source() + ", whose accounts it gets";
        // A clone is logged in to before accounts are kept.
        boolean isKeptInTime = method == CopyMethod.DUMP || method == CopyMethod.BACKUP;
        boolean isKeptForIt = rebuild.keptAccounts().contains(ownAccount) && isKeptInTime;
        if (!isKeptForIt && (!accountsOfSource.containsKey(ownAccount) || !isKept(ownAccount))) {
            return Finding.notMet(
                    claim,
                    accountsOfSource.containsKey(ownAccount)
                            ? "it has another password, another way to log in, or other rights there"
                            : "there is no such account there",
                    "Keep it (" + (isKeptInTime ? "" : "--method dump ") + "--keep-accounts " + ownAccount
                            + "), make it the same on "
                            + rebuild.primary()
                            + ", or log in on " + rebuild.replica()
                            + " with an account that both have: after the copy nobody could go on.");
        }
        String lost = accounts.keySet().stream()
                .filter(it -> !isKept(it) && !rebuild.keptAccounts().contains(it))
                .sorted()
                .collect(Collectors.joining(", "));
        return Finding.met(
                claim, lost.isEmpty() ? "as is every other one" : "it is; the copy replaces or drops these: " + lost);
    }

    private boolean isKept(String account) {
        return Objects.equals(accounts.get(account), accountsOfSource.get(account));
    }

    private static Map<String, String> accounts(List<SqlRow> rows) {
        return rows.stream()
                .collect(Collectors.toMap(row -> row.text("a"), row -> row.text("p"), (one, other) -> one + other));
    }

    private Finding commitsGoOn() {
        String claim = "commits on " + primary.database() + " don't wait for " + rebuild.replica();
        String variables = primary.variable("rpl_semi_sync_source_enabled").isEmpty()
                ? "rpl_semi_sync_master_"
                : "rpl_semi_sync_source_";
        boolean isTheOnly = isAcknowledging && acknowledging <= 1 && primary.isOn(variables + "enabled");
        if (!isTheOnly) {
            return Finding.met(
                    claim,
                    acknowledging == 0
                            ? "no replica acknowledges (semi-synchronous replication)"
                            : acknowledging + " replicas acknowledge");
        }
        String found = rebuild.replica()
                + " is the only replica that acknowledges them: when it stops, each waits for up to "
                + primary.number(variables + "timeout") + " ms (" + variables + "timeout), until the primary gives up";
        return rebuild.isAllowed("allow-stall")
                ? Finding.met(claim + ", or that is allowed", found + "; allowed")
                : Finding.notMet(
                        claim,
                        found,
                        "SET GLOBAL " + variables + "enabled=OFF on " + primary.database()
                                + " until the rebuild is over, or say --allow-stall.");
    }

    private static List<String> names(List<SqlRow> rows) {
        return rows.stream().map(row -> row.text("s") + "." + row.text("t")).toList();
    }

    private static Set<String> texts(List<SqlRow> rows, String column) {
        return rows.stream().map(row -> row.text(column)).collect(Collectors.toCollection(TreeSet::new));
    }

    /** @param name in MariaDB's words; MySQL has those, and newer ones since 8.0.26 */
    private static String status(List<SqlRow> rows, String name) {
        return rows.stream()
                .filter(row -> row.text("Variable_name")
                        .replace("source", "master")
                        .replace("replica", "slave")
                        .equals("Rpl_semi_sync_" + name))
                .map(row -> row.text("Value"))
                .findFirst()
                .orElse("");
    }

    private static String filter(String name, String value) {
        return value.isEmpty() ? "" : " " + name + "=" + value;
    }
}
