/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.hooks.replica.FakeDatabases.Fault;
import io.demarc.hooks.replica.FakeDatabases.Table;
import io.demarc.hooks.runbook.Aborted;
import io.demarc.hooks.runbook.Run;
import io.demarc.hooks.runbook.RunId;
import io.demarc.hooks.runbook.RunState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole of rebuild-replica in place, which loses what the replica holds at the beginning, on servers that behave like real ones and fail the test when they are treated badly. */
class RebuildReplicaIT extends RebuildScenario {
    /** What a copy is taken from, and what makes it be of one moment. */
    private enum Way {
        SNAPSHOT_OF_PRIMARY("primary"),
        LOCK_ON_PRIMARY("primary"),
        HELD_REPLICA("db-3");

        private final String source;

        Way(String source) {
            this.source = source;
        }
    }

    private RunId start(Way way) {
        if (way == Way.LOCK_ON_PRIMARY && world.isAllTransactional()) {
            world.tables.add(new Table("old", "MyISAM", 1, false));
        }
        return start(Map.of("source", way.source, "method", "in-place", "lose", "db-2"));
    }

    @ParameterizedTest
    @EnumSource
    void aReplicaThatBrokeIsRebuilt(Way way) {
        Run run = drive(start(way));

        assertRebuilt(run);
        assertThat(world.replica.copiesBegun).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void killedAtAnySaveItEndsAsItWouldHave(Way way) {
        drive(start(way));
        int saves = store.saves;
        assertThat(saves).isGreaterThan(20);
        for (int at = 0; at < saves - 1; at++) {
            for (boolean isAfter : new boolean[] {true, false}) {
                RebuildReplicaIT again = new RebuildReplicaIT();
                RunId id = again.start(way);
                again.store.killAt(at, isAfter);
                again.assertEndsAfterOneKill(id, "save " + at + (isAfter ? ", after it" : ", before it"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void killedAtAnyCommandItEndsAsItWouldHave(Way way) {
        RunId first = start(way);
        int before = world.commands;
        drive(first);
        int commands = world.commands - before;
        assertThat(commands).isGreaterThan(60);
        for (int at = 0; at < commands; at++) {
            RebuildReplicaIT again = new RebuildReplicaIT();
            RunId id = again.start(way);
            again.world.killAfter(at);
            again.assertEndsAfterOneKill(id, "command " + at);
        }
    }

    @ParameterizedTest
    @EnumSource
    void abortedAtAnyMomentAfterAKillOrNotItSaysWhatTheReplicaHolds(Way way) {
        int looks = 0;
        boolean hasEnded = false;
        while (!hasEnded) {
            for (boolean isKilled : new boolean[] {false, true}) {
                for (boolean isUndone : new boolean[] {false, true}) {
                    hasEnded = new RebuildReplicaIT().abortedAfter(way, looks, isKilled, isUndone);
                }
            }
            looks++;
        }
        assertThat(looks).isGreaterThan(15);
    }

    /** Whether the run had ended by then. */
    private boolean abortedAfter(Way way, int looks, boolean isKilled, boolean isUndone) {
        RunId id = start(way);
        Run run = drive(id, looks);
        if (!run.state().isActive()) {
            return true;
        }
        if (isKilled) {
            restart();
        }
        boolean isReplaced = world.replica.copiesBegun > 0;

        Aborted aborted = runs.abort(id, "ada", "changed my mind", isUndone);

        String said = aborted.offers().toString();
        assertSourceIsFree();
        drive(id);
        assertThat(runs.find(id).state()).isEqualTo(RunState.ABORTED);
        assertSourceIsFree();
        String moment = "aborted after " + looks + " looks, in " + run.current() + ": " + said;
        assertThat(said.contains("rebuild it before anybody reads from it"))
                .as(moment)
                .isEqualTo(isReplaced);
        if (!isReplaced) {
            boolean isStopped = !run.current()
                    .map(it -> it.id().equals("trial") || (it.id().equals("stop") && it.attempts() == 0))
                    .orElse(true);
            assertThat(world.replica.isRunning()).as(moment).isEqualTo(isUndone && isStopped);
        }
        assertRebuilt(drive(start(way)));
        return false;
    }

    @ParameterizedTest
    @EnumSource
    void abortedWhileTheCopyConnectsToTheReplicaItLeavesItAsItWas(Way way) throws InterruptedException {
        abortWhileConnecting(way, "demarc-load");
    }

    @ParameterizedTest
    @EnumSource(names = {"LOCK_ON_PRIMARY", "HELD_REPLICA"})
    void abortedWhileTheCopyConnectsToTheSourceItIsNotDumpedWithoutItsHold(Way way) throws InterruptedException {
        abortWhileConnecting(way, "demarc-dump");
    }

    private void abortWhileConnecting(Way way, String script) throws InterruptedException {
        RunId id = start(way);
        Thread person = new Thread(() -> runs.abort(id, "ada", "changed my mind", false));
        world.whenConnecting.put(script, () -> {
            person.start();
            Awaitility.await("the abort waits for the copy to end")
                    .until(() -> person.getState() == Thread.State.TIMED_WAITING);
        });

        Run run = drive(id);
        person.join();

        world.daemon().awaitEnd();
        assertThat(run.state()).isEqualTo(RunState.ABORTED);
        assertThat(world.replica.copiesBegun).isZero();
        assertThat(world.replica.drifted).as("its own rows").isNotEmpty();
        assertThat(world.replica.replication).isNotNull();
        assertSourceIsFree();
    }

    private static final String AS_BEFORE = "db-2 holds its data as before; its replication is stopped";
    private static final String IN_PART =
            "db-2 holds a part of the copy and doesn't replicate: nobody may read from it";

    /** What it says of what went wrong in the middle of the copy, and that the run ends well when it is resumed. */
    private void assertStopsOnce(Way way, String... words) {
        RunId id = start(way);

        Run run = drive(id);

        assertThat(run.state()).as(run.toString()).isEqualTo(RunState.STOPPED);
        assertThat(run.current().orElseThrow().id()).isEqualTo("copy");
        String said = run.reason().findings().toString();
        assertThat(said).contains(words).contains("was let go");
        assertThat(said).contains(world.replica.copiesBegun > 0 ? IN_PART : AS_BEFORE);
        assertThat(world.replica.drifted.isEmpty()).as("its own rows are gone").isEqualTo(said.contains(IN_PART));
        assertThat(world.replica.isRunning()).isFalse();
        assertSourceIsFree();
        runs.resume(id, "ada", "mended");
        assertRebuilt(drive(id));
    }

    @ParameterizedTest
    @EnumSource
    void aDumpThatIsRefusedTakesNothingFromTheReplica(Way way) {
        world.fault = Fault.DUMP_REFUSED;

        assertStopsOnce(way, "did not come to its end: mariadb-dump: Got error: 1045: Access denied", AS_BEFORE);
    }

    @ParameterizedTest
    @EnumSource
    void aReplicaThatCannotBeReachedWhenTheDumpHasBegunHasItsDataStill(Way way) {
        world.fault = Fault.LOAD_UNREACHABLE;

        assertStopsOnce(way, "Host host-2 can't be reached", AS_BEFORE);
    }

    @ParameterizedTest
    @EnumSource
    void aDumpThatFailsIsNotTakenForAWholeOne(Way way) {
        world.fault = Fault.DUMP_FAILS;

        assertStopsOnce(way, "did not come to its end: mariadb-dump: Error 2013", IN_PART);
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionThatBreaksIsNotTakenForTheEndOfTheDump(Way way) {
        world.fault = Fault.DUMP_BREAKS;

        assertStopsOnce(way, "did not come to its end: the connection broke", IN_PART);
    }

    @ParameterizedTest
    @CsvSource({
        "SNAPSHOT_OF_PRIMARY, DUMP_IS_DAMAGED", "LOCK_ON_PRIMARY, DUMP_IS_DAMAGED", "HELD_REPLICA, DUMP_IS_DAMAGED",
        "SNAPSHOT_OF_PRIMARY, DUMP_IS_CUT", "LOCK_ON_PRIMARY, DUMP_IS_CUT", "HELD_REPLICA, DUMP_IS_CUT"
    })
    void aDumpWhoseChecksumDiffersOrWhoseLastLineIsMissingIsNone(Way way, Fault fault) {
        world.fault = fault;

        assertStopsOnce(way, "The dump of " + (way == Way.HELD_REPLICA ? "db-3" : "db-1") + " did not come to its end");
    }

    @ParameterizedTest
    @EnumSource
    void aLoadThatFailsSaysWhatTheServerSaid(Way way) {
        world.fault = Fault.LOAD_FAILS;

        assertStopsOnce(way, "Loading the copy into db-2 failed: ERROR 1114 (HY000) at line 7: The table 't' is full");
    }

    @ParameterizedTest
    @EnumSource
    void aLoadWhoseChecksumDiffersIsNone(Way way) {
        world.fault = Fault.LOAD_IS_DAMAGED;

        assertStopsOnce(way, "Loading the copy into db-2 failed: the connection broke, or the copy was damaged");
    }

    @Test
    void aLockThatSomebodyEndedBeforeTheDumpWasMakesTheCopyWorthless() {
        world.meanwhile.put(2, () -> List.copyOf(world.primary.sessions).forEach(FakeSession::end));

        assertStopsOnce(
                Way.LOCK_ON_PRIMARY, "The read lock on database db-1 was over before its dump was", "--from-replica");
    }

    @Test
    void aLockThatLastsTooLongIsEndedByTheServer() {
        world.meanwhile.put(2, () -> clock.pass(Duration.ofSeconds(61)));

        assertStopsOnce(
                Way.LOCK_ON_PRIMARY, "was over before its dump was: the server ends it after 60 s", "--lock-limit");
    }

    @Test
    void aHeldReplicaThatSomebodyStartedWhileItWasDumpedMakesTheCopyWorthless() {
        world.meanwhile.put(2, () -> startSqlThread(world.other));

        assertStopsOnce(Way.HELD_REPLICA, "somebody started it while it was being dumped");
    }

    private void startSqlThread(FakeServer server) {
        FakeSession somebody = new FakeSession(server, clock, false);
        server.answer("START SLAVE SQL_THREAD", somebody);
        somebody.end();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aReplicaThatIsHeldByNobodyAnyMoreIsStartedByTheNextDaemon(boolean isAborted) {
        RunId id = start(Way.HELD_REPLICA);
        drive(id, 5);
        assertThat(world.other.isRunning()).as("it is held").isFalse();
        world.fault = Fault.HOLD_IS_KILLED;
        world.restart();
        runs = engine();
        assertThat(world.other.isRunning()).as("it is held still").isFalse();

        if (isAborted) {
            runs.abort(id, "ada", "changed my mind", false);
            assertSourceIsFree();
        } else {
            assertRebuilt(drive(id));
        }
    }

    @Test
    void aKilledCopyIsNotBegunAgainFromASourceThatHasBrokenMeanwhile() {
        RunId id = start(Way.HELD_REPLICA);
        drive(id, 8);
        assertThat(world.replica.copiesBegun).isEqualTo(1);
        restart();
        FakeServer.Replication source = Objects.requireNonNull(world.other.replication);
        source.isApplying = false;
        source.errorNumber = 1032;

        Run run = drive(id);

        assertThat(run.state()).isEqualTo(RunState.STOPPED);
        assertThat(run.reason().findings().toString()).contains("SQL 1032").contains("mend db-3 first");
        assertThat(world.replica.copiesBegun).isEqualTo(1);
        source.isApplying = true;
        source.errorNumber = 0;
        runs.resume(id, "ada", "mended");
        assertRebuilt(drive(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"db-1", "db-2", "db-3"})
    void aServerOfAnotherMakeIsRefusedBeforeAnythingIsTouched(String name) {
        FakeServer other = Stream.of(world.primary, world.replica, world.other)
                .filter(it -> it.database.name().equals(name))
                .findFirst()
                .orElseThrow();
        other.version = "8.0.41";

        assertThatThrownBy(() -> start(Way.HELD_REPLICA))
                .hasMessageContaining("8.0.41")
                .hasMessageContaining("MariaDB and MySQL don't replicate to each other safely");
        assertThat(world.replica.copiesBegun).isZero();
        assertThat(world.replica.drifted).as("its own rows").isNotEmpty();
        assertThat(world.replica.replication).as("what it replicates").isNotNull();
        assertSourceIsFree();
    }

    @Test
    void aReplicaWithFiltersIsNotRebuilt() {
        Objects.requireNonNull(world.replica.replication).filter = "app";

        assertThatThrownBy(() -> start(Way.SNAPSHOT_OF_PRIMARY)).hasMessageContaining("replication filters");
        assertSourceIsFree();
    }

    static Stream<Arguments> hindrances() {
        return Stream.of(
                hindrance(world -> world.brokenViews = List.of("app\tv"), "refer to what isn't there: app.v"),
                hindrance(world -> world.replicasEngine = "CSV", "it lacks ARCHIVE"),
                hindrance(world -> world.preparedTransactions = List.of("1"), "XA RECOVER says 1"),
                hindrance(
                        world -> world.replicasAccounts = List.of("root@localhost\t2"),
                        "it has another password, another way to log in, or other rights there"),
                hindrance(world -> world.leftOutOfLog = "app", "it has binlog_ignore_db=app"));
    }

    private static Arguments hindrance(Consumer<FakeDatabases> made, String told) {
        return Arguments.of(made, told);
    }

    @ParameterizedTest
    @MethodSource("hindrances")
    void whatWouldBreakTheCopyInItsMiddleIsFoundBefore(Consumer<FakeDatabases> made, String told) {
        made.accept(world);

        assertThatThrownBy(() -> start(Way.SNAPSHOT_OF_PRIMARY)).hasMessageContaining(told);
        assertThat(world.replica.copiesBegun).isZero();
        assertThat(world.replica.replication).as("what it replicates").isNotNull();
        assertSourceIsFree();
    }

    @Test
    void theOnlyReplicaThatCommitsWaitForIsStoppedOnlyIfThatIsAllowed() {
        world.isSemiSynchronous = true;
        Objects.requireNonNull(world.replica.replication).isApplying = true;
        world.replica.drifted.clear();

        assertThatThrownBy(() -> start(Way.SNAPSHOT_OF_PRIMARY))
                .hasMessageContaining("each waits for up to 10000 ms (rpl_semi_sync_master_timeout)")
                .hasMessageContaining("--allow-stall");

        assertRebuilt(drive(start(Map.of("source", "primary", "allow-stall", "yes"))));
    }

    @Test
    void aDirectoryThatIsNoDatabaseIsLeftAlone() {
        world.servers().forEach(it -> it.schemas.add("#mysql50#lost+found"));

        assertRebuilt(drive(start(Way.SNAPSHOT_OF_PRIMARY)));

        assertThat(world.replica.schemas).contains("#mysql50#lost+found");
    }
}
