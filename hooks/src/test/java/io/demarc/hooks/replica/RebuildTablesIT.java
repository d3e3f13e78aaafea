/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.hooks.replica.FakeDatabases.Fault;
import io.demarc.hooks.replica.FakeDatabases.Table;
import io.demarc.hooks.runbook.Aborted;
import io.demarc.hooks.runbook.Run;
import io.demarc.hooks.runbook.RunId;
import io.demarc.hooks.runbook.RunState;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** rebuild-replica of one table, while the rest of the replica stays as it is. */
class RebuildTablesIT extends RebuildScenario {
    /** What the table is copied from, and whether it has stopped the replica, which then tells it by rows. */
    private enum Way {
        BROKEN_FROM_PRIMARY("primary", "InnoDB", true),
        BROKEN_FROM_REPLICA("db-3", "InnoDB", true),
        BROKEN_UNDER_LOCK("primary", "MyISAM", true),
        DRIFTED_FROM_PRIMARY("primary", "InnoDB", false),
        DRIFTED_FROM_REPLICA("db-3", "InnoDB", false),
        DRIFTED_UNDER_LOCK("primary", "MyISAM", false);

        private final String source;
        private final String engine;
        private final boolean isNoticed;

        Way(String source, String engine, boolean isNoticed) {
            this.source = source;
            this.engine = engine;
            this.isNoticed = isNoticed;
        }

        RunId begin(RebuildScenario it) {
            it.world.confineTo(new Table(FakePart.TABLE, engine, 250, engine.equals("InnoDB")), isNoticed);
            return again(it);
        }

        RunId again(RebuildScenario it) {
            return it.start(Map.of("source", source, "tables", "app." + FakePart.TABLE));
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyThatTableIsReplacedAtTheMomentThatTheRestHasReached(Way way) {
        Run run = drive(way.begin(this));

        assertRebuilt(run);
        assertThat(world.replica.copiesBegun).as("copies of everything").isZero();
        assertThat(world.replica.part.copiesBegun).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void killedAtAnyMomentItEndsAsItWouldHave(Way way) {
        assertEndsAfterAnyKill(way::begin);
    }

    @ParameterizedTest
    @EnumSource
    void abortedAtAnyMomentNothingIsLeftOutAndNothingGoesOnWithAPart(Way way) {
        int looks = 0;
        boolean hasEnded = false;
        while (!hasEnded) {
            for (boolean isKilled : new boolean[] {false, true}) {
                for (boolean isUndone : new boolean[] {false, true}) {
                    hasEnded = new RebuildTablesIT().abortedAfter(way, looks, isKilled, isUndone);
                }
            }
            looks++;
        }
        assertThat(looks).isGreaterThan(15);
    }

    /** Whether the run had ended by then. */
    private boolean abortedAfter(Way way, int looks, boolean isKilled, boolean isUndone) {
        RunId id = way.begin(this);
        Run run = drive(id, looks);
        if (!run.state().isActive()) {
            return true;
        }
        if (isKilled) {
            restart();
        }
        boolean isReplaced = world.replica.part.copiesBegun > 0;

        Aborted aborted = runs.abort(id, "ada", "changed my mind", isUndone);

        String said = aborted.offers().toString();
        String moment = "aborted after " + looks + " looks, in " + run.current() + ": " + said;
        drive(id);
        assertThat(runs.find(id).state()).as(moment).isEqualTo(RunState.ABORTED);
        assertSourceIsFree();
        assertThat(world.replica.part.leftOut).as(moment).isEmpty();
        assertThat(world.replica.packet).as(moment).isEqualTo(FakeServer.USUAL_PACKET);
        if (isReplaced) {
            assertThat(said).as(moment).contains("of app.orders was replaced, wholly or in part: rebuild it");
        }
        assertRebuilt(drive(way.again(this)));
        return false;
    }

    @ParameterizedTest
    @EnumSource
    void aLoadThatFailsLeavesAPartThatNobodyGoesOnWith(Way way) {
        RunId id = way.begin(this);
        world.fault = Fault.LOAD_FAILS;

        Run run = drive(id);

        assertThat(run.state()).isEqualTo(RunState.STOPPED);
        assertThat(run.reason().findings().toString())
                .contains("The table 't' is full")
                .contains("db-2 holds a part of the copy of app.orders and doesn't replicate");
        assertThat(world.replica.part.isPartial).isTrue();
        assertThat(world.replica.part.leftOut).isEmpty();
        assertThat(world.replica.isRunning()).isFalse();
        assertSourceIsFree();
        runs.resume(id, "ada", "mended");
        assertRebuilt(drive(id));
    }

    @ParameterizedTest
    @EnumSource(names = "BROKEN_.*", mode = EnumSource.Mode.MATCH_ALL)
    void aReplicaThatStopsOnItsWayToTheMomentHasItsTableStill(Way way) {
        RunId id = way.begin(this);
        world.fault = Fault.CATCH_UP_BREAKS;

        Run run = drive(id);

        assertThat(run.state()).as(run.toString()).isEqualTo(RunState.STOPPED);
        assertThat(run.reason().findings().toString())
                .contains("db-2 could not be brought to the copy's moment: it stopped on its way to")
                .contains("db-2 holds its data as before");
        assertThat(world.replica.part.copiesBegun).isZero();
        assertThat(world.replica.part.leftOut).isEmpty();
        assertSourceIsFree();
        runs.resume(id, "ada", "mended");
        assertRebuilt(drive(id));
    }
}
