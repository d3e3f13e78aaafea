/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where the words of MariaDB (10.6 and later) and MySQL (8.4 and later) differ. */
enum Dialect {
    MARIADB {
        @Override
        String showReplica() {
            return "SHOW SLAVE STATUS";
        }

        @Override
        String showPosition() {
            return "SHOW MASTER STATUS";
        }

        @Override
        String leaveOut(List<String> tables) {
            return "SET GLOBAL replicate_ignore_table=" + SqlText.literal(String.join(",", tables));
        }

        @Override
        String thread(String verb, String thread) {
            return verb + " SLAVE " + thread;
        }

        @Override
        String forget() {
            return "RESET SLAVE ALL";
        }

        @Override
        String emptyLog() {
            return "RESET MASTER";
        }

        @Override
        List<String> dumpOptions() {
            return List.of("--master-data=2");
        }

        @Override
        String setGtid(String gtid) {
            return "SET GLOBAL gtid_slave_pos=" + SqlText.literal(gtid);
        }

        @Override
        String byGtid(boolean isByGtid) {
            return "MASTER_USE_GTID=" + (isByGtid ? "slave_pos" : "no");
        }

        @Override
        String connectWord(String option) {
            return option;
        }

        @Override
        String connect() {
            return "CHANGE MASTER TO ";
        }

        @Override
        String until(Coordinates end) {
            return "START SLAVE SQL_THREAD UNTIL MASTER_LOG_FILE=" + SqlText.literal(end.file()) + ", MASTER_LOG_POS="
                    + end.position();
        }

        @Override
        String awaitPosition(Coordinates end, int seconds) {
            return "SELECT MASTER_POS_WAIT(" + SqlText.literal(end.file()) + ", " + end.position() + ", " + seconds
                    + ") AS waited";
        }
    },
    MYSQL {
        @Override
        String showReplica() {
            return "SHOW REPLICA STATUS";
        }

        @Override
        String showPosition() {
            return "SHOW BINARY LOG STATUS";
        }

        @Override
        String leaveOut(List<String> tables) {
            String names = tables.stream()
                    .map(it ->
                            SqlText.identifier(TableNames.database(it)) + "." + SqlText.identifier(TableNames.bare(it)))
                    .collect(Collectors.joining(", "));
            return "CHANGE REPLICATION FILTER REPLICATE_IGNORE_TABLE=(" + names + ")";
        }

        @Override
        String thread(String verb, String thread) {
            return verb + " REPLICA " + thread;
        }

        @Override
        String forget() {
            return "RESET REPLICA ALL";
        }

        @Override
        String emptyLog() {
            return "RESET BINARY LOGS AND GTIDS";
        }

        @Override
        List<String> dumpOptions() {
            return List.of("--source-data=2", "--set-gtid-purged=COMMENTED");
        }

        @Override
        String setGtid(String gtid) {
            return "SET GLOBAL gtid_purged=" + SqlText.literal(gtid);
        }

        @Override
        String byGtid(boolean isByGtid) {
            return "SOURCE_AUTO_POSITION=" + (isByGtid ? 1 : 0);
        }

        @Override
        String connectWord(String option) {
            return option.replace("MASTER_", "SOURCE_");
        }

        @Override
        String connect() {
            return "CHANGE REPLICATION SOURCE TO ";
        }

        @Override
        String until(Coordinates end) {
            return "START REPLICA SQL_THREAD UNTIL SOURCE_LOG_FILE=" + SqlText.literal(end.file()) + ", SOURCE_LOG_POS="
                    + end.position();
        }

        @Override
        String awaitPosition(Coordinates end, int seconds) {
            return "SELECT SOURCE_POS_WAIT(" + SqlText.literal(end.file()) + ", " + end.position() + ", " + seconds
                    + ") AS waited";
        }
    };

    private static final Pattern POSITION =
            Pattern.compile("(?:MASTER|SOURCE)_LOG_FILE='([^'\\n]{1,255})',\\s*(?:MASTER|SOURCE)_LOG_POS=(\\d{1,18})");
    private static final Pattern PURGED =
            Pattern.compile("GTID_PURGED=(?:/\\*!80000 '\\+'\\*/\\s*)?'([0-9a-zA-Z:,\\s_-]*)'");

    abstract String showReplica();

    /** The end of the server's own binary log, in columns File and Position. */
    abstract String showPosition();

    /**
     * Makes a stopped replica apply nothing to these tables.
     *
     * @param tables as {@code app.orders}; none: it applies everything again
     */
    abstract String leaveOut(List<String> tables);

    /**
     * @param verb   START or STOP
     * @param thread {@code SQL_THREAD}, or nothing for both
     */
    abstract String thread(String verb, String thread);

    /** Makes a stopped replica forget whom it replicated from. */
    abstract String forget();

    /** Empties the server's own binary log. */
    abstract String emptyLog();

    /** What makes the dump say where in the primary's log it was taken. */
    abstract List<String> dumpOptions();

    abstract String setGtid(String gtid);

    abstract String byGtid(boolean isByGtid);

    abstract String connectWord(String option);

    abstract String connect();

    /** Applies up to this point of the primary's log and stops there. */
    abstract String until(Coordinates end);

    /** Waits until it is applied: a number, NULL when replication stopped, -1 when the time is over. */
    abstract String awaitPosition(Coordinates end, int seconds);

    static Dialect of(String version) {
        return version.contains("MariaDB") ? MARIADB : MYSQL;
    }

    /** The row by MariaDB's column names. */
    ReplicationStatus status(SqlRow row) {
        Map<String, String> columns = new LinkedHashMap<>();
        row.columns()
                .forEach((name, value) ->
                        columns.put(name.replace("Source", "Master").replace("Replica_", "Slave_"), value));
        return new ReplicationStatus(new SqlRow(columns));
    }

    /** Where the dump says that it was taken. */
    Optional<Coordinates> positionIn(String headOfDump) {
        Matcher matcher = POSITION.matcher(headOfDump);
        return matcher.find()
                ? Optional.of(new Coordinates(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /** The transactions that the dump says it holds; MySQL only. */
    Optional<String> gtidIn(String headOfDump) {
        Matcher matcher = PURGED.matcher(headOfDump);
        return matcher.find() ? Optional.of(matcher.group(1).replaceAll("\\s", "")) : Optional.empty();
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
