/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.hooks.replica.FakeDatabases.Fault;
import io.demarc.hooks.runbook.Aborted;
import io.demarc.hooks.runbook.Run;
import io.demarc.hooks.runbook.RunId;
import io.demarc.hooks.runbook.RunState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** rebuild-replica by files, which an exchange puts in place on the replica's machine whatever becomes of the daemon. */
class RebuildFilesIT extends RebuildScenario {
    private static final long LARGE = 7_000_000_000L;

    private static RunId begin(RebuildScenario it, String source) {
        String[] words = source.split(" ");
        return it.start(Map.of("source", words[0], "method", words[1]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"primary backup", "db-3 backup", "primary dump", "db-3 dump"})
    void theReplicaRunsOnTheFilesOfItsSource(String source) {
        Run run = drive(begin(this, source));

        assertRebuilt(run);
        assertThat(world.replica.copiesBegun).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"primary backup", "db-3 backup", "primary dump", "db-3 dump"})
    void killedAtAnyMomentItEndsAsItWouldHave(String source) {
        assertEndsAfterAnyKill(it -> begin(it, source));
    }

    @ParameterizedTest
    @ValueSource(strings = {"primary backup", "db-3 backup", "primary dump", "db-3 dump"})
    void theExchangeGoesOnWhileNoDaemonIsThere(String source) {
        RunId id = begin(this, source);
        driveToTheExchange(id);
        world.daemon().kill();
        for (int moment = 0; moment < 20; moment++) {
            world.tick();
        }
        assertThat(world.replica.files.state).isEqualTo(FakeFiles.State.STARTED);
        assertThat(world.replica.replication)
                .as("it waits for somebody to tell it where to go on")
                .isNull();
        restart();

        assertRebuilt(drive(id));
        assertThat(world.replica.copiesBegun).isEqualTo(1);
    }

    private void driveToTheExchange(RunId id) {
        for (int look = 0; !world.replica.files.isRunning(); look++) {
            assertThat(look).isLessThan(100);
            drive(id, 1);
        }
    }

    /** Goes by moments of the exchange, not by looks at it: so many more, without anybody. */
    private void passInTheExchange(int moments) {
        for (int moment = 0; moment < moments && world.replica.files.isRunning(); moment++) {
            world.tick();
        }
    }

    @Test
    void interruptedAtAnyMomentTheExchangeGoesOnUnlessItWasPreparing() {
        for (int moments = 0; moments < 15; moments++) {
            new RebuildFilesIT().interruptedAfter(moments);
        }
    }

    private void interruptedAfter(int moments) {
        RunId id = begin(this, "primary backup");
        driveToTheExchange(id);
        passInTheExchange(moments);
        boolean isPreparing = world.replica.files.state == FakeFiles.State.PREPARING;
        world.replica.files.interrupt();

        Run run = drive(id);

        if (!isPreparing) {
            assertRebuilt(run);
            return;
        }
        assertThat(run.state()).isEqualTo(RunState.STOPPED);
        assertThat(run.reason().findings().toString())
                .contains("preparing the files was interrupted", "It runs with its own data still");
        runs.abort(id, "ada", "again", true);
        drive(id);
        assertItsOwn();
        assertRebuilt(drive(begin(this, "primary backup")));
    }

    private void assertItsOwn() {
        assertThat(world.replica.isUp).isTrue();
        assertThat(world.replica.files.isIdle()).as("nothing is aside").isTrue();
        assertThat(world.replica.drifted).as("its own rows").isNotEmpty();
        assertThat(world.replica.copiesBegun == 0 || world.replica.replication == null)
                .isTrue();
        assertSourceIsFree();
    }

    @ParameterizedTest
    @CsvSource({
        "primary backup, PREPARE_FAILS, the files could not be prepared",
        "db-3 backup, PREPARE_FAILS, the files could not be prepared",
        "primary backup, PROOF_FAILS, a server that was started on the files to try them ended badly",
        "db-3 backup, PROOF_FAILS, a server that was started on the files to try them ended badly"
    })
    void filesThatAreNoGoodCostNothing(String source, Fault fault, String said) {
        world.fault = fault;
        RunId id = begin(this, source);

        Run run = drive(id);

        assertThat(run.state()).isEqualTo(RunState.STOPPED);
        assertThat(run.current().orElseThrow().id()).isEqualTo("exchange");
        assertThat(run.reason().findings().toString()).contains(said, "It runs with its own data still. Abort the run");
        assertThat(world.replica.isUp).isTrue();
        runs.abort(id, "ada", "no good", false);
        drive(id);
        assertItsOwn();
        assertThat(world.replica.copiesBegun).isZero();
        assertRebuilt(drive(begin(this, source)));
    }

    @ParameterizedTest
    @CsvSource({"primary backup, false", "primary backup, true", "db-3 dump, false", "db-3 dump, true"})
    void aServerThatDoesNotStartOnTheFilesIsMendedOrGetsItsOwnDataBack(String source, boolean isUndone) {
        world.fault = Fault.START_FAILS;
        RunId id = begin(this, source);

        Run run = drive(id);

        assertThat(run.state()).isEqualTo(RunState.STOPPED);
        assertThat(run.reason().findings().toString())
                .contains("the server did not start: 'systemctl start mariadb'", "'abort --undo'");
        assertThat(world.replica.isUp).isFalse();
        if (isUndone) {
            Aborted aborted = runs.abort(id, "ada", "no good", true);
            assertThat(aborted.offers().toString()).contains("give db-2 its own data back; it won't replicate");
            drive(id);
            assertItsOwn();
            assertRebuilt(drive(begin(this, source)));
        } else {
            runs.resume(id, "ada", "mended");
            assertRebuilt(drive(id));
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {"DUMP_REFUSED", "DUMP_FAILS", "DUMP_BREAKS", "DUMP_IS_DAMAGED", "LOAD_FAILS", "LOAD_IS_DAMAGED"})
    void filesThatDoNotComeAreNotTakenForACopy(Fault fault) {
        for (String source : new String[] {"primary backup", "db-3 backup", "primary dump", "db-3 dump"}) {
            new RebuildFilesIT().assertComesToNothing(source, fault);
        }
    }

    private void assertComesToNothing(String source, Fault fault) {
        world.fault = fault;
        RunId id = begin(this, source);

        Run run = drive(id);

        assertThat(run.state()).isEqualTo(RunState.STOPPED);
        assertThat(run.current().orElseThrow().id()).isEqualTo("copy");
        assertThat(run.reason().findings().toString()).contains("db-2 holds its data as before");
        assertThat(world.replica.drifted).isNotEmpty();
        assertSourceIsFree();
        runs.resume(id, "ada", "mended");
        assertRebuilt(drive(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"primary backup", "db-3 backup", "primary dump", "db-3 dump"})
    void abortedAtAnyLookItHoldsItsOwnDataOrCanHaveThemBack(String source) {
        int looks = 0;
        boolean hasEnded = false;
        while (!hasEnded) {
            for (boolean isKilled : new boolean[] {false, true}) {
                for (boolean isUndone : new boolean[] {false, true}) {
                    RebuildFilesIT it = new RebuildFilesIT();
                    RunId id = begin(it, source);
                    it.drive(id, looks);
                    hasEnded = it.runs.find(id).state() == RunState.DONE
                            || it.abort(id, source, looks + " looks", isKilled, isUndone);
                }
            }
            looks++;
        }
        assertThat(looks).isGreaterThan(15);
    }

    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "300, false", "300, true"})
    void abortedAtAnyMomentOfTheExchangeItHoldsItsOwnDataOrCanHaveThemBack(int stopping, boolean isUndone) {
        String source = "primary backup";
        for (int moments = 0; moments < 20; moments++) {
            RebuildFilesIT it = new RebuildFilesIT();
            it.world.replica.files.stopping = stopping;
            RunId id = begin(it, source);
            it.driveToTheExchange(id);
            it.passInTheExchange(moments);
            assertThat(it.abort(id, source, moments + " moments", false, isUndone))
                    .isFalse();
        }
    }

    /** Always false: the run had not ended. */
    private boolean abort(RunId id, String source, String after, boolean isKilled, boolean isUndone) {
        if (isKilled) {
            restart();
        }
        Run run = runs.find(id);
        Aborted aborted = runs.abort(id, "ada", "changed my mind", isUndone);
        String moment = "aborted after " + after + ", in " + run.current() + ": " + aborted.offers();
        drive(id);
        assertThat(runs.find(id).state()).as(moment).isEqualTo(RunState.ABORTED);
        if (isUndone) {
            assertThat(world.replica.files.isIdle())
                    .as(moment + "\n" + runs.find(id) + "\n" + runs.log(id))
                    .isTrue();
        }
        passInTheExchange(1_000);
        if (!isUndone && world.replica.files.isPuttingAside()) {
            assertThat(aborted.offers().toString()).as(moment).contains("give db-2 its own data back");
            runs.abort(id, "ada", "give it back", true);
            drive(id);
        }
        assertThat(world.replica.isUp).as(moment).isTrue();
        assertThat(world.replica.files.isIdle()).as(moment).isTrue();
        assertSourceIsFree();
        assertRebuilt(drive(begin(this, source)));
        return false;
    }

    @Test
    void smallDataAreDumped() {
        assertIsMade("a server like db-2 takes every definition of db-1", "it takes about 1 s");
    }

    @Test
    void largeDataAreCopiedAsFiles() {
        world.bytes = LARGE;

        assertIsMade("none has to load them", "a dump would take about 11 min");
    }

    @Test
    void largeDataWhoseFilesCannotBeCopiedAreDumpedAndItSaysWhy() {
        world.bytes = LARGE;
        world.missing = " mariadb-backup";

        assertIsMade("one has loaded them, and is gone", "files can't be exchanged: host-1 has the programs");
    }

    @Test
    void whatADumpWouldRoundIsCopiedAsFiles() {
        world.inexact = List.of("app\tt\trate");

        assertIsMade("none has to load them", "a dump would round app.t.rate");
        assertThatThrownBy(() -> begin(this, "primary dump"))
                .hasMessageContaining("it rounds FLOATs: app.t.rate")
                .hasMessageContaining("Use --method backup");
    }

    @Test
    void accountsAreKeptThatAreNamedAndDemarcsOwnIsOneOfThem() {
        world.replicasAccounts = List.of("root@localhost\t2", "monitor@localhost\t2");
        Map<String, String> kept =
                Map.of("source", "primary", "method", "dump", "keep-accounts", "root@localhost,monitor@localhost");

        assertThatThrownBy(() -> begin(this, "primary dump")).hasMessageContaining("--keep-accounts root@localhost");
        assertThatThrownBy(() -> start(Map.of("source", "primary", "keep-accounts", "root@localhost,who@localhost")))
                .hasMessageContaining("db-2 has no who@localhost");
        Run run = drive(start(kept));

        assertRebuilt(run);
        assertThat(runs.log(run.id()).toString()).contains("as is every other one");
    }

    @Test
    void accountsAreKeptInFilesToo() {
        world.replicasAccounts = List.of("root@localhost\t2", "monitor@localhost\t2");

        Run run = drive(start(
                Map.of("source", "primary", "method", "backup", "keep-accounts", "root@localhost,monitor@localhost")));

        assertRebuilt(run);
        assertThat(world.replica.files.kept).containsExactly("root@localhost", "monitor@localhost");
        assertThatThrownBy(() -> start(Map.of(
                        "source", "primary", "method", "in-place", "lose", "db-2", "keep-accounts", "root@localhost")))
                .hasMessageContaining("the replica loads the copy itself");
    }

    @Test
    void onlySessionsThatStayAreReaders() {
        AtomicInteger id = new AtomicInteger();
        world.sessions = () -> List.of(id.incrementAndGet() + "\tmonitor\tlocalhost\t\tQuery\t0");
        assertRebuilt(drive(begin(this, "primary dump")));

        world.sessions = () -> List.of("7\tapp\t10.0.0.9:4711\tapp\tSleep\t12");
        assertThatThrownBy(() -> begin(this, "primary dump"))
                .hasMessageContaining("found: 1 sessions: app@10.0.0.9 (app), Sleep for 12 s, session 7")
                .hasMessageContaining("--allow-readers");
    }

    @Test
    void rowsThatEndWithTheirServerAreNotCopiedBeside() {
        world.inMemory = List.of("app\tm");

        for (String way : List.of("primary dump", "primary backup")) {
            assertThatThrownBy(() -> begin(this, way))
                    .hasMessageContaining("no MEMORY table of db-1 has rows")
                    .hasMessageContaining("found: app.m");
        }
        assertItsOwn();
    }

    @Test
    void aDefinitionThatTheReplicaDoesNotTakeIsFoundBeforeAnythingIsTouched() {
        world.fault = Fault.TRIAL_REFUSED;
        RunId id = begin(this, "primary dump");

        Run run = drive(id);

        assertThat(run.state()).isEqualTo(RunState.STOPPED);
        assertThat(run.current().orElseThrow().id()).isEqualTo("trial");
        assertThat(run.reason().findings().toString())
                .contains("ERROR 1118 (42000) at line 9: Row size too large")
                .contains("Nothing was changed: db-2 has its data, and its replication");
        assertItsOwn();
        assertThat(world.replica.replication).isNotNull();
        runs.resume(id, "ada", "mended");
        assertRebuilt(drive(id));
    }

    @Test
    void withoutRoomForTwoCopiesItSaysWhatWouldBeLostAndAsksForTheName() {
        world.missingScratch = " mariadb-install-db";

        assertThatThrownBy(() -> begin(this, "primary dump")).hasMessageContaining("missing: mariadb-install-db");
        assertThatThrownBy(() -> begin(this, "primary in-place"))
                .hasMessageContaining("what db-2 holds may be lost before the copy is whole")
                .hasMessageContaining("1 kB in app")
                .hasMessageContaining("--lose db-2");
        assertItsOwn();

        assertRebuilt(drive(start(Map.of("source", "primary", "method", "in-place", "lose", "db-2"))));
    }

    private void assertIsMade(String tried, String why) {
        RunId id = start(Map.of("source", "primary"));

        assertRebuilt(drive(id));

        String log = runs.log(id).toString();
        assertThat(log).contains(tried, why, "exchange begin");
    }
}
