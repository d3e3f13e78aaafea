/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.hooks.replica.FakeDatabases.Table;
import io.demarc.hooks.runbook.Run;
import io.demarc.hooks.runbook.RunId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole of repair-replica, on servers that fail the test when they are treated badly. */
class RepairReplicaIT extends RebuildScenario {
    private static RunId begin(RebuildScenario it) {
        it.world.tables.add(new Table("u", "InnoDB", 150, false));
        it.world.superReadOnly = "ON";
        it.world.replica.replication = new FakeServer.Replication(it.world.replica.data);
        it.world.replica.drifted.put("t", List.of(42L, 101L));
        it.world.replica.drifted.put("u", List.of(150L));
        return it.start("repair-replica", Map.of("lose", "db-2"));
    }

    @Test
    void aReplicaThatHasDriftedIsRepairedAndCompared() {
        Run run = drive(begin(this));

        assertRebuilt(run);
        assertThat(world.replica.copiesBegun).as("copies of everything").isZero();
        assertThat(world.replica.repair.committed).isEqualTo(2);
        assertThat(ReplicaCheck.of(run)).map(ReplicaCheck::result).contains(ReplicaCheck.Result.SAME);
    }

    @Test
    void killedAtAnyMomentItEndsAsItWouldHave() {
        assertEndsAfterAnyKill(RepairReplicaIT::begin);
    }
}
