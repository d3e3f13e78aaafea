/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.hooks.replica.ReplicaThread.State;
import io.demarc.hooks.replica.ReplicationLook.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of the rows that servers print: db-1 (10.0.0.1, server id 1) is the declared primary of db-2. */
class ReplicationLookTest {
    private static final Database PRIMARY = database("db-1", 1, null);
    private static final Database REPLICA = database("db-2", 2, "db-1");
    private static final Database OTHER = database("db-3", 3, "db-1");

    private final Map<String, String> status = new LinkedHashMap<>(Map.ofEntries(
            Map.entry("Slave_IO_Running", "Yes"),
            Map.entry("Slave_SQL_Running", "Yes"),
            Map.entry("Seconds_Behind_Master", "3"),
            Map.entry("Master_Host", "10.0.0.1"),
            Map.entry("Master_Port", "3306"),
            Map.entry("Master_Server_Id", "1"),
            Map.entry("Relay_Master_Log_File", "binlog.000007"),
            Map.entry("Exec_Master_Log_Pos", "42"),
            Map.entry("Last_IO_Errno", "0"),
            Map.entry("Last_SQL_Errno", "0"),
            Map.entry("SQL_Delay", "0")));
    private final List<Map<String, String>> more = new ArrayList<>();
    private boolean isPrimaryAnswering = true;

    private static Database database(String name, int number, @Nullable String primary) {
        return new Database(
                name,
                "host-" + number,
                null,
                "10.0.0." + number,
                3306,
                primary,
                Database.USUAL_STOP,
                Database.USUAL_START);
    }

    private static Sighting sighting(Database database, int serverId, List<Map<String, String>> replication) {
        Map<String, String> variables = Map.of("version", "10.11.6-MariaDB-log", "server_id", String.valueOf(serverId));
        Dialect dialect = Dialect.of(database, variables);
        List<ReplicationStatus> statuses =
                replication.stream().map(SqlRow::new).map(dialect::status).toList();
        return new Sighting(
                new ServerView(database, dialect, variables, statuses, List.of(), List.of()),
                "0-1-99",
                "binlog.000009:4711",
                "");
    }

    private Map<Database, Sighting> all(List<Map<String, String>> replication) {
        Map<Database, Sighting> all = new LinkedHashMap<>();
        all.put(PRIMARY, isPrimaryAnswering ? sighting(PRIMARY, 1, List.of()) : Sighting.none("it is off"));
        all.put(REPLICA, sighting(REPLICA, 2, replication));
        all.put(OTHER, Sighting.none("it is off"));
        return all;
    }

    private ReplicationLook look() {
        List<Map<String, String>> rows = new ArrayList<>(List.of(status));
        rows.addAll(more);
        return look(REPLICA, all(rows));
    }

    private static ReplicationLook look(Database database, Map<Database, Sighting> all) {
        return ReplicationLook.of(database, Objects.requireNonNull(all.get(database)), all);
    }

    private static ReplicationLook.Link link(ReplicationLook look) {
        return Objects.requireNonNull(look.link());
    }

    @Test
    void aReplicaThatRunsIsWellAndTellsHowFarItIs() {
        ReplicationLook look = look();

        assertThat(look.role()).isEqualTo(Role.REPLICA);
        assertThat(look.version()).isEqualTo("MariaDB 10.11.6");
        assertThat(look.problems()).isEmpty();
        assertThat(look.gtid()).isEqualTo("0-1-99");
        assertThat(look.position())
                .as("what it has applied of its primary's log")
                .isEqualTo("binlog.000007:42");
        assertThat(link(look).lagSeconds()).isEqualTo(3);
        assertThat(link(look).receiver().isRunning()).isTrue();
    }

    @Test
    void aPrimaryTellsTheEndOfItsOwnLog() {
        ReplicationLook look = look(PRIMARY, all(List.of(status)));

        assertThat(look.role()).isEqualTo(Role.PRIMARY);
        assertThat(look.position()).isEqualTo("binlog.000009:4711");
        assertThat(look.link()).isNull();
        assertThat(look.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Slave_IO_Running, No, its receiver is stopped",
        "Slave_IO_Running, Connecting, its receiver has no connection",
        "Slave_IO_Running, Preparing, its receiver has no connection",
        "Slave_SQL_Running, No, its applier is stopped",
    })
    void aThreadThatDoesNotRunIsToldAndTheLagIsUnknownEvenIfTheServerSaysNone(
            String column, String value, String told) {
        status.put(column, value);
        status.put("Seconds_Behind_Master", "0");

        assertThat(look().problems()).containsExactly(told);
        assertThat(link(look()).lagSeconds()).isNull();
    }

    @Test
    void anUnknownLagIsUnknownAndNotNone() {
        status.put("Seconds_Behind_Master", "NULL");

        assertThat(link(look()).lagSeconds()).isNull();
    }

    @Test
    void anErrorIsToldInTheServersWordsShortenedAndPrintable() {
        status.put("Slave_SQL_Running", "No");
        status.put("Last_SQL_Errno", "1062");
        status.put("Last_SQL_Error", "Duplicate entry '\u001b[2J17'\nfor key " + "x".repeat(1_000));

        ReplicaThread applier = link(look()).applier();
        assertThat(applier.state()).isEqualTo(State.ERROR);
        assertThat(applier.error())
                .startsWith("SQL 1062: Duplicate entry '?[2J17'?for key xx")
                .hasSize(203);
        assertThat(look().problems()).containsExactly("its applier met an error: " + applier.error());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.3 | 3 | it replicates from 10.0.0.3:3306 (db-3), and the inventory says from db-1",
                "10.0.0.3 | 1 | it replicates from 10.0.0.3:3306 (db-3), and the inventory says from db-1",
                "10.9.9.9 | 9 | it replicates from 10.9.9.9:3306, and the inventory says from db-1",
                "10.9.9.9 | 0 | it replicates from 10.9.9.9:3306, and the inventory says from db-1",
                "10.0.0.1 | 9 | it replicates from 10.0.0.1:3306 (db-1), and the inventory says from db-1",
            })
    void anotherPrimaryThanTheDeclaredOneIsTold(String host, String serverId, String told) {
        status.put("Master_Host", host);
        status.put("Master_Server_Id", serverId);

        assertThat(look().problems()).containsExactly(told);
    }

    @Test
    void thePrimaryUnderAnotherAddressIsThePrimaryByItsServerId() {
        status.put("Master_Host", "db-1.example");

        assertThat(look().problems()).isEmpty();
    }

    @Test
    void thePrimaryIsKnownByItsAddressWhileItIsOff() {
        isPrimaryAnswering = false;

        assertThat(look().problems()).isEmpty();
        assertThat(look(PRIMARY, all(List.of(status))).problems()).containsExactly("it is off");
        assertThat(look(PRIMARY, all(List.of(status))).role()).isEqualTo(Role.UNKNOWN);
    }

    @Test
    void whatReplicatesFromNobodyOrFromSeveralIsTold() {
        assertThat(look(REPLICA, all(List.of())).problems())
                .containsExactly("it replicates from nobody, and the inventory says from db-1");

        more.add(status);
        assertThat(look().problems())
                .containsExactly("it replicates from 2 servers, and Demarc only knows replicas of one");
        assertThat(look().role()).isEqualTo(Role.REPLICA);
        assertThat(look().link()).isNull();
    }

    @Test
    void aReplicaOfWhichTheInventoryNamesNoPrimaryIsTold() {
        Map<Database, Sighting> all = all(List.of(status));
        all.put(PRIMARY, sighting(PRIMARY, 1, List.of(status)));

        assertThat(look(PRIMARY, all).problems())
                .containsExactly("it replicates from 10.0.0.1:3306, and the inventory names no primary of it");
    }
}
