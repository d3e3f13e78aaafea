/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.hooks.runbook.Killed;
import io.demarc.hooks.runbook.MemoryStore;
import io.demarc.hooks.runbook.MovableClock;
import io.demarc.hooks.runbook.Next;
import io.demarc.hooks.runbook.Run;
import io.demarc.hooks.runbook.RunId;
import io.demarc.hooks.runbook.RunOrder;
import io.demarc.hooks.runbook.RunState;
import io.demarc.hooks.runbook.Runbooks;
import io.demarc.hooks.runbook.Runs;
import io.demarc.hooks.runbook.StepKinds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** {@link FakeDatabases} and the daemon that runs the replicas' runbooks there, for one test. */
class RebuildScenario {
    private static final int MOST_LOOKS = 2_000;

    final MovableClock clock = new MovableClock();
    final MemoryStore store = new MemoryStore();
    final FakeDatabases world = new FakeDatabases(clock);
    Runs runs = engine();
    int kills;

    final Runs engine() {
        return new Runs(
                Runbooks.of(
                        Map.of(
                                "rebuild-replica.yaml", text("rebuild-replica"),
                                "repair-replica.yaml", text("repair-replica")),
                        StepKinds.of(ReplicaSteps.of(world.daemon(), world.daemon()))),
                store,
                clock,
                "daemon");
    }

    private static String text(String name) {
        try (InputStream in = Objects.requireNonNull(
                Runbooks.class.getResourceAsStream("/io/demarc/hooks/runbooks/" + name + ".yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    final RunId start(Map<String, String> parameters) {
        return start("rebuild-replica", parameters);
    }

    final RunId start(String runbook, Map<String, String> parameters) {
        return runs.start(new RunOrder(runbook, "db-2", parameters, "ada")).id();
    }

    /** Drives it as the daemon does until it stands still; a kill is followed by a new daemon. */
    final Run drive(RunId id) {
        Run run = drive(id, MOST_LOOKS);
        assertThat(run.state()).as("no end: " + run).isNotIn(RunState.RUNNING, RunState.UNDOING);
        return run;
    }

    final Run drive(RunId id, int looks) {
        for (int look = 0; look < looks; look++) {
            try {
                Next next = runs.advance(id);
                world.daemon().letOn();
                next.at().ifPresent(clock::moveTo);
                if (next.at().isEmpty()) {
                    return runs.find(id);
                }
            } catch (Killed e) {
                restart();
            } finally {
                world.assertUnharmed();
            }
        }
        return runs.find(id);
    }

    final void restart() {
        world.restart();
        runs = engine();
        kills++;
        assertSourceIsFree();
    }

    final void assertSourceIsFree() {
        world.assertUnharmed();
        assertThat(world.primary.isLocked()).as("the primary is locked").isFalse();
        assertThat(world.other.isRunning()).as("the other replica replicates").isTrue();
    }

    final void assertRebuilt(Run run) {
        assertThat(run.state()).as(run + "\n" + runs.log(run.id())).isEqualTo(RunState.DONE);
        assertSourceIsFree();
        assertThat(world.replica.isRunning()).isTrue();
        assertThat(world.replica.isDamaged).isFalse();
        assertThat(world.replica.part.isWell()).as("nothing of it is left out").isTrue();
        assertThat(world.replica.files.isIdle()).as("no files are aside").isTrue();
        assertThat(world.replica.drifted).isEmpty();
        assertThat(world.superReadOnly).isNotEqualTo("OFF");
        assertThat(world.replica.packet).as("its settings").isEqualTo(FakeServer.USUAL_PACKET);
        assertThat(world.primary.sessions).isEmpty();
        assertThat(world.daemon().isIdle()).as("no connection is open").isTrue();
    }

    /** What a scenario is to be before its run starts, and the start. */
    interface Beginning {
        RunId of(RebuildScenario it);
    }

    /** Killed before and after everything that the run's store is told, and after each command. */
    static void assertEndsAfterAnyKill(Beginning beginning) {
        RebuildScenario whole = new RebuildScenario();
        RunId first = beginning.of(whole);
        int before = whole.world.commands;
        whole.assertRebuilt(whole.drive(first));
        int saves = whole.store.saves;
        int commands = whole.world.commands - before;
        assertThat(saves).isGreaterThan(10);
        assertThat(commands).isGreaterThan(60);
        for (int at = 0; at < saves - 1; at++) {
            for (boolean isAfter : new boolean[] {true, false}) {
                RebuildScenario again = new RebuildScenario();
                RunId id = beginning.of(again);
                again.store.killAt(at, isAfter);
                again.assertEndsAfterOneKill(id, "save " + at + (isAfter ? ", after it" : ", before it"));
            }
        }
        for (int at = 0; at < commands; at++) {
            RebuildScenario again = new RebuildScenario();
            RunId id = beginning.of(again);
            again.world.killAfter(at);
            again.assertEndsAfterOneKill(id, "command " + at);
        }
    }

    final void assertEndsAfterOneKill(RunId id, String at) {
        try {
            assertRebuilt(drive(id));
            assertThat(kills).isEqualTo(1);
        } catch (AssertionError e) {
            throw new AssertionError("killed at " + at + ": " + runs.find(id) + "\n" + runs.log(id), e);
        }
    }
}
