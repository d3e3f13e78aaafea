/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.demarc.lab.cloudstack.SimulatedCloudStack;
import io.demarc.lab.real.DatabaseBench;
import io.demarc.lab.real.DatabaseBench.Make;
import io.demarc.lab.real.DatabaseBench.Server;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told of real servers of both makes: db-2 replicates by GTID, db-3 by positions, both from db-1. */
@Execution(ExecutionMode.CONCURRENT)
class ReplicaListIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private record Servers(Make make, DatabaseBench bench, DaemonUnderTest daemon) {
        JsonObject told(Server server) {
            JsonArray all = JsonParser.parseString(daemon.get("databases")).getAsJsonArray();
            return StreamSupport.stream(all.spliterator(), false)
                    .map(JsonElement::getAsJsonObject)
                    .filter(it -> it.get("name").getAsString().equals(server.id()))
                    .findFirst()
                    .orElseThrow();
        }

        List<String> problems(Server server) {
            return told(server).getAsJsonArray("problems").asList().stream()
                    .map(JsonElement::getAsString)
                    .toList();
        }

        JsonObject link(Server server) {
            return told(server).getAsJsonObject("replication");
        }

        void awaitProblem(Server server, String regex) {
            Awaitility.await(server.id() + ": " + regex)
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(problems(server)).anyMatch(it -> it.matches(regex)));
        }

        void sql(Server server, String ofMariaDb, String ofMySql) {
            bench.sql(server, make == Make.MYSQL ? ofMySql : ofMariaDb);
        }
    }

    @ParameterizedTest
    @EnumSource(Make.class)
    void eachDatabaseIsToldAsItIs(Make make) {
        try (SimulatedCloudStack cloudStack = new SimulatedCloudStack(InstantSource.system());
                DatabaseBench bench = DatabaseBench.start(make);
                DaemonUnderTest daemon = new DaemonUnderTest(directory, cloudStack)) {
            bench.createReplicationAccount();
            bench.sql(Server.PRIMARY, "CREATE DATABASE app; CREATE TABLE app.t (id INT PRIMARY KEY, v INT)");
            bench.replicate(Server.REPLICA, true);
            bench.replicate(Server.OTHER, false);
            ReplicasUnderTest.declare(daemon, bench);
            Servers servers = new Servers(make, bench, daemon);

            runningOnesAreWell(servers);
            theLastCheckIsTold(servers);
            anErrorOfTheApplierIsToldInTheServersWords(servers);
            aStoppedApplierIsToldAndItsLagUnknown(servers);
            anotherPrimaryIsTold(servers);
            oneThatIsOffKeepsNobodyFromBeingTold(servers);
            oneThatHangsKeepsNobodyFromBeingTold(servers);
        }
    }

    private static void runningOnesAreWell(Servers servers) {
        Awaitility.await("all is well")
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(
                                servers.daemon().demarc("replica", "list").status())
                        .isZero());

        JsonObject primary = servers.told(Server.PRIMARY);
        assertThat(primary.get("role").getAsString()).isEqualTo("primary");
        assertThat(primary.get("version").getAsString())
                .matches(servers.make() == Make.MYSQL ? "MySQL 8\\.0\\.\\d+" : "MariaDB 1\\d\\.\\d+\\.\\d+");
        assertThat(primary.get("position").getAsString()).matches("binlog\\.\\d+:\\d+");
        assertThat(primary.get("replication").isJsonNull()).isTrue();
        for (Server replica : List.of(Server.REPLICA, Server.OTHER)) {
            JsonObject told = servers.told(replica);
            JsonObject link = told.getAsJsonObject("replication");
            assertThat(told.get("role").getAsString()).isEqualTo("replica");
            assertThat(link.get("source").getAsString())
                    .isEqualTo(Server.PRIMARY.address() + ":" + servers.bench().databasePort());
            assertThat(link.get("receiver").getAsString()).isEqualTo("running");
            assertThat(link.get("applier").getAsString()).isEqualTo("running");
            assertThat(link.get("lag_seconds").getAsLong()).isBetween(0L, 60L);
            assertThat(told.get("position").getAsString())
                    .as("all is applied")
                    .isEqualTo(primary.get("position").getAsString());
            assertThat(told.get("gtid").getAsString())
                    .isEqualTo(primary.get("gtid").getAsString());
        }
        assertThat(servers.daemon().demarc("replica", "list").output())
                .matches("(?s).*db-2 +db-1 +replica +M\\w+ [\\d.]+ +running +running +\\d+ s .* never\\s.*");
    }

    private static void theLastCheckIsTold(Servers servers) {
        servers.daemon().mustRun("replica", "check", "db-2");

        JsonObject check = servers.told(Server.REPLICA).getAsJsonObject("last_check");
        assertThat(check.get("result").getAsString()).isEqualTo("same");
        assertThat(check.get("run").getAsLong()).isEqualTo(1);
        assertThat(servers.daemon().demarc("doctor").output())
                .contains("database db-2  no difference from db-1 is known; last compared 20");
    }

    private static void anErrorOfTheApplierIsToldInTheServersWords(Servers servers) {
        servers.bench().sql(Server.OTHER, "SET sql_log_bin=0; INSERT INTO app.t VALUES (17, 0)");
        servers.bench().sql(Server.PRIMARY, "INSERT INTO app.t VALUES (17, 1)");

        servers.awaitProblem(Server.OTHER, "its applier met an error: SQL 1062: .*");
        assertThat(servers.link(Server.OTHER).get("applier").getAsString()).isEqualTo("error");
        assertThat(servers.link(Server.OTHER).get("lag_seconds").isJsonNull()).isTrue();
        assertThat(servers.problems(Server.REPLICA)).isEmpty();
    }

    private static void aStoppedApplierIsToldAndItsLagUnknown(Servers servers) {
        servers.sql(Server.REPLICA, "STOP SLAVE SQL_THREAD", "STOP REPLICA SQL_THREAD");

        assertThat(servers.problems(Server.REPLICA)).containsExactly("its applier is stopped");
        assertThat(servers.link(Server.REPLICA).get("receiver").getAsString()).isEqualTo("running");
        assertThat(servers.link(Server.REPLICA).get("lag_seconds").isJsonNull()).isTrue();
        DaemonUnderTest.Ran ran = servers.daemon().demarc("replica", "list");
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.output()).contains("running   stopped", "unknown", "db-2: its applier is stopped");
    }

    private static void anotherPrimaryIsTold(Servers servers) {
        String address = Server.REPLICA.address();
        servers.sql(
                Server.OTHER,
                "STOP SLAVE; CHANGE MASTER TO MASTER_HOST='" + address + "'",
                "STOP REPLICA; CHANGE REPLICATION SOURCE TO SOURCE_HOST='" + address + "'");

        assertThat(servers.problems(Server.OTHER))
                .contains("it replicates from " + address + ":"
                        + servers.bench().databasePort() + " (db-2), and the inventory says from db-1");
    }

    private static void oneThatIsOffKeepsNobodyFromBeingTold(Servers servers) {
        servers.bench().stop(Server.PRIMARY);

        servers.awaitProblem(Server.REPLICA, "its receiver met an error: IO \\d+: .*");
        assertThat(servers.told(Server.PRIMARY).get("role").getAsString()).isEqualTo("unknown");
        assertThat(servers.problems(Server.PRIMARY)).singleElement().asString().startsWith("Database db-1: ERROR 2002");
    }

    /** It takes connections and says nothing. */
    private static void oneThatHangsKeepsNobodyFromBeingTold(Servers servers) {
        servers.bench().pause(Server.REPLICA);
        try {
            DaemonUnderTest.Ran ran = servers.daemon().demarc("replica", "list");

            assertThat(ran.status()).isEqualTo(1);
            assertThat(ran.output())
                    .containsPattern("db-2 +db-1 +unknown +unknown ")
                    .containsPattern("db-3 +db-1 +replica +M")
                    .containsPattern("db-2: (Database db-2: ERROR 2013|it did not answer within 15 seconds)");
        } finally {
            servers.bench().goOn(Server.REPLICA);
        }
    }
}
