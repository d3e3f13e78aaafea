/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.lab.cloudstack.SimulatedCloudStack;
import io.demarc.lab.real.DatabaseBench;
import io.demarc.lab.real.DatabaseBench.Server;
import io.demarc.lab.real.DatabaseWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Replicas of real MariaDB servers break, drift, and are rebuilt and compared while somebody writes; the daemon is killed at each
 * step, and the primary in the middle of a copy. Nothing acknowledged is lost, the primary is never left locked, and a replica
 * that is copied always ends up running.
 */
@SuppressWarnings("NullAway.Init")
@Execution(ExecutionMode.CONCURRENT)
// Its tests share three servers, and so run one after the other.
@ResourceLock("ReplicaRebuildIT")
class ReplicaRebuildIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    /** What a write may take while nobody holds a lock, on a machine that is busy. */
    private static final long PATIENCE_MILLIS = 5_000;

    @TempDir
    private static Path directory;

    private static SimulatedCloudStack cloudStack;
    private static DatabaseBench bench;
    private static DaemonUnderTest daemon;
    private static DatabaseWriter writer;

    @BeforeAll
    static void begin() {
        cloudStack = new SimulatedCloudStack(InstantSource.system());
        bench = DatabaseBench.start();
        daemon = new DaemonUnderTest(directory, cloudStack);
        bench.createReplicationAccount();
        bench.sql(Server.PRIMARY, """
                CREATE DATABASE app;
                USE app;
                CREATE TABLE app.bulk (id INT PRIMARY KEY, v VARCHAR(400) CHARACTER SET latin1) ENGINE=InnoDB;
                INSERT INTO app.bulk SELECT seq, CONCAT(seq, REPEAT(MD5(seq), 8)) FROM seq_1_to_60000;
                CREATE TABLE app.`it's a ``trap``; --` (`k``1` VARCHAR(20), `b\tb` VARBINARY(20), n DECIMAL(30,10),
                    PRIMARY KEY (`k``1`, `b\tb`)) ENGINE=InnoDB;
                INSERT INTO app.`it's a ``trap``; --` SELECT CONCAT('ä''"\\\\', seq MOD 7), CONCAT(seq, X'00FF'), seq / 7
                    FROM seq_1_to_2000;
                CREATE TABLE app.keyless (v TEXT, d DATETIME(6), f DOUBLE, j JSON) ENGINE=InnoDB;
                INSERT INTO app.keyless SELECT NULL, NOW(6), seq / 3, '{"a": 1}' FROM seq_1_to_500;
                CREATE SEQUENCE app.numbers;
                CREATE TABLE app.numbered (id INT DEFAULT NEXTVAL(app.numbers) PRIMARY KEY, v INT) ENGINE=InnoDB;
                INSERT INTO app.numbered (v) VALUES (1), (2);
                CREATE EVENT app.nightly ON SCHEDULE EVERY 1 SECOND DO INSERT INTO app.keyless VALUES ('event', NOW(6), 0, NULL);
                """);
        // A load that didn't mind it would fail, or mean something else: whoever starts this server anew has it so.
        bench.configure(
                Server.REPLICA,
                "sql-mode = ANSI_QUOTES,NO_BACKSLASH_ESCAPES,TRADITIONAL",
                "innodb-strict-mode = ON",
                "read-only = ON");
        writer = DatabaseWriter.start(bench);
        bench.replicate(Server.REPLICA, false);
        bench.replicate(Server.OTHER, true);
        ReplicasUnderTest.declare(daemon, bench);
        ReplicasUnderTest.awaitReplicating(bench, Server.OTHER);
        ReplicasUnderTest.awaitCaughtUp(bench, Server.OTHER);
        ReplicasUnderTest.awaitCaughtUp(bench, Server.REPLICA);
    }

    @AfterAll
    static void end() {
        writer.close();
        daemon.close();
        bench.close();
        cloudStack.close();
    }

    @AfterEach
    void nothingIsLostAndNobodyIsHeld() {
        ReplicasUnderTest.assertPrimaryTakesWrites(writer);
        ReplicasUnderTest.assertReplica(bench, writer, Server.REPLICA);
        ReplicasUnderTest.assertReplica(bench, writer, Server.OTHER);
        assertThat(daemon.log() + daemon.demarc("runbook", "log", "db-2").output())
                .doesNotContain(DatabaseBench.REPLICATION_PASSWORD)
                .doesNotContain("secret\\");
    }

    private static DaemonUnderTest.Ran rebuild(String... words) {
        List<String> all = new java.util.ArrayList<>(List.of("replica", "rebuild", "db-2"));
        all.addAll(List.of(words));
        return daemon.demarc(all.toArray(String[]::new));
    }

    @Test
    void aReplicaThatBrokeIsRebuiltFromThePrimaryWithoutALock() {
        bench.sql(
                Server.REPLICA,
                "SET sql_log_bin=0; DROP TABLE app.written; SET GLOBAL event_scheduler=ON; CREATE USER monitor@localhost IDENTIFIED BY 'it''s'; GRANT SELECT ON app.* TO monitor@localhost");
        DaemonUnderTest.Ran plan = rebuild("--from-primary", "--dry-run");
        assertThat(plan.status()).as(plan.output()).isZero();
        assertThat(plan.output())
                .contains("no lock is held on db-1: a snapshot does")
                .containsPattern("all [56] tables are transactional")
                .contains("has room for the copy")
                .contains("the copy replaces or drops these: monitor@localhost");
        assertThat(ReplicasUnderTest.threads(bench, Server.REPLICA)).isEqualTo("Yes/No");
        writer.takeLongestWaitMillis();

        bench.sql(
                Server.PRIMARY,
                "SET NAMES latin1; CREATE DEFINER=`who`@`10.%` EVENT app.`it's\tlate` ON SCHEDULE EVERY 9 YEAR STARTS '2037-01-01' DO DO 1");
        String events = "SELECT event_name, definer, character_set_client, collation_connection, sql_mode, time_zone"
                + " FROM information_schema.events ORDER BY event_name";

        DaemonUnderTest.Ran ran = rebuild("--from-primary", "--gtid", "no", "--keep-accounts", "monitor@localhost");

        assertThat(ran.status()).as(ran.output() + daemon.log()).isZero();
        assertThat(writer.takeLongestWaitMillis()).isLessThan(PATIENCE_MILLIS);
        assertThat(bench.sql(Server.REPLICA, "SELECT DISTINCT status FROM information_schema.events"))
                .as("an event runs on the primary alone")
                .isEqualTo("SLAVESIDE_DISABLED");
        assertThat(bench.sql(Server.REPLICA, events))
                .as("and is as it was")
                .isEqualTo(bench.sql(Server.PRIMARY, events));
        assertThat(bench.sql(Server.REPLICA, "SELECT @@event_scheduler")).isEqualTo("ON");
        assertThat(bench.sql(Server.REPLICA, "SET sql_mode=''; SHOW GRANTS FOR monitor@localhost"))
                .as("an account that only the replica has, and that is to be kept")
                .contains("GRANT SELECT ON `app`.* TO");
    }

    @Test
    void silentDriftIsFoundByChecksumsAndMendedFromAnotherReplica() {
        assertThat(daemon.demarc("replica", "check", "db-2", "--tables", "app.typo")
                        .output())
                .contains("no such tables: [app.typo]");
        assertThat(daemon.demarc("replica", "check", "db-2").status()).isZero();
        bench.sql(
                Server.REPLICA,
                "SET sql_log_bin=0; UPDATE app.bulk SET v='drifted' WHERE id=4711; DELETE FROM app.`it's a ``trap``; --` LIMIT 1;"
                        + " CREATE TABLE app.extra (id INT)");

        DaemonUnderTest.Ran check = daemon.demarc("replica", "check", "db-2");

        assertThat(check.status()).isEqualTo(1);
        assertThat(check.output())
                .contains("app.bulk", "it's a `trap`; --", "app.extra: only on the replica")
                .doesNotContain("app.written:", "app.keyless:");
        daemon.mustRun("runbook", "abort", "db-2");

        DaemonUnderTest.Ran ran = rebuild("--from-replica", "db-3", "--gtid", "yes");

        assertThat(ran.status()).as(ran.output() + daemon.log()).isZero();
        assertThat(daemon.demarc("runbook", "log", "db-2").output())
                .contains("db-3 is held at binlog.")
                .contains("none differs");
    }

    @Test
    void whoeverReadsKeepsAReplicaFromBeingRebuilt() {
        try (DatabaseWriter.Reader ignored = DatabaseWriter.Reader.of(bench, Server.REPLICA)) {
            DaemonUnderTest.Ran ran = rebuild("--from-primary");

            assertThat(ran.status()).as(ran.output()).isEqualTo(2);
            assertThat(ran.output()).contains("NOT MET: nobody reads from db-2").contains("--allow-readers");
        }
        assertThat(ReplicasUnderTest.threads(bench, Server.REPLICA)).isEqualTo("Yes/Yes");
        assertThat(rebuild("--from-replica", "db-2").output()).contains("can't be rebuilt from itself");
    }

    @Test
    void whatWouldBreakACopyInItsMiddleIsFoundBeforeAnythingIsTouched() throws IOException {
        for (Server server : List.of(Server.PRIMARY, Server.REPLICA)) {
            // What a file system of its own has; it stays, for the other tests.
            Files.createDirectories(Path.of(bench.sql(server, "SELECT @@datadir"), "lost+found"));
        }
        bench.sql(
                Server.PRIMARY,
                "CREATE TABLE app.gone (id INT); CREATE VIEW app.broken AS SELECT id FROM app.gone; DROP TABLE app.gone");
        Path away = Files.createDirectory(directory.resolve("away"));
        bench.sql(
                Server.PRIMARY,
                "SET sql_log_bin=0; CREATE TABLE app.away (id INT) ENGINE=InnoDB DATA DIRECTORY='" + away + "'");
        bench.sql(Server.PRIMARY, "SET GLOBAL rpl_semi_sync_master_enabled=ON");
        ReplicasUnderTest.awaitCaughtUp(bench, Server.REPLICA);
        bench.sql(
                Server.REPLICA,
                "SET GLOBAL rpl_semi_sync_slave_enabled=ON; STOP SLAVE IO_THREAD; START SLAVE IO_THREAD;"
                        + " XA START 'left'; UPDATE app.bulk SET v='x' WHERE id=1; XA END 'left'; XA PREPARE 'left'");
        try {
            Awaitility.await("the primary waits for db-2")
                    .atMost(LIMIT)
                    .until(() -> bench.sql(Server.PRIMARY, "SHOW STATUS LIKE 'Rpl_semi_sync_master_clients'")
                            .endsWith("1"));

            DaemonUnderTest.Ran ran = rebuild("--from-primary", "--method", "in-place", "--lose", "db-2", "--dry-run");

            assertThat(ran.status()).as(ran.output()).isEqualTo(1);
            assertThat(ran.output().replaceAll("\\s+", " "))
                    .contains("these refer to what isn't there: app.broken")
                    .contains("XA RECOVER says 1")
                    .contains(
                            "db-2 is the only replica that acknowledges them: when it stops, each waits for up to 10000 ms")
                    .doesNotContain("lost+found");
            assertThat(rebuild("--from-primary", "--dry-run").output().replaceAll("\\s+", " "))
                    .contains("elsewhere (DATA DIRECTORY): " + away);
        } finally {
            bench.sql(
                    Server.REPLICA,
                    "XA ROLLBACK 'left'; SET GLOBAL rpl_semi_sync_slave_enabled=OFF; STOP SLAVE; START SLAVE");
            bench.sql(
                    Server.PRIMARY,
                    "SET GLOBAL rpl_semi_sync_master_enabled=OFF; DROP VIEW app.broken; SET sql_log_bin=0; DROP TABLE app.away");
        }
    }

    /** Kills the daemon when the step's action has begun, looks at the world without it, and starts it again. */
    private static void killAt(String step, Runnable meanwhile) {
        new RunUnderTest(daemon, "db-2").awaitBegun(step);
        daemon.kill();
        meanwhile.run();
        daemon.start();
    }

    /** As {@link #killAt}, in the middle of the copy: it can't come to its end, since nobody takes it. */
    private static void killWhileCopying(Runnable meanwhile) {
        new RunUnderTest(daemon, "db-2").awaitLogged("copy", "is held at binlog");
        bench.pause(Server.REPLICA);
        try {
            daemon.kill();
            meanwhile.run();
        } finally {
            bench.goOn(Server.REPLICA);
        }
        daemon.start();
    }

    private static void killWhileCopyingBeside(RunUnderTest run, Runnable meanwhile) {
        run.awaitLogged("copy", "is held at binlog");
        daemon.kill();
        meanwhile.run();
        assertThat(bench.sql(Server.REPLICA, "SELECT COUNT(*) > 0 FROM app.bulk"))
                .as("its own data are there meanwhile")
                .isEqualTo("1");
        daemon.start();
    }

    @Test
    void killedAtEachStepUnderTheLockTheRebuildEndsAndThePrimaryIsFreeAtOnce() {
        bench.sql(
                Server.PRIMARY,
                "USE app; CREATE TABLE app.old (id INT PRIMARY KEY, v TEXT) ENGINE=MyISAM; INSERT INTO app.old"
                        + " SELECT seq, REPEAT('x', 100) FROM seq_1_to_1000");
        ReplicasUnderTest.awaitCaughtUp(bench, Server.REPLICA);
        writer.takeLongestWaitMillis();
        RunUnderTest run = new RunUnderTest(daemon, "db-2");

        run.start("rebuild-replica", "source=primary", "lock-limit=40", "method=in-place", "lose=db-2");
        Runnable isFree = () -> ReplicasUnderTest.assertPrimaryTakesWrites(writer);
        killAt("stop", isFree);
        killWhileCopying(isFree);
        killAt("connect", isFree);
        killAt("compare", isFree);
        run.awaitDone();

        assertThat(run.log()).contains("db-1 is held at binlog.").contains("It begins again");
        assertThat(writer.takeLongestWaitMillis()).isLessThan(40_000);
        bench.sql(Server.PRIMARY, "DROP TABLE app.old");
    }

    @Test
    void killedAtEachStepTheRebuildFromAReplicaEndsAndThatReplicaRunsAtOnce() {
        RunUnderTest run = new RunUnderTest(daemon, "db-2");
        writer.takeLongestWaitMillis();

        run.start("rebuild-replica", "source=db-3");
        Runnable isRunning = () -> ReplicasUnderTest.awaitReplicating(bench, Server.OTHER);
        killAt("trial", isRunning);
        killAt("stop", isRunning);
        killWhileCopyingBeside(run, isRunning);
        killAt("exchange", isRunning);
        killAt("connect", isRunning);
        killAt("compare", isRunning);
        run.awaitDone();

        assertThat(run.log()).contains("db-3 is held at binlog.").contains("It begins again");
        assertThat(writer.takeLongestWaitMillis())
                .as("the primary isn't touched")
                .isLessThan(PATIENCE_MILLIS);
    }

    @Test
    void filesOfThePrimaryTakeThePlaceOfThoseOfAReplicaThatBroke() {
        bench.sql(
                Server.PRIMARY,
                "CREATE TABLE app.old3 (id INT PRIMARY KEY) ENGINE=MyISAM; INSERT INTO app.old3 VALUES (1)");
        ReplicasUnderTest.awaitCaughtUp(bench, Server.REPLICA);
        bench.sql(
                Server.REPLICA,
                "SET sql_log_bin=0; DROP TABLE app.written; CREATE DATABASE gone; CREATE USER own@localhost IDENTIFIED BY 'it''s';"
                        + " GRANT SELECT (id) ON app.bulk TO own@localhost");
        String account = "SET sql_mode=''; SHOW CREATE USER own@localhost; SHOW GRANTS FOR own@localhost";
        String own = bench.sql(Server.REPLICA, account);
        DaemonUnderTest.Ran plan = rebuild("--from-primary", "--method", "backup", "--dry-run", "--drop-extra");
        assertThat(plan.status()).as(plan.output()).isZero();
        assertThat(plan.output())
                .contains("the copy is of files, by mariadb-backup")
                .contains("has room for the copy beside what it holds")
                .contains("app.old3 (MyISAM)");
        writer.takeLongestWaitMillis();

        DaemonUnderTest.Ran ran =
                rebuild("--from-primary", "--method", "backup", "--drop-extra", "--keep-accounts", "own@localhost");

        assertThat(ran.status()).as(ran.output() + daemon.log()).isZero();
        assertThat(writer.takeLongestWaitMillis()).isLessThan(PATIENCE_MILLIS);
        assertThat(bench.sql(Server.REPLICA, "SHOW DATABASES")).doesNotContain("gone");
        assertThat(bench.sql(Server.REPLICA, account))
                .as("an account of its own")
                .isEqualTo(own);
        assertThat(bench.sql(Server.REPLICA, "SELECT DISTINCT status FROM information_schema.events"))
                .as("an event runs on the primary alone")
                .isEqualTo("SLAVESIDE_DISABLED");
        assertThat(bench.data(Server.REPLICA).resolve(".demarc")).doesNotExist();
        bench.sql(Server.PRIMARY, "DROP TABLE app.old3");
    }

    @Test
    void aReplicaWhoseServerDoesNotStartOnTheFilesGetsItsOwnBack() {
        bench.sql(Server.REPLICA, "SET sql_log_bin=0; CREATE TABLE app.mine (id INT)");
        bench.spoilConfiguration(Server.REPLICA, true);
        RunUnderTest run = new RunUnderTest(daemon, "db-2");

        run.start("rebuild-replica", "source=primary", "method=backup");
        run.awaitStopped("exchange");

        assertThat(run.status()).contains("the server did not start", "abort --undo");
        bench.spoilConfiguration(Server.REPLICA, false);
        daemon.mustRun("runbook", "abort", "db-2", "--undo");
        run.await("its own data are back", it -> RunUnderTest.state(it).equals("aborted"));
        assertThat(run.log()).contains("give db-2 its own data back");
        assertThat(bench.sql(Server.REPLICA, "SHOW TABLES FROM app LIKE 'mine'"))
                .isEqualTo("mine");
        assertThat(bench.data(Server.REPLICA).resolve(".demarc")).doesNotExist();

        DaemonUnderTest.Ran ran = rebuild("--from-primary", "--method", "backup");
        assertThat(ran.status()).as(ran.output() + daemon.log()).isZero();
    }

    @Test
    void killedAtEachStepTheRebuildFromFilesOfAReplicaEndsAndThatReplicaRunsAtOnce() {
        RunUnderTest run = new RunUnderTest(daemon, "db-2");
        writer.takeLongestWaitMillis();

        run.start("rebuild-replica", "source=db-3", "method=backup");
        Runnable isRunning = () -> ReplicasUnderTest.awaitReplicating(bench, Server.OTHER);
        killAt("stop", isRunning);
        killWhileCopyingBeside(run, isRunning);
        killAt("exchange", isRunning);
        killAt("connect", isRunning);
        run.awaitDone();

        assertThat(run.log()).contains("db-3 is held at binlog.").contains("It begins again");
        assertThat(writer.takeLongestWaitMillis())
                .as("the primary isn't touched")
                .isLessThan(PATIENCE_MILLIS);
    }

    @Test
    void tablesThatDriftedAreReplacedAndTheRestOfTheReplicaIsLeftAsItIs() {
        bench.sql(
                Server.REPLICA,
                "SET sql_log_bin=0; UPDATE app.bulk SET v='drifted' WHERE id=4711; DELETE FROM app.keyless LIMIT 3;"
                        + " CREATE TABLE app.extra (id INT)");
        assertThat(rebuild("--from-primary", "--tables", "app.bulk,app.typo,mysql.user", "--dry-run")
                        .output())
                .contains("no such tables: [app.typo, mysql.user]", "of [app, mysql]");
        assertThat(rebuild("--from-primary", "--tables", "app.bulk", "--method", "backup", "--dry-run")
                        .output())
                .contains("NOT MET  some tables are copied by a dump");
        writer.takeLongestWaitMillis();

        DaemonUnderTest.Ran ran = rebuild("--from-primary", "--tables", "app.bulk,app.keyless");

        assertThat(ran.status()).as(ran.output() + daemon.log()).isZero();
        assertThat(writer.takeLongestWaitMillis()).isLessThan(PATIENCE_MILLIS);
        assertThat(daemon.demarc("runbook", "log", "db-2").output())
                .contains("db-2 has applied its primary's log up to binlog.", "2 tables compared, none differs");
        bench.sql(Server.REPLICA, "SET sql_log_bin=0; DROP TABLE app.extra");
    }

    @Test
    void aTableThatBreaksReplicationIsReplacedFromAnotherReplicaThoughTheDaemonIsKilled() {
        bench.sql(Server.REPLICA, "SET sql_log_bin=0; DROP TABLE app.written");
        Awaitility.await("the replica breaks")
                .atMost(LIMIT)
                .until(() -> ReplicasUnderTest.threads(bench, Server.REPLICA).equals("Yes/No"));
        assertThat(rebuild("--from-replica", "db-3", "--tables", "app.written", "--dry-run")
                        .output())
                .contains("NOT MET  db-2 is good but for these tables", "binlog_format is MIXED");
        bench.sql(Server.PRIMARY, "SET GLOBAL binlog_format=ROW");
        RunUnderTest run = new RunUnderTest(daemon, "db-2");

        run.start("rebuild-replica", "source=db-3", "tables=app.written");
        Runnable isRunning = () -> ReplicasUnderTest.awaitReplicating(bench, Server.OTHER);
        killAt("stop", isRunning);
        killWhileCopying(isRunning);
        run.awaitDone();

        assertThat(run.log()).contains("It begins again", "db-2 has applied its primary's log up to binlog.");
        assertThat(bench.sql(Server.REPLICA, "SELECT @@replicate_ignore_table"))
                .as("nothing is left out any more")
                .isEmpty();
        bench.sql(Server.PRIMARY, "SET GLOBAL binlog_format=MIXED");
    }

    @Test
    void aPrimaryThatIsKilledInTheMiddleStopsTheRunWhichGoesOnWhenItIsBack() {
        bench.sql(Server.PRIMARY, "CREATE TABLE app.zz (id INT PRIMARY KEY)");
        RunUnderTest run = new RunUnderTest(daemon, "db-2");
        // The table is the last to be dumped: as long as it is locked, the dump can't end.
        try (DatabaseWriter.Reader ignored = DatabaseWriter.Reader.locking(bench, Server.PRIMARY, "app.zz")) {
            run.start("rebuild-replica", "source=primary", "method=in-place", "lose=db-2");
            run.awaitLogged("copy", "the dump of db-1 was taken");
            bench.kill(Server.PRIMARY);
        }
        bench.start(Server.PRIMARY);

        run.awaitStopped("copy");
        assertThat(run.status())
                .contains("The dump of db-1 did not come to its end")
                .contains("db-2 holds a part of the copy and doesn't replicate: nobody may read from it")
                .contains("db-1 was let go");
        assertThat(ReplicasUnderTest.threads(bench, Server.REPLICA)).isEqualTo("none");

        run.resume();
        run.awaitDone();
        bench.sql(Server.PRIMARY, "DROP TABLE app.zz");
    }

    @Test
    void aLockThatLastsTooLongIsGivenUpByTheServerItselfAndTheCopyIsWorthless() {
        bench.sql(Server.PRIMARY, "CREATE TABLE app.old2 (id INT PRIMARY KEY) ENGINE=MyISAM");
        ReplicasUnderTest.awaitCaughtUp(bench, Server.REPLICA);
        assertThat(rebuild("--from-primary", "--lock-limit", "1").output())
                .contains("NOT MET: the read lock on db-1", "app.old2 (MyISAM)", "--from-replica");
        RunUnderTest run = new RunUnderTest(daemon, "db-2");
        run.start("rebuild-replica", "source=primary", "lock-limit=6", "method=in-place", "lose=db-2");
        new RunUnderTest(daemon, "db-2").awaitLogged("copy", "is held at binlog");
        bench.pause(Server.REPLICA);
        try {
            // The dump waits for the load, the lock for the dump, and the writer for the lock.
            Awaitility.await("the primary has ended the lock")
                    .atMost(LIMIT)
                    .until(() -> bench.trySql(
                                            Server.PRIMARY,
                                            "SET SESSION lock_wait_timeout=1; CREATE TABLE app.new (id INT)")
                                    .status()
                            == 0);
            ReplicasUnderTest.assertPrimaryTakesWrites(writer);
        } finally {
            bench.goOn(Server.REPLICA);
        }
        run.awaitStopped("copy");
        assertThat(run.status())
                .contains("The read lock on database db-1 was over before its dump was", "nobody may read from it");

        daemon.mustRun("runbook", "abort", "db-2");
        bench.sql(Server.PRIMARY, "DROP TABLE app.old2; DROP TABLE app.new");
        run.start("rebuild-replica", "source=primary");
        run.awaitDone();
    }
}
