/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.access.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** MariaDB's words are tried on a real one elsewhere; MySQL's are those of its 8.4 manual. */
class DialectTest {
    private static final Database PRIMARY =
            new Database("db-1", "host-1", null, "10.0.0.1", 3306, null, Database.USUAL_STOP, Database.USUAL_START);
    private static final Point POINT = new Point(new Coordinates("binlog.000042", 4711), "0-1-99");

    private static String connect(Dialect dialect, boolean isByGtid) {
        Map<String, String> kept = new LinkedHashMap<>(Map.of("MASTER_SSL", "1"));
        return ReplicaStatements.connect(
                dialect, PRIMARY, new ReplicationLogin("repl", new Secret("o'\\x")), POINT, isByGtid, kept);
    }

    @Test
    void aReplicaIsConnectedInOneStatement() {
        assertThat(connect(Dialect.MARIADB, false))
                .isEqualTo("CHANGE MASTER TO MASTER_HOST='10.0.0.1', MASTER_PORT=3306, MASTER_USER='repl',"
                        + " MASTER_PASSWORD='o''\\\\x', MASTER_SSL=1, MASTER_LOG_FILE='binlog.000042',"
                        + " MASTER_LOG_POS=4711, MASTER_USE_GTID=no");
        assertThat(connect(Dialect.MYSQL, false))
                .isEqualTo("CHANGE REPLICATION SOURCE TO SOURCE_HOST='10.0.0.1', SOURCE_PORT=3306, SOURCE_USER='repl',"
                        + " SOURCE_PASSWORD='o''\\\\x', SOURCE_SSL=1, SOURCE_LOG_FILE='binlog.000042',"
                        + " SOURCE_LOG_POS=4711, SOURCE_AUTO_POSITION=0");
        assertThat(connect(Dialect.MARIADB, true))
                .endsWith("MASTER_USE_GTID=slave_pos")
                .doesNotContain("LOG_FILE");
        assertThat(connect(Dialect.MYSQL, true))
                .endsWith("SOURCE_AUTO_POSITION=1")
                .doesNotContain("LOG_FILE");
    }

    @Test
    void aDumpTellsWhereItWasTaken() {
        assertThat(Dialect.MARIADB.positionIn(
                        "-- x\n-- CHANGE MASTER TO MASTER_LOG_FILE='bin.000001', MASTER_LOG_POS=411331;\n"))
                .contains(new Coordinates("bin.000001", 411_331));
        String mysql = """
                -- SET @@GLOBAL.GTID_PURGED='3E11FA47-71CA-11E1-9E33-C80AA9429562:1-23,
                4E11FA47-71CA-11E1-9E33-C80AA9429562:5';
                -- CHANGE REPLICATION SOURCE TO SOURCE_LOG_FILE='binlog.000003', SOURCE_LOG_POS=157;
                """;
        assertThat(Dialect.MYSQL.positionIn(mysql)).contains(new Coordinates("binlog.000003", 157));
        assertThat(Dialect.MYSQL.gtidIn(mysql))
                .contains("3E11FA47-71CA-11E1-9E33-C80AA9429562:1-23,4E11FA47-71CA-11E1-9E33-C80AA9429562:5");
        assertThat(Dialect.MARIADB.positionIn("-- nothing")).isEmpty();
    }

    @Test
    void mysqlsStatusReadsLikeMariadbs() {
        SqlRow row = SqlRow.parse(List.of(
                        "Source_Host\tSource_Port\tReplica_IO_Running\tReplica_SQL_Running\tRelay_Source_Log_File\t"
                                + "Exec_Source_Log_Pos\tSource_Log_File\tRead_Source_Log_Pos\tSeconds_Behind_Source\tAuto_Position\tReplicate_Do_DB",
                        "10.0.0.1\t3306\tYes\tNo\tbinlog.000003\t157\tbinlog.000004\t999\tNULL\t1\t"))
                .get(0);

        ReplicationStatus status = Dialect.MYSQL.status(row);

        assertThat(status.isReceiving()).isTrue();
        assertThat(status.isApplying()).isFalse();
        assertThat(status.applied())
                .as("what is applied, not what is read")
                .contains(new Coordinates("binlog.000003", 157));
        assertThat(status.lag()).isEmpty();
        assertThat(status.isByGtid()).isTrue();
        assertThat(status.isFiltered()).isFalse();
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
