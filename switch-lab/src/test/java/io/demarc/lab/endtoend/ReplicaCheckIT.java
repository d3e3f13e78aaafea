/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.lab.cloudstack.SimulatedCloudStack;
import io.demarc.lab.real.DatabaseBench;
import io.demarc.lab.real.DatabaseBench.Make;
import io.demarc.lab.real.DatabaseBench.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Real replicas of both makes, which hold all that a server can: rows of every kind that were changed there are repaired, and all is
 * found to be the same then, whatever the servers' settings are; and when each kind of thing is changed, each change is told.
 */
@Execution(ExecutionMode.CONCURRENT)
class ReplicaCheckIT {
    @TempDir
    private Path directory;

    /** What is changed on the replica, and what is told of it. */
    private record Change(String statement, String told) {}

    @ParameterizedTest
    @EnumSource(Make.class)
    void rowsAreRepairedWhatIsTheSameIsFoundTheSameAndEachChangeIsTold(Make make) {
        try (SimulatedCloudStack cloudStack = new SimulatedCloudStack(InstantSource.system());
                DatabaseBench bench = DatabaseBench.start(make);
                DaemonUnderTest daemon = new DaemonUnderTest(directory, cloudStack)) {
            bench.createReplicationAccount();
            bench.replicate(Server.REPLICA, true);
            bench.sql(Server.PRIMARY, ReplicasUnderTest.everything(make));
            ReplicasUnderTest.declare(daemon, bench);
            awaitCaughtUp(bench, make);

            repairsRowsOfEveryKindWhateverItsSettingsAre(make, bench, daemon);
            if (make == Make.MYSQL) {
                repairsWhatItCanAndTellsTheRest(bench, daemon);
            }
            tellsEachChange(make, bench, daemon);
            endsWithTheServersOwnWords(make, bench, daemon);
            tellsADelayAtOnce(make, bench, daemon);
        }
    }

    private static String database(Make make) {
        return make == Make.MYSQL ? "app" : "rich";
    }

    private static void awaitCaughtUp(DatabaseBench bench, Make make) {
        bench.sql(Server.PRIMARY, "CREATE DATABASE last");
        Awaitility.await("the replica has everything")
                .atMost(ReplicasUnderTest.LIMIT)
                .until(() ->
                        bench.sql(Server.REPLICA, "SHOW DATABASES LIKE 'last'").equals("last"));
        assertThat(bench.sql(Server.REPLICA, "SELECT COUNT(*) FROM " + database(make) + ".bulk"))
                .isEqualTo("20000");
    }

    private static DaemonUnderTest.Ran check(DaemonUnderTest daemon, String tables) {
        return daemon.demarc("replica", "check", "db-2", "--tables", tables);
    }

    private static String differences(DaemonUnderTest daemon, String tables) {
        DaemonUnderTest.Ran ran = check(daemon, tables);
        assertThat(ran.status()).as(ran.output()).isEqualTo(1);
        daemon.mustRun("runbook", "abort", "db-2");
        return ran.output();
    }

    /** What is the same isn't touched, and at the end everything is found the same. */
    private static void repairsRowsOfEveryKindWhateverItsSettingsAre(
            Make make, DatabaseBench bench, DaemonUnderTest daemon) {
        bench.sql(
                Server.REPLICA,
                "SET GLOBAL time_zone='+05:00'; SET GLOBAL sql_mode='ANSI_QUOTES,PAD_CHAR_TO_FULL_LENGTH'; SET sql_log_bin=0;"
                        + (make == Make.MYSQL
                                // As a dump would have them: its times are texts, its decimals floats.
                                ? "UPDATE app.js SET j=CAST(CAST(j AS CHAR) AS JSON); ALTER TABLE app.child AUTO_INCREMENT=1000"
                                : "ALTER TABLE rich.my AUTO_INCREMENT=1000"));
        // MariaDB has no -0 but that of a FLOAT.
        bench.sql(
                Server.PRIMARY,
                make == Make.MYSQL
                        ? "UPDATE app.bits SET f=-0e0, d=-0e0 WHERE id=3"
                        : "UPDATE rich.bits SET f=-1e-300 WHERE id=3");
        ReplicasUnderTest.awaitCaughtUp(bench, Server.REPLICA);
        bench.sql(Server.REPLICA, ReplicasUnderTest.drift(make));
        if (make == Make.MYSQL) {
            bench.sql(Server.REPLICA, "SET GLOBAL super_read_only=ON");
        }

        DaemonUnderTest.Ran ran = daemon.demarc("replica", "repair", "db-2", "--lose", "db-2");

        assertThat(ran.status()).as(ran.output() + daemon.log()).isZero();
        assertThat(daemon.demarc("runbook", "log", "db-2").output())
                .contains(database(make) + ".bulk: 1 chunks repaired, 19995 rows deleted and 20000 inserted")
                .contains("are repaired (found: " + (make == Make.MYSQL ? 14 : 21) + " chunks repaired, ")
                .contains("none differs");
        if (make == Make.MYSQL) {
            assertThat(bench.sql(Server.REPLICA, "SELECT @@super_read_only")).isEqualTo("1");
            bench.sql(Server.REPLICA, "SET GLOBAL read_only=OFF");
        }
        ReplicasUnderTest.awaitReplicating(bench, Server.REPLICA);
        assertThat(transactionsOfItsOwn(make, bench))
                .as("transactions that its primary lacks")
                .isEmpty();
    }

    private static String transactionsOfItsOwn(Make make, DatabaseBench bench) {
        if (make == Make.MARIADB) {
            // domain-server-sequence: the server that wrote it
            return bench.sql(Server.REPLICA, "SELECT @@gtid_binlog_state").replaceAll("0-1-\\d+", "");
        }
        String all = bench.sql(Server.REPLICA, "SELECT @@GLOBAL.gtid_executed").replaceAll("\\\\n|\\s", "");
        return bench.sql(Server.PRIMARY, "SELECT GTID_SUBTRACT('" + all + "', @@GLOBAL.gtid_executed)");
    }

    private static void repairsWhatItCanAndTellsTheRest(DatabaseBench bench, DaemonUnderTest daemon) {
        bench.sql(
                Server.REPLICA,
                "SET sql_log_bin=0; DELETE FROM app.bits; DELETE FROM app.mine; INSERT INTO app.written(id) VALUES (1)");

        DaemonUnderTest.Ran ran = daemon.demarc(
                "replica", "repair", "db-2", "--lose", "db-2", "--tables", "app.bits,app.mine,app.written");

        assertThat(ran.status()).as(ran.output()).isEqualTo(1);
        assertThat(ran.output().replaceAll("\\s+", " "))
                .contains("1 chunks repaired, 0 rows deleted and 4 inserted; not repaired: app.mine")
                .contains("(it has no transactions); app.written")
                .contains("(it has triggers, which would run again)")
                .contains("--tables app.mine,app.written'");
        daemon.mustRun("runbook", "abort", "db-2");
        assertThat(bench.sql(Server.REPLICA, "SELECT COUNT(*) FROM app.bits")).isEqualTo("4");
        bench.sql(
                Server.REPLICA,
                "SET sql_log_bin=0; INSERT INTO app.mine VALUES (1, 'x'), (2, NULL); DELETE FROM app.written;"
                        + " DELETE FROM app.aud");
    }

    private static void tellsEachChange(Make make, DatabaseBench bench, DaemonUnderTest daemon) {
        List<Change> changes = changes(make);
        StringBuilder statements = new StringBuilder("SET sql_log_bin=0; SET sql_mode='';\n");
        changes.forEach(it -> statements.append(it.statement()).append(";\n"));
        bench.sql(Server.REPLICA, statements.toString());

        String told = differences(daemon, "all").replaceAll("\\s+", " ");

        assertThat(told).contains(changes.stream().map(Change::told).toList());
    }

    private static List<Change> changes(Make make) {
        return make == Make.MYSQL ? CHANGES_OF_MYSQL : CHANGES_OF_MARIADB;
    }

    private static final List<Change> CHANGES_OF_MYSQL = List.of(
            new Change("UPDATE app.bulk SET v='drifted' WHERE id=4711", "app.bulk: 20000 rows on the primary"),
            new Change("UPDATE app.bits SET f=0.10000001 WHERE id=1", "app.bits: 4 rows"),
            new Change("UPDATE app.js SET j=JSON_SET(j,'$.n',-1) WHERE id=18446744073709551614", "app.js: 2000 rows"),
            new Change("UPDATE app.gen SET h=-1 WHERE id=3", "app.gen: 3000 rows"),
            new Change("UPDATE app.geo SET g=ST_GeomFromText('LINESTRING(0 0,1 2)') WHERE id=1", "app.geo: 2 rows"),
            new Change("DELETE FROM app.`it's a ``trap``; --` LIMIT 1", "app.it's a `trap`; --: 2000 rows"),
            new Change("UPDATE `do.t`.`ta.ble` SET v=2", "`do.t`.`ta.ble`: 1 rows"),
            new Change("UPDATE app.mine SET v='y' WHERE id=1", "app.mine"),
            new Change("ALTER TABLE app.txt DROP COLUMN v", "app.txt: column v is only on the primary: text"),
            new Change("DO 0", "app.txt: its columns are not the same, so its rows were not compared"),
            new Change(
                    "ALTER TABLE app.parent MODIFY n VARCHAR(30)",
                    "app.parent: column n is varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci on the primary, varchar(30)"),
            new Change("DROP INDEX t ON app.bulk", "app.bulk: index t is only on the primary: BTREE on t"),
            new Change("DROP INDEX f2 ON app.gen", "app.gen: index f2 is only on the primary: BTREE on (cast("),
            new Change(
                    "ALTER TABLE app.aud ENGINE=MyISAM",
                    "app.aud: engine is InnoDB on the primary, MyISAM on the replica"),
            new Change(
                    "ALTER TABLE app.child DROP FOREIGN KEY fkc",
                    "app.child: foreign key fkc is only on the primary: ON UPDATE CASCADE ON DELETE CASCADE: pid to app.parent.id"),
            new Change(
                    "ALTER TABLE app.child DROP CHECK child_chk_1",
                    "app.child: check (`q` > 0) is only on the primary"),
            new Change("ALTER TABLE app.par TRUNCATE PARTITION p0", "app.par: 3000 rows on the primary"),
            new Change("ALTER TABLE app.par DROP PARTITION pm", "app.par: partition pm is only on the primary: RANGE"),
            new Change(
                    "ALTER DATABASE `we-ird db` CHARACTER SET utf8mb4",
                    "database we-ird db: character set is latin1 on the primary, utf8mb4 on the replica"),
            new Change("ALTER VIEW app.vw AS SELECT id FROM app.bulk", "view app.vw: definition is"),
            new Change(
                    "ALTER DEFINER=sha@'%' VIEW app.v2 AS SELECT vw.id FROM app.vw JOIN app.gen USING(id)",
                    "view app.v2: definer is root@localhost on the primary, sha@% on the replica"),
            new Change("DROP TRIGGER app.tr1", "trigger app.tr1: only on the primary"),
            new Change(
                    "ALTER PROCEDURE app.pr SQL SECURITY DEFINER",
                    "procedure app.pr: SQL SECURITY is INVOKER on the primary, DEFINER on the replica"),
            new Change(
                    "DROP FUNCTION app.fu; CREATE FUNCTION app.fu(x BIGINT) RETURNS INT DETERMINISTIC RETURN x*3",
                    "function app.fu: body is RETURN x*2 on the primary, RETURN x*3 on the replica"),
            new Change("DO 0", "function app.fu: parameter 1 is IN x int on the primary, IN x bigint on the replica"),
            new Change(
                    "ALTER EVENT app.nightly ENABLE",
                    "event app.nightly: status is not run by the replica on the primary, run by the replica as well"),
            new Change("CREATE TABLE app.extra (id INT)", "app.extra: only on the replica"),
            new Change("DROP TABLE app.written", "app.written: only on the primary"));

    private static final List<Change> CHANGES_OF_MARIADB = List.of(
            new Change("UPDATE rich.bulk SET v='drifted' WHERE id=4711", "rich.bulk: 20000 rows on the primary"),
            new Change("UPDATE rich.bits SET f=0.10000001 WHERE id=1", "rich.bits: 4 rows"),
            new Change("DELETE HISTORY FROM rich.ver", "rich.ver: 3 rows on the primary, 1 on the replica"),
            new Change("UPDATE rich.ver2 SET v=3", "rich.ver2: 2 rows on the primary, 3 on the replica"),
            new Change("DELETE HISTORY FROM rich.vera", "rich.vera"),
            new Change("DO SETVAL(rich.sq, 1000)", "rich.sq"),
            new Change("UPDATE rich.inv SET h=1", "rich.inv: 1 rows"),
            new Change("UPDATE rich.sp SET p=POINT(1.2345678901234505,2) WHERE id=1", "rich.sp: 2 rows"),
            new Change("UPDATE rich.num SET d=d+0.000000000000000000000000000001 WHERE id=0", "rich.num: 3 rows"),
            new Change("UPDATE rich.l1 SET e='x' WHERE a='Ärger'", "rich.l1: 2 rows"),
            new Change("UPDATE rich.dt SET d='2024-01-01 00:00:00.501'", "rich.dt: 1 rows"),
            new Change("UPDATE rich.bin SET b=NULL LIMIT 1", "rich.bin: 2 rows"),
            new Change("UPDATE rich.comp SET c='' LIMIT 1", "rich.comp: 1 rows"),
            new Change("UPDATE rich.pt SET v='w' WHERE id=7", "rich.pt: 400 rows"),
            new Change("UPDATE rich.mine SET v='y' WHERE id=1", "rich.mine"),
            new Change("UPDATE `do.t`.`ta.ble` SET v=2", "`do.t`.`ta.ble`: 1 rows"),
            new Change("ALTER TABLE rich.csci DROP COLUMN v", "rich.csci: column v is only on the primary: int(11)"),
            new Change("DO 0", "rich.csci: its columns are not the same, so its rows were not compared"),
            new Change("DROP INDEX t ON rich.bulk", "rich.bulk: index t is only on the primary: BTREE on t"),
            new Change(
                    "ALTER TABLE rich.ari ENGINE=MyISAM",
                    "rich.ari: engine is Aria on the primary, MyISAM on the replica"),
            new Change(
                    "ALTER TABLE rich.kid DROP FOREIGN KEY kid_ibfk_1",
                    "rich.kid: foreign key ON UPDATE RESTRICT ON DELETE CASCADE: pid to rich.par.id is only on the primary"),
            new Change("ALTER TABLE rich.chk DROP CONSTRAINT c1", "rich.chk: check c1 is only on the primary: `a` > 0"),
            new Change(
                    "ALTER TABLE rich.pt DROP PARTITION p0",
                    "rich.pt: partition p0 p0sp0 is only on the primary: RANGE"),
            new Change(
                    "ALTER TABLE rich.vera DROP SYSTEM VERSIONING",
                    "rich.vera: kind is SYSTEM VERSIONED on the primary, BASE TABLE on the replica"),
            new Change(
                    "ALTER DATABASE rich CHARACTER SET latin1",
                    "database rich: character set is utf8mb4 on the primary, latin1 on the replica"),
            new Change(
                    "ALTER DEFINER=reader VIEW rich.v1 AS SELECT id, a FROM rich.gen WHERE a>1",
                    "view rich.v1: definition is"),
            new Change("DO 0", "view rich.v1: definer is root@localhost on the primary, reader"),
            new Change("DROP TRIGGER rich.tr", "trigger rich.tr: only on the primary"),
            new Change(
                    "ALTER PROCEDURE rich.pr SQL SECURITY INVOKER",
                    "procedure rich.pr: SQL SECURITY is DEFINER on the primary, INVOKER on the replica"),
            new Change(
                    "DROP FUNCTION rich.fu; CREATE FUNCTION rich.fu(x INT) RETURNS BIGINT DETERMINISTIC RETURN x*3",
                    "function rich.fu: body is return x*2 on the primary, RETURN x*3 on the replica"),
            new Change("DO 0", "function rich.fu: returns is int(11) on the primary, bigint(20) on the replica"),
            new Change(
                    "ALTER EVENT rich.ev ENABLE",
                    "event rich.ev: status is not run by the replica on the primary, run by the replica as well"),
            new Change("CREATE TABLE rich.extra (id INT)", "rich.extra: only on the replica"),
            new Change("DROP SEQUENCE rich.si", "rich.si: only on the primary"));

    /** A file that is gone is an error that no waiting mends. */
    private static void endsWithTheServersOwnWords(Make make, DatabaseBench bench, DaemonUnderTest daemon) {
        String database = database(make);
        bench.sql(Server.REPLICA, "FLUSH TABLES");
        try {
            Files.delete(bench.data(Server.REPLICA).resolve(database).resolve("mine.MYD"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }

        String told = differences(daemon, database + ".mine");

        assertThat(told)
                .contains(
                        "db-2 can be compared with its primary", "Database db-2: ERROR 29 (HY000): File './" + database)
                .contains("mine.MYD' not found");
    }

    private static void tellsADelayAtOnce(Make make, DatabaseBench bench, DaemonUnderTest daemon) {
        bench.sql(
                Server.REPLICA,
                make == Make.MYSQL
                        ? "STOP REPLICA SQL_THREAD; CHANGE REPLICATION SOURCE TO SOURCE_DELAY=3600; START REPLICA SQL_THREAD"
                        : "STOP SLAVE; CHANGE MASTER TO MASTER_DELAY=3600; START SLAVE");

        DaemonUnderTest.Ran ran = check(daemon, "all");

        assertThat(ran.status()).as(ran.output()).isNotZero();
        assertThat(ran.output())
                .contains(
                        "NOT MET: db-2 applies its primary's log without a delay",
                        "it is delayed by 3600 s on purpose");
    }
}
