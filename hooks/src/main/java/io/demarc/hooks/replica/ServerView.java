/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one look at a database server found.
 *
 * @param variables   its global variables, those that matter
 * @param replication one row for each server that it is a replica of
 * @param users       who is connected, but for Demarc, replicas and the server itself: {@code user@host (database)}
 * @param replicas    who reads its binary log: {@code user@host}
 */
record ServerView(
        Database database,
        Dialect dialect,
        Map<String, String> variables,
        List<ReplicationStatus> replication,
        List<String> users,
        List<String> replicas) {
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)");

    ServerView {
        variables = Map.copyOf(variables);
        replication = List.copyOf(replication);
        users = List.copyOf(users);
        replicas = List.copyOf(replicas);
    }

    String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    /** Where it writes the id of its process. */
    String pidFile() {
        String file = variable("pid_file");
        return file.startsWith("/") ? file : variable("datadir") + "/" + file;
    }

    /** MySQL: the transactions that it has executed. */
    String gtidExecuted() {
        return variable("gtid_executed").replaceAll("\\s|\\\\n", "");
    }

    String version() {
        return variable("version");
    }

    /** Such as 1011 for 10.11. */
    int series() {
        return series(version());
    }

    static int series(String version) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) * 100 + Integer.parseInt(matcher.group(2)) : 0;
    }

    long serverId() {
        return number("server_id");
    }

    long number(String name) {
        String text = variable(name);
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    /** Of InnoDB's redo log, which a server has from its beginning; MySQL counts it as one since 8.0.30. */
    long redoBytes() {
        long capacity = number("innodb_redo_log_capacity");
        return capacity > 0
                ? capacity
                : number("innodb_log_file_size") * Math.max(1, number("innodb_log_files_in_group"));
    }

    boolean isOn(String name) {
        return variable(name).equals("ON") || variable(name).equals("1");
    }

    /** How long the server keeps its binary log; empty when for ever. */
    Optional<Duration> logKept() {
        long seconds = number("binlog_expire_logs_seconds");
        String days = variable("expire_logs_days");
        if (seconds == 0 && days.matches("\\d{1,6}(\\.\\d{1,9})?")) {
            seconds = (long) (Double.parseDouble(days) * Duration.ofDays(1).toSeconds());
        }
        return seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
    }

    /** The one and only; empty when it replicates from nobody or from several. */
    Optional<ReplicationStatus> only() {
        return replication.size() == 1 ? Optional.of(replication.get(0)) : Optional.empty();
    }
}
