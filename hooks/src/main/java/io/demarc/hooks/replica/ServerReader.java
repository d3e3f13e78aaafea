/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.util.HashMap;
import java.util.LinkedHashMap;
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
                    + "'aria_log_dir_path','version_comment','aurora_version','wsrep_on','group_replication_group_name','innodb_page_size','innodb_data_file_path','binlog_format',"
                    + "'rpl_semi_sync_master_enabled','rpl_semi_sync_master_timeout','rpl_semi_sync_source_enabled',"
                    + "'rpl_semi_sync_source_timeout','super_read_only','gtid_executed','innodb_redo_log_capacity',"
                    + "'innodb_log_file_size','innodb_log_files_in_group','version_compile_os','version_compile_machine',"
                    + "'character_set_server','collation_server')";
    private static final String SESSIONS =
            "SELECT id, user, host, IFNULL(db,'') AS db, command, time AS t FROM information_schema.processlist WHERE id <>"
                    + " CONNECTION_ID()";
    /** Sessions of nobody: replication's own threads, the event scheduler, those that have not logged in yet. */
    private static final List<String> NOBODY = List.of("system user", "event_scheduler", "unauthenticated user");

    private ServerReader() {}

    static ServerView read(SqlClient client) {
        List<List<SqlRow>> answers = client.askAll(SqlClient.USUAL, List.of(VARIABLES, SESSIONS));
        Map<String, String> variables = variables(answers.get(0));
        List<String> replicas = answers.get(1).stream()
                .filter(row -> row.text("command").startsWith("Binlog Dump"))
                .map(ServerReader::who)
                .toList();
        Map<String, String> users = users(answers.get(1));
        if (!users.isEmpty()) {
            // Somebody who only looks, as monitors do and as this has done a moment ago, is gone at the next look.
            users.keySet().retainAll(users(client.ask(SESSIONS)).keySet());
        }
        Dialect dialect = Dialect.of(client.database(), variables);
        return new ServerView(
                client.database(),
                dialect,
                variables,
                statuses(client, dialect),
                List.copyOf(users.values()),
                replicas);
    }

    private static String who(SqlRow row) {
        return row.text("user") + "@" + row.text("host").replaceAll(":\\d+$", "");
    }

    /** By the ids of their sessions. */
    private static Map<String, String> users(List<SqlRow> sessions) {
        Map<String, String> users = new LinkedHashMap<>();
        for (SqlRow row : sessions) {
            String command = row.text("command");
            boolean isNobody = NOBODY.contains(row.text("user"))
                    || command.equals("Daemon")
                    || command.equals("Slave_worker")
                    || command.startsWith("Binlog Dump");
            if (!isNobody) {
                users.put(
                        row.text("id"),
                        who(row) + (row.text("db").isEmpty() ? "" : " (" + row.text("db") + ")") + ", "
                                + row.text("command") + " for " + row.text("t") + " s, session " + row.text("id"));
            }
        }
        return users;
    }

    /** Its words, and nothing else of it. */
    static Dialect dialect(SqlClient client) {
        return Dialect.of(client.database(), variables(client.ask(VARIABLES)));
    }

    private static Map<String, String> variables(List<SqlRow> rows) {
        Map<String, String> variables = new HashMap<>();
        rows.forEach(row -> variables.put(row.text("Variable_name"), row.text("Value")));
        return variables;
    }

    static List<ReplicationStatus> statuses(SqlClient client, Dialect dialect) {
        return client.ask(dialect.showReplicas()).stream().map(dialect::status).toList();
    }

    static Optional<ReplicationStatus> status(SqlClient client, Dialect dialect) {
        return client.ask(dialect.showReplica()).stream().map(dialect::status).findFirst();
    }
}
