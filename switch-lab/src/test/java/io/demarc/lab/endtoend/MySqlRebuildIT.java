/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.lab.cloudstack.SimulatedCloudStack;
import io.demarc.lab.real.DatabaseBench;
import io.demarc.lab.real.DatabaseBench.Make;
import io.demarc.lab.real.DatabaseBench.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A replica of a real MySQL 8.0 that holds all that a server can has drifted and is rebuilt, from its primary and from another replica:
 * beside its own data, which are served until the copy takes their place, whatever fails before.
 */
@SuppressWarnings("NullAway.Init")
@Execution(ExecutionMode.CONCURRENT)
class MySqlRebuildIT {
    /** Only the replica has it. */
    private static final String OWN = "SELECT COUNT(*) FROM app.own";
    /** Of that, and of what nobody writes to, but for app.js: two checksums of a JSON table with an index over an array differ. */
    private static final String CHECKSUMS =
            "CHECKSUM TABLE app.own, app.bulk, app.gen, app.txt, app.geo, app.par, app.parent, app.child, app.huge, app.mine,"
                    + " app.`it's a ``trap``; --`, `we-ird db`.`select`, `do.t`.`ta.ble`";

    /** Of the replica's own data, before a rebuild begins. */
    private static String ownData;

    @TempDir
    private static Path directory;

    private static SimulatedCloudStack cloudStack;
    private static DatabaseBench bench;
    private static DaemonUnderTest daemon;

    @BeforeAll
    static void begin() {
        cloudStack = new SimulatedCloudStack(InstantSource.system());
        bench = DatabaseBench.start(Make.MYSQL);
        daemon = new DaemonUnderTest(directory, cloudStack);
        bench.createReplicationAccount();
        bench.replicate(Server.REPLICA, true);
        bench.replicate(Server.OTHER, true);
        bench.sql(Server.PRIMARY, ReplicasUnderTest.everything(Make.MYSQL));
        ReplicasUnderTest.declare(daemon, bench);
        awaitCaughtUp(Server.REPLICA);
        awaitCaughtUp(Server.OTHER);
    }

    @AfterAll
    static void end() {
        daemon.close();
        bench.close();
        cloudStack.close();
    }

    private static void awaitCaughtUp(Server server) {
        String executed =
                bench.sql(Server.PRIMARY, "SELECT @@GLOBAL.gtid_executed").replaceAll("\\s|\\\\n", "");
        Awaitility.await(server + " has everything")
                .atMost(ReplicasUnderTest.LIMIT)
                .until(() -> bench.sql(server, "SELECT GTID_SUBSET('" + executed + "', @@GLOBAL.gtid_executed)")
                        .equals("1"));
    }

    private static DaemonUnderTest.Ran rebuild(String... words) {
        List<String> all = new ArrayList<>(List.of("replica", "rebuild", "db-2"));
        all.addAll(List.of(words));
        return daemon.demarc(all.toArray(String[]::new));
    }

    @Test
    void whatDriftedIsRebuiltBesideItsDataAndEverythingIsTheSame() {
        bench.sql(
                Server.REPLICA,
                "SET sql_log_bin=0; CREATE TABLE app.own (id INT PRIMARY KEY); INSERT INTO app.own VALUES (1);"
                        + " CREATE USER 'monitor'@'localhost' IDENTIFIED BY 'it''s \"1'; GRANT PROCESS ON *.* TO 'monitor'@'localhost';"
                        + " GRANT SELECT (id) ON app.bulk TO 'monitor'@'localhost';"
                        + " UPDATE app.bulk SET v='drifted' WHERE id=4711");
        String uuid = bench.sql(Server.REPLICA, "SELECT @@server_uuid");

        DaemonUnderTest.Ran rounding = rebuild("--from-primary", "--dry-run");
        assertThat(rounding.status()).as(rounding.output()).isEqualTo(1);
        assertThat(rounding.output().replaceAll("\\s+", " "))
                .contains("it rounds FLOATs: app.bits.f, app.bits.g, app.keyless.fl");
        bench.sql(
                Server.PRIMARY,
                "ALTER TABLE app.bits DROP COLUMN f, DROP COLUMN g; ALTER TABLE app.keyless DROP COLUMN fl");
        awaitCaughtUp(Server.REPLICA);

        ownData = bench.sql(Server.REPLICA, CHECKSUMS);
        hinderedByItsConfiguration();
        refusedByTheTrialItKeepsItsData();
        stoppedInTheCopyItKeepsItsData();
        keptFromStartingItGetsItsDataBack();

        bench.sql(Server.REPLICA, "SET GLOBAL super_read_only=ON; SET GLOBAL event_scheduler=OFF");
        String account =
                "SET sql_mode=''; SET print_identified_with_as_hex=ON; SHOW CREATE USER monitor@localhost; SHOW GRANTS FOR monitor@localhost";
        String monitor = bench.sql(Server.REPLICA, account);
        DaemonUnderTest.Ran ran = rebuild("--from-primary", "--keep-accounts", "monitor@localhost");

        assertThat(ran.status()).as(ran.output() + daemon.log()).isZero();
        assertThat(daemon.demarc("runbook", "log", "db-2").output()).contains("none differs");
        assertThat(bench.sql(Server.REPLICA, account))
                .as("an account of its own")
                .isEqualTo(monitor);
        assertThat(bench.trySql(Server.REPLICA, OWN).complaints()).contains("doesn't exist");
        assertThat(bench.sql(Server.REPLICA, "SELECT @@super_read_only, @@event_scheduler, @@server_uuid"))
                .as("it is what it was")
                .isEqualTo("1\tOFF\t" + uuid);
        assertThat(bench.sql(Server.REPLICA, "SELECT DISTINCT status FROM information_schema.events"))
                .as("an event runs on the primary alone")
                .isEqualTo("SLAVESIDE_DISABLED");
        assertThat(bench.data(Server.REPLICA).resolve(".demarc")).doesNotExist();

        rebuiltFromAnotherReplicaThoughTheDaemonIsKilledAtEachStep();
        tablesThatBrokeItAreReplacedAndTheRestIsLeftAsItIs();
        rebuiltInPlaceWhenItsNameIsSaidThoughTheDaemonIsKilled();
        rebuiltFromThePrimarysSnapshot();
        tablesAreReplacedFromAnotherReplicaThoughTheDaemonIsKilled();
        clonedWhenADumpWouldRoundThoughTheDaemonIsKilled();
        clonedFromAnotherReplica();
    }

    /** A load that didn't mind it would fail, or mean something else: one row is larger than a packet when it is printed as hex. */
    private static void hinderedByItsConfiguration() {
        bench.configure(
                Server.REPLICA,
                "sql-mode = ANSI_QUOTES,NO_BACKSLASH_ESCAPES,TRADITIONAL",
                "super-read-only = ON",
                "sql-require-primary-key = ON",
                "innodb-strict-mode = ON",
                "max-allowed-packet = 2M");
        for (Server server : Server.values()) {
            bench.sql(server, "SET GLOBAL max_allowed_packet=2097152");
        }
    }

    private static void assertItsOwnDataAreServed() {
        assertThat(bench.sql(Server.REPLICA, CHECKSUMS)).isEqualTo(ownData);
    }

    /** The next server that is started with its configuration doesn't start; the running one doesn't notice. */
    private static void refusedByTheTrialItKeepsItsData() {
        RunUnderTest run = new RunUnderTest(daemon, "db-2");
        bench.spoilConfiguration(Server.REPLICA, true);
        run.start("rebuild-replica", "source=primary");
        run.awaitStopped("trial");
        assertThat(run.status()).contains("Nothing was changed: db-2 has its data, and its replication");
        assertItsOwnDataAreServed();
        assertThat(bench.sql(Server.REPLICA, "SHOW REPLICA STATUS")).contains("\tYes\tYes\t");
        bench.spoilConfiguration(Server.REPLICA, false);
        daemon.mustRun("runbook", "abort", "db-2", "--undo");
        run.await("the run ends", it -> RunUnderTest.state(it).equals("aborted"));
    }

    /** The one that loads: it has read the configuration. */
    private static void awaitServerOfItsOwn() {
        Awaitility.await("a server of the copy's own is up")
                .atMost(ReplicasUnderTest.LIMIT)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> Files.exists(bench.data(Server.REPLICA).resolve(".demarc/socket")));
    }

    private static void stoppedInTheCopyItKeepsItsData() {
        RunUnderTest run = new RunUnderTest(daemon, "db-2");
        run.start("rebuild-replica", "source=primary");
        run.awaitBegun("trial");
        awaitServerOfItsOwn();
        bench.spoilConfiguration(Server.REPLICA, true);
        run.awaitStopped("copy");
        assertThat(run.status()).contains("db-2 holds its data as before; its replication is stopped");
        assertItsOwnDataAreServed();
        bench.spoilConfiguration(Server.REPLICA, false);
        daemon.mustRun("runbook", "abort", "db-2", "--undo");
        run.await("the run ends", it -> RunUnderTest.state(it).equals("aborted"));
        assertItsOwnDataAreServed();
        Awaitility.await("it replicates as before")
                .atMost(ReplicasUnderTest.LIMIT)
                .until(() -> bench.sql(Server.REPLICA, "SHOW REPLICA STATUS").contains("\tYes\tYes\t"));
    }

    private static void keptFromStartingItGetsItsDataBack() {
        RunUnderTest run = new RunUnderTest(daemon, "db-2");
        run.start("rebuild-replica", "source=primary");
        run.awaitBegun("copy");
        awaitServerOfItsOwn();
        bench.spoilConfiguration(Server.REPLICA, true);
        run.awaitStopped("exchange");
        assertThat(run.status()).contains("the server did not start", "abort --undo");
        bench.spoilConfiguration(Server.REPLICA, false);
        daemon.mustRun("runbook", "abort", "db-2", "--undo");
        run.await("its own data are back", it -> RunUnderTest.state(it).equals("aborted"));
        assertItsOwnDataAreServed();
        assertThat(bench.data(Server.REPLICA).resolve(".demarc")).doesNotExist();
    }

    private static void rebuiltFromAnotherReplicaThoughTheDaemonIsKilledAtEachStep() {
        bench.sql(
                Server.REPLICA,
                "SET GLOBAL super_read_only=OFF; SET GLOBAL read_only=OFF; SET sql_log_bin=0; DROP TABLE app.bulk");
        RunUnderTest run = new RunUnderTest(daemon, "db-2");
        run.start("rebuild-replica", "source=db-3");
        for (String step : List.of("trial", "stop", "copy", "exchange", "connect")) {
            run.awaitBegun(step);
            daemon.kill();
            daemon.start();
        }
        run.awaitDone();

        assertThat(run.log()).contains("db-3 is held at binlog.", "none differs");
        String applied =
                bench.sql(Server.OTHER, "SELECT @@GLOBAL.gtid_executed").replaceAll("\\s|\\\\n", "");
        assertThat(bench.sql(Server.PRIMARY, "SELECT GTID_SUBTRACT('" + applied + "', @@GLOBAL.gtid_executed)"))
                .as("the dump wrote nothing into the log of the replica that it was taken from")
                .isEmpty();
    }

    /** What the replica has that its primary lacks would be sent to every other one when it became the primary. */
    private static void assertNothingIsItsOwn() {
        String executed =
                bench.sql(Server.REPLICA, "SELECT @@GLOBAL.gtid_executed").replaceAll("\\s|\\\\n", "");
        assertThat(bench.sql(Server.PRIMARY, "SELECT GTID_SUBTRACT('" + executed + "', @@GLOBAL.gtid_executed)"))
                .isEmpty();
    }

    private static final String SETTINGS = "SELECT @@super_read_only, @@max_allowed_packet, @@event_scheduler";

    private static void tablesThatBrokeItAreReplacedAndTheRestIsLeftAsItIs() {
        bench.sql(
                Server.REPLICA,
                "SET sql_log_bin=0; CREATE TABLE app.own (id INT PRIMARY KEY); DROP TABLE app.bulk; UPDATE app.txt SET v='drifted';"
                        + " SET GLOBAL super_read_only=ON");
        bench.sql(Server.PRIMARY, "UPDATE app.bulk SET v='changed' WHERE id=7");
        Awaitility.await("the replica breaks")
                .atMost(ReplicasUnderTest.LIMIT)
                .until(() -> bench.sql(Server.REPLICA, "SHOW REPLICA STATUS").contains("\tYes\tNo\t"));
        String settings = bench.sql(Server.REPLICA, SETTINGS);
        assertThat(settings).startsWith("1\t2097152\t");

        DaemonUnderTest.Ran ran = rebuild("--from-primary", "--tables", "app.bulk,app.txt,app.huge");

        assertThat(ran.status()).as(ran.output() + daemon.log()).isZero();
        assertThat(daemon.demarc("runbook", "log", "db-2").output())
                .contains("db-1 is written to again", "db-2 has applied its primary's log up to binlog.")
                .contains("3 tables compared, none differs");
        assertThat(bench.sql(Server.REPLICA, SETTINGS)).as("it is what it was").isEqualTo(settings);
        assertThat(bench.sql(Server.REPLICA, OWN)).as("the rest").isEqualTo("0");
        assertThat(bench.sql(Server.REPLICA, FILTERS))
                .as("nothing is left out any more")
                .isEqualTo("0");
        awaitCaughtUp(Server.REPLICA);
        assertNothingIsItsOwn();
    }

    private static final String FILTERS =
            "SELECT COUNT(*) FROM performance_schema.replication_applier_filters WHERE filter_rule<>''";

    private static void rebuiltInPlaceWhenItsNameIsSaidThoughTheDaemonIsKilled() {
        assertThat(rebuild("--from-primary", "--method", "in-place", "--dry-run")
                        .output()
                        .replaceAll("\\s+", " "))
                .contains("NOT MET what db-2 holds may be lost before the copy is whole", "'--lose db-2'");
        String settings = bench.sql(Server.REPLICA, SETTINGS);
        RunUnderTest run = new RunUnderTest(daemon, "db-2");

        run.start("rebuild-replica", "source=primary", "method=in-place", "lose=db-2", "lock-limit=300");
        run.awaitLogged("copy", "is held at binlog");
        daemon.kill();
        daemon.start();
        run.awaitBegun("connect");
        daemon.kill();
        daemon.start();
        run.awaitDone();

        assertThat(run.log()).contains("It begins again", "none differs");
        assertThat(bench.sql(Server.REPLICA, SETTINGS)).as("it is what it was").isEqualTo(settings);
        assertThat(bench.trySql(Server.REPLICA, OWN).complaints()).contains("doesn't exist");
        assertThat(bench.sql(Server.REPLICA, "SELECT DISTINCT status FROM information_schema.events"))
                .as("an event runs on the primary alone")
                .isEqualTo("SLAVESIDE_DISABLED");
        assertThat(isByGtid()).isTrue();
        awaitCaughtUp(Server.REPLICA);
        assertNothingIsItsOwn();
    }

    private static void rebuiltFromThePrimarysSnapshot() {
        bench.sql(
                Server.PRIMARY,
                "USE app; ALTER TABLE mine ENGINE=InnoDB; ALTER TABLE arch ENGINE=InnoDB; DROP TABLE mem");
        awaitCaughtUp(Server.REPLICA);

        DaemonUnderTest.Ran ran = rebuild("--from-primary", "--gtid", "no");

        assertThat(ran.status()).as(ran.output() + daemon.log()).isZero();
        assertThat(daemon.demarc("runbook", "log", "db-2").output())
                .contains("db-1 is held at binlog.", "db-1 is written to again", "none differs")
                .contains("replicates from db-1, from binlog.");
        assertThat(isByGtid()).isFalse();
        // It is true all the same: whoever goes over to GTIDs later gets nothing twice.
        awaitCaughtUp(Server.REPLICA);
    }

    private static boolean isByGtid() {
        return bench.sql(Server.REPLICA, "SELECT Enabled_auto_position FROM mysql.slave_master_info")
                .equals("1");
    }

    private static void tablesAreReplacedFromAnotherReplicaThoughTheDaemonIsKilled() {
        bench.sql(Server.REPLICA, "SET GLOBAL super_read_only=OFF; SET sql_log_bin=0; DELETE FROM app.par");
        RunUnderTest run = new RunUnderTest(daemon, "db-2");

        run.start("rebuild-replica", "source=db-3", "tables=app.par");
        run.awaitLogged("copy", "is held at binlog");
        daemon.kill();
        daemon.start();
        run.awaitDone();

        assertThat(run.log()).contains("1 tables compared, none differs");
        assertThat(isByGtid()).as("as before").isFalse();
        assertThat(bench.sql(Server.REPLICA, FILTERS))
                .as("nothing is left out any more")
                .isEqualTo("0");
        awaitCaughtUp(Server.REPLICA);
        assertNothingIsItsOwn();
    }

    private static void clonedWhenADumpWouldRoundThoughTheDaemonIsKilled() {
        bench.sql(
                Server.PRIMARY,
                "CREATE TABLE app.rates (id INT PRIMARY KEY, f FLOAT, d DOUBLE);"
                        + " INSERT INTO app.rates VALUES (1, 0.1, -1.2345678901234567e-200), (2, 16777215, 0.1e0+0.2e0)");
        assertThat(rebuild("--from-primary", "--dry-run").output().replaceAll("\\s+", " "))
                .contains("although a dump would round app.rates.f")
                .contains("its plugin 'clone' isn't active (INSTALL PLUGIN clone SONAME 'mysql_clone.so')")
                .contains("the account has no BACKUP_ADMIN");
        bench.sql(
                Server.PRIMARY,
                "INSTALL PLUGIN clone SONAME 'mysql_clone.so'; GRANT BACKUP_ADMIN ON *.* TO '"
                        + DatabaseBench.REPLICATION_USER + "'@'%'");
        awaitCaughtUp(Server.REPLICA);
        bench.sql(
                Server.REPLICA,
                "SET sql_log_bin=0; CREATE TABLE app.own (id INT PRIMARY KEY); INSERT INTO app.own VALUES (1)");
        ownData = bench.sql(Server.REPLICA, CHECKSUMS);
        RunUnderTest run = new RunUnderTest(daemon, "db-2");

        run.start("rebuild-replica", "source=primary");
        run.awaitBegun("copy");
        awaitServerOfItsOwn();
        daemon.kill();
        assertItsOwnDataAreServed();
        daemon.start();
        for (String step : List.of("exchange", "connect")) {
            run.awaitBegun(step);
            daemon.kill();
            daemon.start();
        }
        run.awaitDone();

        assertThat(isByGtid()).as("as before").isFalse();
        assertThat(run.log())
                .contains("the clone of db-1 is of binlog.", "replicates from db-1, from binlog.", "none differs")
                .containsPattern("copied: [1-9]\\d{6,} octets cloned")
                .contains("It begins again");
        assertThat(run.log() + daemon.log()).doesNotContain(DatabaseBench.REPLICATION_PASSWORD, "secret\\");
        assertThat(bench.sql(Server.REPLICA, "SELECT DISTINCT status FROM information_schema.events"))
                .isEqualTo("SLAVESIDE_DISABLED");
        assertThat(bench.data(Server.REPLICA).resolve(".demarc")).doesNotExist();
    }

    private static void clonedFromAnotherReplica() {
        assertThat(rebuild("--from-replica", "db-3", "--method", "clone", "--dry-run")
                        .output())
                .contains("its plugin 'clone' isn't active");
        bench.sql(Server.OTHER, "SET sql_log_bin=0; INSTALL PLUGIN clone SONAME 'mysql_clone.so'");
        awaitCaughtUp(Server.OTHER);

        DaemonUnderTest.Ran ran = rebuild("--from-replica", "db-3", "--method", "clone", "--gtid", "yes");

        assertThat(ran.status()).as(ran.output() + daemon.log()).isZero();
        assertThat(isByGtid()).isTrue();
        assertThat(daemon.demarc("runbook", "log", "db-2").output())
                .contains("the clone of db-3 is of", "none differs");
        assertThat(bench.sql(Server.REPLICA, "SHOW REPLICA STATUS"))
                .as("it replicates from the primary, not from what the clone's donor replicates from by itself")
                .contains(Server.PRIMARY.address());
    }
}
