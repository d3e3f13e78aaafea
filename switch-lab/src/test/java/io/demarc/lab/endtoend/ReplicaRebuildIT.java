/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.lab.cloudstack.SimulatedCloudStack;
import io.demarc.lab.real.DatabaseBench;
import io.demarc.lab.real.DatabaseBench.Server;
import io.demarc.lab.real.DatabaseWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Replicas of real MariaDB servers are rebuilt and compared while somebody writes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplicaRebuildIT {
    @TempDir
    private static Path directory;

    private final SimulatedCloudStack cloudStack = new SimulatedCloudStack(InstantSource.system());
    private final DatabaseBench bench = DatabaseBench.start();
    private final DaemonUnderTest daemon = new DaemonUnderTest(directory, cloudStack);
    private @Nullable DatabaseWriter writing;

    @BeforeAll
    void begin() {
        bench.createReplicationAccount();
        bench.sql(Server.PRIMARY, "CREATE DATABASE app");
        writing = DatabaseWriter.start(bench);
        bench.replicate(Server.REPLICA, false);
        bench.replicate(Server.OTHER, true);
        ReplicasUnderTest.declare(daemon, bench);
    }

    @AfterAll
    void end() {
        writer().close();
        daemon.close();
        bench.close();
        cloudStack.close();
    }

    private DatabaseWriter writer() {
        return Objects.requireNonNull(writing);
    }

    @Test
    void aReplicaThatBrokeIsRebuiltFromThePrimaryWithoutALock() {
        bench.sql(Server.REPLICA, "SET sql_log_bin=0; DROP TABLE app.written");
        DaemonUnderTest.Ran plan = daemon.demarc("replica", "rebuild", "db-2", "--from-primary", "--dry-run");
        System.err.println(plan.output());

        DaemonUnderTest.Ran ran = daemon.demarc("replica", "rebuild", "db-2", "--from-primary");
        System.err.println(ran.output());
        System.err.println(daemon.demarc("runbook", "log", "db-2").output());

        assertThat(ran.status()).as(ran.output() + daemon.log()).isZero();
        ReplicasUnderTest.assertReplica(bench, writer(), Server.REPLICA);
    }
}
