/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a {@link FakeServer} shows of itself to whoever only looks. */
final class FakeSight {
    /** Rows of a table whose ids are above one and at most another. */
    static final String CHUNK =
            "`app`.`(\\w+)`(?: WHERE(?: \\(\\(`id`>(\\d+)\\)\\)(?: AND)?)?(?: NOT \\(\\(`id`>(\\d+)\\)\\))?)?";

    private final FakeDatabases world;
    private final FakeServer server;

    FakeSight(FakeDatabases world, FakeServer server) {
        this.world = world;
        this.server = server;
    }

    /** What the client prints of a result; nothing of an empty one. */
    static String rows(String names, List<String> rows) {
        return rows.isEmpty() ? "" : names + "\n" + String.join("\n", rows) + "\n";
    }

    static String row(String names, Object... values) {
        return rows(
                names.replace(' ', '\t'),
                List.of(List.of(values).stream().map(String::valueOf).collect(Collectors.joining("\t"))));
    }

    static long number(@Nullable String text, long otherwise) {
        return text == null ? otherwise : Long.parseLong(text);
    }

    void teach() {
        server.ask("SHOW GLOBAL VARIABLES WHERE Variable_name IN \\(.*\\)", (words, session) -> {
            Map<String, Object> variables = new HashMap<>(Map.of(
                    "version",
                    server.version,
                    "server_id",
                    server.id,
                    "log_bin",
                    "ON",
                    "read_only",
                    "OFF",
                    "datadir",
                    "/var/lib/mysql/",
                    "binlog_format",
                    world.isLoggingRows ? "ROW" : "MIXED",
                    "pid_file",
                    "/run/mysqld/mysqld.pid",
                    "event_scheduler",
                    server.isScheduling ? "ON" : "OFF"));
            if (server == world.replica && !world.superReadOnly.isEmpty()) {
                variables.put("super_read_only", world.superReadOnly);
            }
            variables.put("rpl_semi_sync_master_enabled", world.isSemiSynchronous ? "ON" : "OFF");
            variables.put("rpl_semi_sync_master_timeout", 10_000);
            variables.put("max_allowed_packet", server.packet);
            return rows(
                    "Variable_name\tValue",
                    variables.entrySet().stream()
                            .map(it -> it.getKey() + "\t" + it.getValue())
                            .toList());
        });
        server.ask(
                "SELECT id, user, host, IFNULL\\(db,''\\) AS db, command, time AS t FROM information_schema.processlist .*",
                (words, it) -> rows("id\tuser\thost\tdb\tcommand\tt", world.sessions.get()));
        server.ask("SHOW (ALL SLAVES|SLAVE) STATUS", (words, session) -> status());
        server.ask("SHOW REPLICA STATUS", (words, session) -> "");
        server.ask("DO 0|SET SESSION information_schema_stats_expiry=0", (words, session) -> "");
        server.ask(
                "SELECT (?:'\\w*'|LOWER\\(routine_type\\)) AS k, .*",
                (words, session) -> words.group().startsWith("SELECT 'view' AS k") ? server.views : "");
        server.ask(
                "SELECT table_schema AS s, table_name AS t, engine AS e,.*",
                (words, session) -> rows(
                        "s\tt\te\td\ti\tk",
                        tables().stream()
                                .map(it -> "app\t" + it.name() + "\t" + it.engine() + "\t" + world.bytes
                                        + "\t0\tBASE TABLE")
                                .toList()));
        server.ask(
                "SELECT table_schema AS s, .* WHERE data_type='float' .*",
                (words, session) -> rows("s\tt\tc", world.inexact));
        server.ask(
                "SELECT schema_name AS s FROM information_schema.schemata .*",
                (words, session) -> rows("s", List.copyOf(server.schemas)));
        server.ask(
                "SELECT table_schema AS s, table_name AS t, IFNULL\\(engine,''\\) AS e,.*",
                (words, session) -> rows(
                        "s\tt\te\tr\tl\tk",
                        tables().stream()
                                .map(it -> "app\t" + it.name() + "\t" + it.engine() + "\t" + it.rows()
                                        + "\t1000000\tBASE TABLE")
                                .toList()));
        server.ask(
                "SELECT table_schema AS s, table_name AS t, column_name AS c, LOWER.*",
                (words, session) -> rows(
                        "s\tt\tc\td\th\to\tg",
                        tables().stream()
                                .flatMap(it -> List.of("id", FakeRepair.MOMENT).stream()
                                        .map(column -> "app\t" + it.name() + "\t" + column + "\tint\t\t\t"))
                                .toList()));
        server.ask(
                "SELECT table_schema AS s, table_name AS t, column_name AS c, IFNULL\\(sub_part,0\\).*",
                (words, session) -> rows(
                        "s\tt\tc\tp",
                        tables().stream()
                                .map(it -> "app\t" + it.name() + "\tid\t0")
                                .toList()));
        server.ask(
                "SELECT event_schema AS s, event_name AS e, .* FROM information_schema.events WHERE status='ENABLED'",
                (words, session) -> server.isEventEnabled
                        ? row("s e d c o", "app", "nightly", "ada@home@10.%", "latin1", "latin1_swedish_ci")
                        : "");
        server.ask("SELECT COUNT\\(\\*\\) AS n FROM information_schema\\.plugins WHERE .*", (words, it) -> row("n", 0));
        server.ask("SELECT (filename|path) AS f FROM information_schema.innodb_.* WHERE .*", (words, it) -> "");
        server.ask(
                "SHOW MASTER STATUS",
                (words, session) -> row(
                        "File Position Binlog_Do_DB Binlog_Ignore_DB",
                        FakeServer.LOG,
                        server.data,
                        "",
                        world.leftOutOfLog));
        server.ask(
                "SELECT v.table_schema AS s, v.table_name AS t FROM information_schema.views v .*",
                (words, session) -> rows("s\tt", world.brokenViews));
        server.ask(
                "SELECT table_schema AS s, .* WHERE engine='MEMORY' .*",
                (words, session) -> rows("s\tt", world.inMemory));
        server.ask("SELECT DISTINCT engine AS e .*", (words, session) -> rows("e", List.of("InnoDB", "ARCHIVE")));
        server.ask(
                "SELECT engine AS e FROM information_schema.engines .*",
                (words, session) -> rows("e", List.of("InnoDB", world.replicasEngine)));
        server.ask("SELECT CURRENT_USER\\(\\) AS a", (words, session) -> row("a", "root@localhost"));
        server.ask(
                "SELECT CONCAT\\(user,'@',host\\) AS a,.* FROM mysql.global_priv",
                (words, session) ->
                        rows("a\tp", server == world.replica ? world.replicasAccounts : List.of("root@localhost\t1")));
        server.ask("XA RECOVER", (words, session) -> rows("formatID", world.preparedTransactions));
        server.ask(
                "SHOW GLOBAL STATUS LIKE 'Rpl_semi_sync_%'",
                (words, session) -> rows(
                        "Variable_name\tValue",
                        List.of(
                                "Rpl_semi_sync_slave_status\t"
                                        + (world.isSemiSynchronous && server.isRunning() ? "ON" : "OFF"),
                                "Rpl_semi_sync_master_clients\t" + (world.isSemiSynchronous ? 1 : 0))));
        server.ask(
                "SELECT BINLOG_GTID_POS\\('" + FakeServer.LOG + "', (\\d+)\\) AS gtid",
                (words, session) -> row("gtid", FakeServer.gtid(Long.parseLong(words.group(1)))));
        server.ask(
                "SELECT @@GLOBAL.gtid_(?:slave|binlog)_pos AS gtid",
                (words, session) -> row("gtid", FakeServer.gtid(server.data)));
        server.ask(
                "SELECT MASTER_POS_WAIT\\('" + FakeServer.LOG + "', (\\d+), \\d+\\) AS waited",
                (words, session) -> row("waited", await(Long.parseLong(words.group(1)))));
        chunks();
    }

    private List<FakeDatabases.Table> tables() {
        return server.schemas.contains("app") ? world.tables : List.of();
    }

    private String status() {
        FakeServer.Replication it = server.replication;
        return it == null
                ? ""
                : row(
                        "Connection_name Master_Host Master_Port Connect_Retry Slave_IO_Running Slave_SQL_Running"
                                + " Relay_Master_Log_File Exec_Master_Log_Pos Seconds_Behind_Master Master_Server_Id"
                                + " Using_Gtid Last_SQL_Errno Last_SQL_Error Replicate_Do_DB Replicate_Ignore_Table SQL_Delay",
                        "",
                        world.primary.database.address(),
                        3306,
                        it.retry,
                        it.isReceiving ? "Yes" : "No",
                        it.isApplying ? "Yes" : "No",
                        FakeServer.LOG,
                        it.applied,
                        server.isRunning()
                                ? (world.primary.data - it.applied > FakeServer.APPLIED_AT_ONCE ? 99 : 0)
                                : "NULL",
                        1,
                        it.isByGtid ? "Slave_Pos" : "No",
                        it.errorNumber,
                        it.errorNumber == 0 ? "" : "Can't find record",
                        it.filter,
                        server.part.leftOut,
                        server.delay);
    }

    private String await(long point) {
        while (server.data < point && server.isRunning()) {
            world.tick();
        }
        return server.data >= point ? "0" : "NULL";
    }

    private void chunks() {
        server.ask(
                "SELECT `id` FROM `app`.`(\\w+)`(?: WHERE \\(\\(`id`>(\\d+)\\)\\))? ORDER BY `id` LIMIT 1 OFFSET (\\d+)",
                (words, session) -> {
                    long end = number(words.group(2), 0) + number(words.group(3), 0) + 1;
                    return end <= world.table(words.group(1)).rows() ? row("id", end) : "";
                });
        server.ask(
                "SELECT COUNT\\(\\*\\) AS n, IFNULL\\(BIT_XOR\\(.*`id`.*\\)\\),0\\) AS x FROM " + CHUNK,
                (words, session) -> {
                    if (!server.refusal.isEmpty()) {
                        throw new FakeServer.Refused(server.refusal);
                    }
                    FakeDatabases.Table table = world.table(words.group(1));
                    long above = number(words.group(2), 0);
                    long upTo = number(words.group(3), table.rows());
                    boolean isOdd = server.repair.isOdd(session, table.name(), above, upTo);
                    long moment = session.snapshot >= 0 ? session.snapshot : server.data;
                    return row("n x", upTo - above, Objects.hash(above, upTo, table.isHot() ? moment : 0, isOdd));
                });
    }
}
