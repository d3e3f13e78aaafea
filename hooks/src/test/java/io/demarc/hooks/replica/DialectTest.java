/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.access.Secret;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MariaDB's words, and those of MySQL 8.0.33, are tried on real servers elsewhere; the others are those of MySQL's manuals. */
class DialectTest {
    private static final Database PRIMARY =
            new Database("db-1", "host-1", null, "10.0.0.1", 3306, null, Database.USUAL_STOP, Database.USUAL_START);
    private static final Point POINT = new Point(new Coordinates("binlog.000042", 4711), "0-1-99");
    private static final Dialect MARIADB = of("10.11.6-MariaDB-log");
    private static final Dialect MYSQL = of("8.4.0");

    private static Dialect of(String version) {
        return Dialect.of(PRIMARY, Map.of("version", version));
    }

    private static String connect(Dialect dialect, boolean isByGtid) {
        Map<String, String> kept = new LinkedHashMap<>(Map.of("MASTER_SSL", "1"));
        return ReplicaStatements.connect(
                dialect, PRIMARY, new ReplicationLogin("repl", new Secret("o'\\x")), POINT, isByGtid, kept);
    }

    @Test
    void aReplicaIsConnectedInOneStatement() {
        assertThat(connect(MARIADB, false))
                .isEqualTo("CHANGE MASTER TO MASTER_HOST='10.0.0.1', MASTER_PORT=3306, MASTER_USER='repl',"
                        + " MASTER_PASSWORD='o''\\\\x', MASTER_SSL=1, MASTER_LOG_FILE='binlog.000042',"
                        + " MASTER_LOG_POS=4711, MASTER_USE_GTID=no");
        assertThat(connect(MYSQL, false))
                .isEqualTo("CHANGE REPLICATION SOURCE TO SOURCE_HOST='10.0.0.1', SOURCE_PORT=3306, SOURCE_USER='repl',"
                        + " SOURCE_PASSWORD='o''\\\\x', SOURCE_SSL=1, SOURCE_LOG_FILE='binlog.000042',"
                        + " SOURCE_LOG_POS=4711, SOURCE_AUTO_POSITION=0");
        assertThat(connect(MARIADB, true)).endsWith("MASTER_USE_GTID=slave_pos").doesNotContain("LOG_FILE");
        assertThat(connect(MYSQL, true)).endsWith("SOURCE_AUTO_POSITION=1").doesNotContain("LOG_FILE");
        assertThat(connect(of("8.0.22"), true))
                .startsWith("CHANGE MASTER TO MASTER_HOST=")
                .endsWith("MASTER_AUTO_POSITION=1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.11.6-MariaDB | SHOW SLAVE STATUS   | SHOW MASTER STATUS     | RESET MASTER                | RESET"
                        + " SLAVE ALL   | MASTER | MASTER_POS_WAIT",
                "8.0.21          | SHOW SLAVE STATUS   | SHOW MASTER STATUS     | RESET MASTER                | RESET"
                        + " SLAVE ALL   | MASTER | MASTER_POS_WAIT",
                "8.0.22          | SHOW REPLICA STATUS | SHOW MASTER STATUS     | RESET MASTER                | RESET"
                        + " REPLICA ALL | MASTER | MASTER_POS_WAIT",
                "8.0.25          | SHOW REPLICA STATUS | SHOW MASTER STATUS     | RESET MASTER                | RESET"
                        + " REPLICA ALL | SOURCE | MASTER_POS_WAIT",
                "8.0.33          | SHOW REPLICA STATUS | SHOW MASTER STATUS     | RESET MASTER                | RESET"
                        + " REPLICA ALL | SOURCE | SOURCE_POS_WAIT",
                "8.1.0           | SHOW REPLICA STATUS | SHOW MASTER STATUS     | RESET MASTER                | RESET"
                        + " REPLICA ALL | SOURCE | SOURCE_POS_WAIT",
                "8.2.0           | SHOW REPLICA STATUS | SHOW BINARY LOG STATUS | RESET BINARY LOGS AND GTIDS | RESET"
                        + " REPLICA ALL | SOURCE | SOURCE_POS_WAIT",
                "8.4.3           | SHOW REPLICA STATUS | SHOW BINARY LOG STATUS | RESET BINARY LOGS AND GTIDS | RESET"
                        + " REPLICA ALL | SOURCE | SOURCE_POS_WAIT",
                "9.1.0           | SHOW REPLICA STATUS | SHOW BINARY LOG STATUS | RESET BINARY LOGS AND GTIDS | RESET"
                        + " REPLICA ALL | SOURCE | SOURCE_POS_WAIT",
            })
    void wordsAreThoseOfTheServersVersion(
            String version,
            String status,
            String position,
            String emptied,
            String forgotten,
            String source,
            String wait) {
        Dialect dialect = of(version);

        assertThat(dialect.showReplica()).isEqualTo(status);
        assertThat(dialect.showPosition()).isEqualTo(position);
        assertThat(dialect.emptyLog()).isEqualTo(emptied);
        assertThat(dialect.forget()).isEqualTo(forgotten);
        assertThat(dialect.until(POINT.coordinates())).contains(" " + source + "_LOG_FILE=");
        assertThat(dialect.awaitPosition(POINT.coordinates(), 5)).contains(wait);
    }

    @ParameterizedTest
    @CsvSource({
        "10.11.18-MariaDB-0+deb12u1-log, true",
        "11.4.2-MariaDB, true",
        "10.5.9-MariaDB, false",
        "12.0.1-MariaDB, false",
        "8.0.25, false",
        "8.0.26, true",
        "8.0.33, true",
        "8.0.42-0ubuntu0.24.04.1, true",
        "8.2.0, false",
        "8.4.0, false",
        "9.3.0, false"
    })
    void whatNoRealServerHasProvenIsKnownAsSuch(String version, boolean isProven) {
        assertThat(of(version).isProven()).isEqualTo(isProven);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.7.44-log", "10.0.1", "5.7.25-TiDB-v7.1.0", "x", ""})
    void aServerWhoseWordsNobodyKnowsIsRefused(String version) {
        assertThatThrownBy(() -> of(version))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        it -> assertThat(it.problem().code()).isEqualTo(ProblemCode.DATABASE_UNSUPPORTED))
                .hasMessageContaining("Database db-1")
                .hasMessageContaining(version);
    }

    @ParameterizedTest
    @CsvSource({
        "version_comment, 'Percona Server (GPL), Release 25', Percona Server",
        "aurora_version, 3.04.0, Amazon Aurora 3.04.0",
        "wsrep_on, ON, Galera",
        "group_replication_group_name, aaaaaaaa-0000-0000-0000-000000000000, group replication"
    })
    void whatIsMadeOfThemAndReplicatesInAnotherWayIsRefused(String variable, String value, String named) {
        assertThatThrownBy(() -> Dialect.of(PRIMARY, Map.of("version", "8.0.33", variable, value)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(named);
    }

    @Test
    void aDumpTellsWhereItWasTaken() {
        assertThat(MARIADB.positionIn(
                        "-- x\n-- CHANGE MASTER TO MASTER_LOG_FILE='bin.000001', MASTER_LOG_POS=411331;\n"))
                .contains(new Coordinates("bin.000001", 411_331));
        assertThat(MARIADB.positionIn("-- nothing")).isEmpty();
    }

    @Test
    void mysqlsStatusReadsLikeMariadbs() {
        SqlRow row = SqlRow.parse(List.of(
                        "Source_Host\tSource_Port\tReplica_IO_Running\tReplica_SQL_Running\tRelay_Source_Log_File"
                                + "\tExec_Source_Log_Pos\tSource_Log_File\tRead_Source_Log_Pos\tSeconds_Behind_Source"
                                + "\tAuto_Position\tReplicate_Do_DB\tChannel_Name\tSQL_Delay",
                        "10.0.0.1\t3306\tYes\tNo\tbinlog.000003\t157\tbinlog.000004\t999\tNULL\t1\t\twest\t3600"))
                .get(0);

        ReplicationStatus status = MYSQL.status(row);

        assertThat(status.isReceiving()).isTrue();
        assertThat(status.isApplying()).isFalse();
        assertThat(status.applied())
                .as("what is applied, not what is read")
                .contains(new Coordinates("binlog.000003", 157));
        assertThat(status.lag()).isEmpty();
        assertThat(status.isByGtid()).isTrue();
        assertThat(status.isFiltered()).isFalse();
        assertThat(status.row().text("Connection_name")).isEqualTo("west");
        assertThat(status.delaySeconds()).isEqualTo(3600);
    }

    @Test
    void coordinatesAreOrderedByTheFilesNumber() {
        assertThat(new Coordinates("b.999999", 10)).isLessThan(new Coordinates("b.1000000", 4));
        assertThat(new Coordinates("b.000002", 10)).isLessThan(new Coordinates("b.000002", 11));
        assertThat(Coordinates.parse(POINT.coordinates().toString())).contains(POINT.coordinates());
        assertThatThrownBy(() -> new Coordinates("x'; DROP", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPasswordWithALineBreakIsRefused() {
        assertThatThrownBy(() -> new ReplicationLogin("repl", new Secret("a\nb")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("a\nb");
    }
}
