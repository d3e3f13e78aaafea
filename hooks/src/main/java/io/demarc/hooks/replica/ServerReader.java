/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at database servers; changes nothing. Thread-safe. */
final class ServerReader {
    /** Schemas that a server has of its own; what is in them is never compared, and only {@code mysql} is copied. */
    static final String SYSTEM = "('mysql','information_schema','performance_schema','sys')";

    private static final String VARIABLES =
            "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('version','server_id','log_bin',"
                    + "'read_only','datadir','lower_case_table_names','max_allowed_packet','binlog_expire_logs_seconds',"
                    + "'expire_logs_days','log_slave_updates','log_replica_updates','gtid_mode','gtid_slave_pos','event_scheduler',"
                    + "'hostname','port','pid_file','innodb_data_home_dir','innodb_log_group_home_dir','innodb_undo_directory',"
                    + "'aria_log_dir_path','innodb_page_size','innodb_data_file_path','binlog_format')";
    private static final String SESSIONS =
            "SELECT user, host, IFNULL(db,'') AS db, command FROM information_schema.processlist WHERE id <> CONNECTION_ID()";
    /** Sessions of nobody: replication's own threads, the event scheduler, those that have not logged in yet. */
    private static final List<String> NOBODY = List.of("system user", "event_scheduler", "unauthenticated user");

    private ServerReader() {}

    static ServerView read(SqlClient client) {
        List<List<SqlRow>> answers = client.askAll(SqlClient.USUAL, List.of(VARIABLES, SESSIONS));
        Map<String, String> variables = new HashMap<>();
        answers.get(0).forEach(row -> variables.put(row.text("Variable_name"), row.text("Value")));
        List<String> users = new ArrayList<>();
        List<String> replicas = new ArrayList<>();
        for (SqlRow row : answers.get(1)) {
            String who = row.text("user") + "@" + row.text("host").replaceAll(":\\d+$", "");
            if (row.text("command").startsWith("Binlog Dump")) {
                replicas.add(who);
            } else if (!NOBODY.contains(row.text("user"))
                    && !row.text("command").equals("Daemon")
                    && !row.text("command").equals("Slave_worker")) {
                users.add(who + (row.text("db").isEmpty() ? "" : " (" + row.text("db") + ")"));
            }
        }
        Dialect dialect = Dialect.of(variables.getOrDefault("version", ""));
        return new ServerView(client.database(), dialect, variables, statuses(client, dialect), users, replicas);
    }

    static List<ReplicationStatus> statuses(SqlClient client, Dialect dialect) {
        String question = dialect == Dialect.MARIADB ? "SHOW ALL SLAVES STATUS" : dialect.showReplica();
        return client.ask(question).stream().map(dialect::status).toList();
    }

    static Optional<ReplicationStatus> status(SqlClient client, Dialect dialect) {
        return client.ask(dialect.showReplica()).stream().map(dialect::status).findFirst();
    }
}
