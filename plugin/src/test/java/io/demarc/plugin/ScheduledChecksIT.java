/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import static io.demarc.plugin.world.World.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.plugin.operations.RunViews.RunView;
import io.demarc.plugin.operations.RunbookOperations;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.words.JournalEntry;
import io.demarc.plugin.world.Comparisons;
import io.demarc.plugin.world.World;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks by the inventory's schedule, in the whole core, on a real database and virtual time: it begins on 24 November 2026, 07:42 UTC. */
class ScheduledChecksIT {
    private static final String INVENTORY = """
        servers:
          - { name: host, address: 10.0.0.1, login: { user: root, password: '${env:PATH}' } }
        databases:
          - { name: db-1, server: host, address: 10.0.0.1, replication: { user: repl, password: '${env:PATH}' } }
          - { name: db-2, server: host, address: 10.0.0.2, primary: db-1, check: { every: EVERY, at: '02:00-05:00' } }
          - { name: db-3, server: host, address: 10.0.0.3, primary: db-1 }
        """;

    @TempDir
    Path directory;

    private final Comparisons comparisons = new Comparisons();
    private World world;
    private CoreProcess daemon;

    @BeforeEach
    void start() {
        world = new World(directory.resolve("state"));
        world.runbooks = comparisons.runbooks();
        daemon = CoreProcess.start(world);
        daemon.apply(INVENTORY.replace("EVERY", "1d"));
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private void passUntil(String moment) {
        world.time.pass(Duration.between(world.time.instant(), Instant.parse(moment)));
    }

    private RunbookOperations runbooks() {
        return daemon.operations().runbooks();
    }

    private List<String> told() {
        return daemon.operations().newestJournal(1_000).stream()
                .filter(it -> it.kind().equals("replica-check"))
                .map(JournalEntry::message)
                .toList();
    }

    private Finding doctor() {
        List<Finding> findings = daemon.operations().doctor(world.deadline()).stream()
                .filter(it -> it.subject().equals("database db-2"))
                .toList();
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    @Test
    void aCheckBeginsWhenItsWindowOpensAndOnceInIt() {
        passUntil("2026-11-25T01:59:30Z");
        assertThat(comparisons.begun).isEmpty();

        passUntil("2026-11-25T12:00:00Z");

        assertThat(comparisons.begun).singleElement().asString().startsWith("db-2 2026-11-25T02:00:");
        RunView run = runbooks().run("db-2");
        assertThat(run.startedBy()).isEqualTo("schedule");
        assertThat(run.state()).isEqualTo("done");
        assertThat(told()).containsExactly("Scheduled check of db-2 (run 1): no difference from its primary.");
        assertThat(doctor().verdict()).isEqualTo("ok");
        assertThat(doctor().message()).startsWith("no difference from db-1 is known; last compared 2026-11-25T02:00:");
    }

    @Test
    void theNextOneComesAfterTheTimeThatTheInventorySaysAndNeverMovesToAnotherDay() {
        daemon.apply(INVENTORY.replace("EVERY", "2d"));

        passUntil("2026-11-30T00:00:00Z");

        assertThat(comparisons.begun.stream().map(it -> it.substring(5, 18)))
                .containsExactly("2026-11-25T02", "2026-11-27T02", "2026-11-29T02");
    }

    @Test
    void aDaemonThatIsStartedAgainInTheWindowDoesNotBeginASecondOne() {
        passUntil("2026-11-25T02:05:00Z");
        daemon.kill();
        daemon = CoreProcess.start(world);
        passUntil("2026-11-25T03:00:00Z");
        daemon.kill();
        daemon = CoreProcess.start(world);
        passUntil("2026-11-26T01:00:00Z");

        assertThat(runbooks().runs())
                .singleElement()
                .satisfies(it -> assertThat(it.state()).isEqualTo("done"));
    }

    @Test
    void aDaemonThatWasOffInTheWindowCatchesUpInTheNextOneOnce() {
        daemon.apply(INVENTORY.replace("EVERY", "7d"));
        passUntil("2026-11-25T12:00:00Z");
        daemon.kill();
        world.time.pass(Duration.ofDays(7));
        daemon = CoreProcess.start(world);
        passUntil("2026-12-03T01:00:00Z");
        assertThat(comparisons.begun).hasSize(1);

        passUntil("2026-12-04T12:00:00Z");

        assertThat(comparisons.begun).hasSize(2).last().asString().startsWith("db-2 2026-12-03T02:00:");
    }

    @Test
    void aDifferenceIsJournaledAndDoctorWarnsUntilALaterCheckFindsNone() {
        comparisons.differing = List.of("app.customers", "app.orders");
        passUntil("2026-11-25T12:00:00Z");

        assertThat(told())
                .containsExactly(
                        "Scheduled check of db-2 (run 1): it differs from its primary in app.customers, app.orders.");
        assertThat(doctor().verdict()).isEqualTo("warning");
        assertThat(doctor().message())
                .startsWith("it differs from db-1 in app.customers, app.orders (run 1, 2026-11-25T02:00:");
        assertThat(runbooks().run("1").state())
                .as("it doesn't keep a person's run from the replica")
                .isEqualTo("aborted");

        comparisons.differing = List.of();
        passUntil("2026-11-26T12:00:00Z");

        assertThat(told()).hasSize(2).last().asString().endsWith("no difference from its primary.");
        assertThat(doctor().verdict()).isEqualTo("ok");
    }

    @Test
    void manyDifferencesAreBounded() {
        comparisons.differing = IntStream.range(0, 300)
                .mapToObj(it -> "app." + "t".repeat(60) + it)
                .collect(Collectors.toList());
        passUntil("2026-11-25T12:00:00Z");

        assertThat(told()).singleElement().asString().endsWith(" and 280 more.").hasSizeLessThan(2_000);
    }

    @Test
    void whatCouldNotBeComparedIsJournaledAndTriedInTheNextWindow() {
        comparisons.refusal = "Database db-2: ERROR 29 (HY000): File not found";
        passUntil("2026-11-25T12:00:00Z");

        assertThat(told())
                .containsExactly("Scheduled check of db-2 (run 1): it could not be compared:"
                        + " Database db-2: ERROR 29 (HY000): File not found");
        assertThat(doctor().verdict()).isEqualTo("warning");
        assertThat(doctor().message())
                .contains("it could not be compared with db-1 (run 1")
                .contains("ERROR 29");

        comparisons.refusal = "";
        passUntil("2026-11-26T12:00:00Z");
        assertThat(doctor().verdict()).isEqualTo("ok");
    }

    @Test
    void noCheckBeginsWhileARunIsActiveOnTheReplicaItsPrimaryOrAnotherReplicaOfThat() {
        for (String object : List.of("db-1", "db-2", "db-3")) {
            int before = comparisons.begun.size();
            runbooks().start("rest", object, Map.of(), OPERATOR);
            passUntil(world.time.instant().plus(Duration.ofDays(1)).toString());
            assertThat(comparisons.begun).as("a run is active on " + object).hasSize(before);
            assertThat(told())
                    .last()
                    .asString()
                    .contains("can't begin, and is tried until")
                    .contains("(rest) is active on " + object);
            runbooks().abort(object, "", false, OPERATOR);
        }
        assertThat(told()).as("told once in a window").hasSize(3);
        assertThat(comparisons.begun).isEmpty();
    }

    @Test
    void aCheckBeginsInItsWindowAsSoonAsNothingIsInItsWay() {
        comparisons.obstacle = "it is 4711 s behind";
        passUntil("2026-11-25T03:30:00Z");
        assertThat(comparisons.begun).isEmpty();
        assertThat(told())
                .singleElement()
                .asString()
                .contains("can't begin, and is tried until 2026-11-25T05:00:00Z", "4711 s behind");

        comparisons.obstacle = "";
        passUntil("2026-11-25T04:00:00Z");

        assertThat(comparisons.begun).singleElement().asString().startsWith("db-2 2026-11-25T03:3");
    }

    @Test
    void aPersonsCheckCountsAndIsNeverAborted() {
        comparisons.differing = List.of("app.orders");
        passUntil("2026-11-25T01:00:00Z");
        runbooks().start("check-replica", "db-2", Map.of(), OPERATOR);
        passUntil("2026-11-25T01:30:00Z");

        assertThat(runbooks().run("db-2").state()).isEqualTo("stopped");
        assertThat(doctor().verdict()).isEqualTo("warning");
        runbooks().abort("db-2", "seen", false, OPERATOR);
        daemon.apply(INVENTORY.replace("EVERY", "7d"));
        passUntil("2026-11-26T12:00:00Z");
        assertThat(comparisons.begun).hasSize(1);
    }

    @Test
    void aCheckThatIsLongOverdueIsWarnedOf() {
        passUntil("2026-11-25T12:00:00Z");
        comparisons.obstacle = "it replicates from nobody";

        passUntil("2026-11-28T00:00:00Z");

        assertThat(doctor().verdict()).isEqualTo("warning");
        assertThat(doctor().message())
                .contains("and the inventory wants that every 1 days, between 02:00 and 05:00 UTC");
    }
}
