/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a {@link FakeServer} shows of itself to whoever only looks. */
final class FakeSight {
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
            Map<String, Object> variables = Map.of(
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
                    server.isScheduling ? "ON" : "OFF");
            return rows(
                    "Variable_name\tValue",
                    variables.entrySet().stream()
                            .map(it -> it.getKey() + "\t" + it.getValue())
                            .toList());
        });
        server.ask(
                "SELECT user, host, IFNULL\\(db,''\\) AS db, command FROM information_schema.processlist .*",
                (words, it) -> rows("user\thost\tdb\tcommand", List.of("system user\t\t\tSlave_SQL")));
        server.ask("SHOW (ALL SLAVES|SLAVE) STATUS", (words, session) -> status());
        server.ask("SHOW REPLICA STATUS", (words, session) -> "");
        server.ask(
                "SELECT table_schema AS s, table_name AS t, engine AS e,.*",
                (words, session) -> rows(
                        "s\tt\te\td\ti",
                        tables().stream()
                                .map(it -> "app\t" + it.name() + "\t" + it.engine() + "\t" + world.bytes + "\t0")
                                .toList()));
        server.ask(
                "SELECT schema_name AS s FROM information_schema.schemata .*",
                (words, session) -> rows("s", List.copyOf(server.schemas)));
        server.ask(
                "SELECT table_schema AS s, table_name AS t, IFNULL\\(engine,''\\) AS e,.*",
                (words, session) -> rows(
                        "s\tt\te\tr\tl",
                        tables().stream()
                                .map(it -> "app\t" + it.name() + "\t" + it.engine() + "\t" + it.rows() + "\t1000000")
                                .toList()));
        server.ask(
                "SELECT table_schema AS s, table_name AS t, column_name AS c, LOWER.*",
                (words, session) -> rows(
                        "s\tt\tc\td\th\to",
                        tables().stream()
                                .map(it -> "app\t" + it.name() + "\tid\tint\t\t")
                                .toList()));
        server.ask(
                "SELECT table_schema AS s, table_name AS t, column_name AS c, IFNULL\\(sub_part,0\\).*",
                (words, session) -> rows(
                        "s\tt\tc\tp",
                        tables().stream()
                                .map(it -> "app\t" + it.name() + "\tid\t0")
                                .toList()));
        server.ask(
                "SELECT event_schema AS s, event_name AS e FROM information_schema.events WHERE status='ENABLED'",
                (words, session) -> server.isEventEnabled ? row("s e", "app", "nightly") : "");
        server.ask(
                "SELECT COUNT\\(\\*\\) AS n FROM information_schema\\.(innodb_sys_tablespaces|plugins) WHERE .*",
                (words, it) -> row("n", 0));
        server.ask("SHOW MASTER STATUS", (words, session) -> row("File Position", FakeServer.LOG, server.data));
        server.ask(
                "SELECT BINLOG_GTID_POS\\('" + FakeServer.LOG + "', (\\d+)\\) AS gtid",
                (words, session) -> row("gtid", FakeServer.gtid(Long.parseLong(words.group(1)))));
        server.ask(
                "SELECT @@GLOBAL.gtid_slave_pos AS gtid",
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
                                + " Using_Gtid Last_SQL_Errno Last_SQL_Error Replicate_Do_DB Replicate_Ignore_Table",
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
                        server.part.leftOut);
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
                "SELECT COUNT\\(\\*\\) AS n, IFNULL\\(BIT_XOR\\(.*`id`.*\\)\\),0\\) AS x FROM `app`.`(\\w+)`(?: WHERE"
                        + "(?: \\(\\(`id`>(\\d+)\\)\\)(?: AND)?)?(?: NOT \\(\\(`id`>(\\d+)\\)\\))?)?",
                (words, session) -> {
                    FakeDatabases.Table table = world.table(words.group(1));
                    long above = number(words.group(2), 0);
                    long upTo = number(words.group(3), table.rows());
                    boolean isOdd = server.drifted.getOrDefault(table.name(), List.of()).stream()
                            .anyMatch(it -> above < it && it <= upTo);
                    long moment = session.snapshot >= 0 ? session.snapshot : server.data;
                    return row("n x", upTo - above, Objects.hash(above, upTo, table.isHot() ? moment : 0, isOdd));
                });
    }
}
