/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.access.Printable;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words that a server of this make and release understands. MySQL changed them step by step: REPLICA with 8.0.22, SOURCE with
 * 8.0.23, {@code SOURCE_POS_WAIT} with 8.0.26, BINARY LOG STATUS with 8.2; 8.4 knows the old ones no more
 * (MySQL Reference Manual, "SQL Statements for Controlling Replication", and the release notes).
 *
 * @param release such as 80033 for 8.0.33, and 101106 for 10.11.6
 */
record Dialect(Make make, int release) {
    static final int REPLICA = 80022;
    static final int SOURCE = 80023;
    static final int SOURCE_WAIT = 80026;
    static final int BINARY_LOG = 80200;

    private static final int REQUIRED_KEYS = 80013;
    private static final int GENERATED_KEYS = 80030;
    private static final int HISTORY = 101100;
    private static final int OLDEST_MARIADB = 100600;
    private static final int UNKNOWN_MARIADB = 120000;
    private static final int OLDEST_MYSQL = 80000;
    private static final int UNKNOWN_MYSQL = 100000;

    private static final Pattern VERSION = Pattern.compile("(\\d{1,3})\\.(\\d{1,2})\\.(\\d{1,2})(?!\\d)");
    private static final Pattern POSITION =
            Pattern.compile("MASTER_LOG_FILE='([^'\\n]{1,255})',\\s*MASTER_LOG_POS=(\\d{1,18})");

    enum Make {
        MARIADB,
        MYSQL
    }

    /**
     * The dialect of a server that says this of itself.
     *
     * @param variables its global variables
     * @throws ProblemException {@code DATABASE_UNSUPPORTED} for one whose words nobody knows, and for what is made of MariaDB or MySQL
     *     and replicates in another way
     */
    static Dialect of(Database database, Map<String, String> variables) {
        String version = variables.getOrDefault("version", "");
        String fork = fork(variables);
        if (!fork.isEmpty()) {
            throw unsupported(database, version + ": " + fork);
        }
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.find()) {
            throw unsupported(database, version.isEmpty() ? "no version" : version);
        }
        int release = Integer.parseInt(numbers.group(1)) * 10_000
                + Integer.parseInt(numbers.group(2)) * 100
                + Integer.parseInt(numbers.group(3));
        Dialect dialect = new Dialect(version.contains("MariaDB") ? Make.MARIADB : Make.MYSQL, release);
        if (!dialect.isMariaDb() && (release < OLDEST_MYSQL || release >= UNKNOWN_MYSQL)) {
            throw unsupported(database, "MySQL " + version);
        }
        return dialect;
    }

    private static String fork(Map<String, String> variables) {
        String comment = variables.getOrDefault("version_comment", "");
        if (variables.getOrDefault("version", "").contains("TiDB")) {
            return "TiDB";
        } else if (comment.contains("Percona")) {
            return "Percona Server (" + comment + ")";
        } else if (!variables.getOrDefault("aurora_version", "").isEmpty()) {
            return "Amazon Aurora " + variables.get("aurora_version");
        } else if (variables.getOrDefault("wsrep_on", "OFF").equals("ON")) {
            return "a Galera cluster (wsrep_on is ON)";
        }
        return variables.getOrDefault("group_replication_group_name", "").isEmpty()
                ? ""
                : "group replication (group_replication_group_name is set)";
    }

    private static ProblemException unsupported(Database database, String found) {
        return ProblemException.of(
                ProblemCode.DATABASE_UNSUPPORTED,
                "Database " + database + " is to be MariaDB or MySQL 8.0 to 9, in plain replication; found "
                        + Printable.of(found) + ".",
                "Demarc doesn't know what this server understands, and sends it nothing more: do it by hand.");
    }

    boolean isMariaDb() {
        return make == Make.MARIADB;
    }

    private boolean isMySql(int since) {
        return make == Make.MYSQL && release >= since;
    }

    /** Whether these very words were sent to a real server, which did what they say. */
    boolean isProven() {
        return isMariaDb()
                ? release >= OLDEST_MARIADB && release < UNKNOWN_MARIADB
                : release >= SOURCE_WAIT && release < BINARY_LOG;
    }

    /** For people: what is proven, and on what. */
    static String proven() {
        return "MariaDB 10.6 to 11 (tried on 10.11) and MySQL 8.0.26 to 8.1 (tried on 8.0.33)";
    }

    String showReplica() {
        return isMySql(REPLICA) ? "SHOW REPLICA STATUS" : "SHOW SLAVE STATUS";
    }

    /** Every connection that it replicates over. */
    String showReplicas() {
        return isMariaDb() ? "SHOW ALL SLAVES STATUS" : showReplica();
    }

    /** The end of the server's own binary log, in columns File and Position. */
    String showPosition() {
        return isMySql(BINARY_LOG) ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS";
    }

    /**
     * Makes a stopped replica apply nothing to these tables.
     *
     * @param tables as {@code app.orders}; none: it applies everything again
     */
    String leaveOut(List<String> tables) {
        if (isMariaDb()) {
            return "SET GLOBAL replicate_ignore_table=" + SqlText.literal(String.join(",", tables));
        }
        String names = tables.stream()
                .map(it -> SqlText.identifier(TableNames.database(it)) + "." + SqlText.identifier(TableNames.bare(it)))
                .collect(Collectors.joining(", "));
        return "CHANGE REPLICATION FILTER REPLICATE_IGNORE_TABLE=(" + names + ")";
    }

    /**
     * @param verb   START or STOP
     * @param thread {@code SQL_THREAD}, or nothing for both
     */
    String thread(String verb, String thread) {
        return verb + " " + replica() + " " + thread;
    }

    private String replica() {
        return isMySql(REPLICA) ? "REPLICA" : "SLAVE";
    }

    private String source() {
        return isMySql(SOURCE) ? "SOURCE" : "MASTER";
    }

    /** Makes a stopped replica forget whom it replicated from. */
    String forget() {
        return "RESET " + replica() + " ALL";
    }

    /** Empties the server's own binary log. */
    String emptyLog() {
        return isMySql(BINARY_LOG) ? "RESET BINARY LOGS AND GTIDS" : "RESET MASTER";
    }

    /** Asks for the files of tables that were made with {@code DATA DIRECTORY}, in a column f. */
    String filesElsewhere() {
        return isMariaDb()
                ? "SELECT filename AS f FROM information_schema.innodb_sys_tablespaces WHERE filename LIKE '/%'"
                : "SELECT path AS f FROM information_schema.innodb_datafiles WHERE path LIKE '/%'";
    }

    /** Without the transaction ids in it: they are told beside it. */
    List<String> quietDump() {
        return isMariaDb() ? List.of() : List.of("--set-gtid-purged=OFF");
    }

    /** Makes the session as liberal with tables as any source of theirs may have been. */
    String takeEverything() {
        return "SET SESSION innodb_strict_mode=OFF"
                + (isMySql(REQUIRED_KEYS) ? ", SESSION sql_require_primary_key=OFF" : "")
                + (isMySql(GENERATED_KEYS) ? ", SESSION sql_generate_invisible_primary_key=OFF" : "");
    }

    /** Whether the dump program has {@code --dump-history} (MariaDB 10.11, MDEV-16355). */
    boolean dumpsHistory() {
        return isMariaDb() && release >= HISTORY;
    }

    String setGtid(String gtid) {
        return (isMariaDb() ? "SET GLOBAL gtid_slave_pos=" : "SET GLOBAL gtid_purged=") + SqlText.literal(gtid);
    }

    /** Makes the session see sizes as they are, not as they were within the last day. */
    String freshStatistics() {
        return isMariaDb() ? "DO 0" : "SET SESSION information_schema_stats_expiry=0";
    }

    /** The transactions that a replica has applied. */
    String appliedGtid() {
        return isMariaDb() ? "@@GLOBAL.gtid_slave_pos" : "@@GLOBAL.gtid_executed";
    }

    /** For a replica that has no connection whose options could be kept: without TLS MySQL's usual accounts need the primary's key. */
    Map<String, String> usualConnection() {
        return isMariaDb() ? Map.of() : Map.of("GET_MASTER_PUBLIC_KEY", "1");
    }

    /** The transactions that a primary has logged. */
    String loggedGtid() {
        return isMariaDb() ? "@@GLOBAL.gtid_binlog_pos" : "@@GLOBAL.gtid_executed";
    }

    /** {@code MariaDB 10.11.6}. */
    String inWords() {
        return (isMariaDb() ? "MariaDB " : "MySQL ") + release / 10_000 + "." + release / 100 % 100 + "."
                + release % 100;
    }

    String byGtid(boolean isByGtid) {
        return isMariaDb()
                ? "MASTER_USE_GTID=" + (isByGtid ? "slave_pos" : "no")
                : source() + "_AUTO_POSITION=" + (isByGtid ? 1 : 0);
    }

    String connectWord(String option) {
        return option.replace("MASTER_", source() + "_");
    }

    String connect() {
        return isMySql(SOURCE) ? "CHANGE REPLICATION SOURCE TO " : "CHANGE MASTER TO ";
    }

    /** Applies up to this point of the primary's log and stops there. */
    String until(Coordinates end) {
        return "START " + replica() + " SQL_THREAD UNTIL " + source() + "_LOG_FILE=" + SqlText.literal(end.file())
                + ", " + source() + "_LOG_POS=" + end.position();
    }

    /** Waits until it is applied: a number, NULL when replication stopped, -1 when the time is over. */
    String awaitPosition(Coordinates end, int seconds) {
        return "SELECT " + (isMySql(SOURCE_WAIT) ? "SOURCE_POS_WAIT" : "MASTER_POS_WAIT") + "("
                + SqlText.literal(end.file()) + ", " + end.position() + ", " + seconds + ") AS waited";
    }

    /** The row by MariaDB's column names. */
    ReplicationStatus status(SqlRow row) {
        Map<String, String> columns = new LinkedHashMap<>();
        row.columns()
                .forEach((name, value) -> columns.put(
                        name.replace("Source", "Master")
                                .replace("Replica_", "Slave_")
                                .replace("Channel_Name", "Connection_name"),
                        value));
        return new ReplicationStatus(new SqlRow(columns));
    }

    /** Where a dump of MariaDB says that it was taken. */
    Optional<Coordinates> positionIn(String headOfDump) {
        Matcher matcher = POSITION.matcher(headOfDump);
        return matcher.find()
                ? Optional.of(new Coordinates(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /**
     * Everything in one statement: a later one that names the host forgets file and position.
     *
     * @param options such as {@code MASTER_SSL} with their values, quoted already
     */
    String connect(Map<String, String> options, boolean isByGtid) {
        List<String> all = new ArrayList<>();
        options.forEach((name, value) -> all.add(connectWord(name) + "=" + value));
        all.add(byGtid(isByGtid));
        return connect() + String.join(", ", all);
    }
}
