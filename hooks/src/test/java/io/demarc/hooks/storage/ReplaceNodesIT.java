/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.hooks.addresses.NowhereAddresses;
import io.demarc.hooks.replica.NowhereDatabases;
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
import io.demarc.hooks.runbook.StepKind;
import io.demarc.hooks.runbook.StepKinds;
import io.demarc.hooks.storage.CloudWitness.CloudView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole of replace-nodes on a pair that behaves like a real one and fails the test when it is treated badly. */
class ReplaceNodesIT {
    private static final int MOST_LOOKS = 5_000;

    private final MovableClock clock = new MovableClock();
    private final MemoryStore store = new MemoryStore();
    private final FakePair pair = new FakePair(clock);
    private final Set<String> done = new HashSet<>();
    private final Set<String> machines = new HashSet<>(Set.of("vm-1", "vm-2"));
    private int stops;
    private int kills;
    private Duration away = Duration.ZERO;

    private Runs engine() {
        List<StepKind> kinds =
                new ArrayList<>(StorageSteps.of(pair, it -> Optional.of(new CloudView(List.of(), machines))));
        kinds.addAll(NowhereAddresses.steps());
        kinds.addAll(NowhereDatabases.steps());
        return new Runs(Runbooks.builtIn(StepKinds.of(kinds)), store, clock, "daemon");
    }

    private static RunOrder order(String failBack) {
        return new RunOrder(
                "replace-nodes",
                "store-1",
                Map.of("first", "node-b", "second", "node-a", "fail-back", failBack),
                "ada");
    }

    /** Drives it as the daemon does; a person does what they are told; a kill is followed by a new daemon. */
    private Run drive(Runs begun, RunId id) {
        Runs runs = begun;
        for (int look = 0; look < MOST_LOOKS; look++) {
            try {
                Next next = runs.advance(id);
                next.at().ifPresent(clock::moveTo);
                Run run = runs.find(id);
                if (next.at().isEmpty() && run.state() == RunState.AWAITING_PERSON) {
                    obey(runs, run);
                } else if (next.at().isEmpty() && run.state() == RunState.STOPPED) {
                    stops++;
                    clock.pass(Duration.ofMinutes(2));
                    runs.resume(id, "ada", "looked at it");
                } else if (run.state() == RunState.DONE) {
                    return run;
                }
            } catch (Killed e) {
                runs = engine();
                kills++;
                clock.pass(away);
            }
        }
        throw new AssertionError("no end: " + engine().find(id));
    }

    private void obey(Runs runs, Run run) {
        String step = run.current().orElseThrow().id();
        if (step.startsWith("replace-")) {
            StorageNode node = step.equals("replace-first") ? FakePair.B : FakePair.A;
            if (done.add(step)) {
                pair.replaceHardwareAndSwitchOn(node);
            }
            runs.confirm(run.id(), step, "ada", node.name());
        } else {
            runs.confirm(run.id(), step, "ada", "done");
        }
    }

    private void assertReplaced(StorageNode serving) {
        assertThat(pair.hardwareOf(FakePair.A)).isEqualTo(1);
        assertThat(pair.hardwareOf(FakePair.B)).isEqualTo(1);
        assertThat(pair.serves(serving)).isTrue();
        assertThat(pair.isClusterEnabled(FakePair.A)).isTrue();
        assertThat(pair.isClusterEnabled(FakePair.B)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "yes"})
    void bothNodesAreReplacedWithoutAStop(String failBack) {
        Runs runs = engine();

        drive(runs, runs.start(order(failBack)).id());

        assertThat(stops).isZero();
        assertReplaced(failBack.equals("yes") ? FakePair.A : FakePair.B);
    }

    @Test
    void aClusterManagerThatNeverStopsDoesNotKeepANodeFromBeingSwitchedOff() {
        pair.letClusterHang(FakePair.A);
        pair.letClusterHang(FakePair.B);
        Runs runs = engine();

        drive(runs, runs.start(order("no")).id());

        assertThat(stops).isZero();
        assertReplaced(FakePair.B);
    }

    @Test
    void aRequestThatTheClusterManagerLosesIsMadeAgain() {
        pair.loseNextStandby();
        Runs runs = engine();

        drive(runs, runs.start(order("no")).id());

        assertThat(stops).isZero();
        assertThat(pair.standbyRequests()).isEqualTo(2);
        assertReplaced(FakePair.B);
    }

    @Test
    void theClusterManagerIsAskedOnceWhenItDoesAsItIsAsked() {
        Runs runs = engine();

        drive(runs, runs.start(order("no")).id());

        assertThat(pair.standbyRequests()).isEqualTo(1);
    }

    @Test
    void aMachineThatStopsWhileTheServiceMovesKeepsTheRunFromGoingOn() {
        Runs runs = engine();
        RunId id = runs.start(order("no")).id();
        while (!runs.find(id).current().orElseThrow().id().equals("fail-over")) {
            Next next = runs.advance(id);
            next.at().ifPresent(clock::moveTo);
            if (runs.find(id).state() == RunState.AWAITING_PERSON) {
                obey(runs, runs.find(id));
            }
        }
        machines.remove("vm-2");

        while (runs.find(id).state() == RunState.RUNNING) {
            runs.advance(id).at().ifPresent(clock::moveTo);
        }

        assertThat(runs.find(id).state()).isEqualTo(RunState.STOPPED);
        assertThat(runs.find(id).current().orElseThrow().id()).isEqualTo("cloud-after-fail-over");
        assertThat(runs.find(id).reason().findings().toString()).contains("vm-2");
        assertThat(pair.isOn(FakePair.A)).as("the old primary stays on").isTrue();
    }

    @Test
    void killedAtAnySaveTheRunEndsAsItWouldHave() {
        Runs first = engine();
        drive(first, first.start(order("no")).id());
        int saves = store.saves;
        assertThat(saves).isGreaterThan(60);
        for (int at = 0; at < saves - 1; at++) {
            for (boolean isAfter : new boolean[] {true, false}) {
                new ReplaceNodesIT().killedOnceAt(at, isAfter);
            }
        }
    }

    private void killedOnceAt(int save, boolean isAfter) {
        Runs runs = engine();
        RunId id = runs.start(order("no")).id();
        store.killAt(save, isAfter);
        away = Duration.ofSeconds(save * 7 % 41);

        drive(runs, id);

        assertThat(stops).as("stops when killed at save %d", save).isLessThanOrEqualTo(1);
        assertThat(kills).isEqualTo(1);
        assertReplaced(FakePair.B);
    }
}
