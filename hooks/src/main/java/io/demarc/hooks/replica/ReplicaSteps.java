/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.runbook.StepKind;
import java.util.List;
import java.util.concurrent.Executor;

/** The step kinds for database replicas. */
public final class ReplicaSteps {
    /** The kind of object that their runbooks are about. */
    public static final String OBJECT_KIND = "database";

    private ReplicaSteps() {}

    /** @param threads two for each copy that goes on, which block for as long as it does */
    public static List<StepKind> of(Databases databases, Executor threads) {
        Transfers transfers = new Transfers(threads);
        return List.of(
                new ReplicaTrial(databases, transfers),
                new ReplicaStop(databases),
                new ReplicaCopy(databases, transfers),
                new ReplicaExchange(databases),
                new ReplicaConnect(databases),
                new ReplicaCompare(databases),
                new ReplicaRepair(databases),
                new RunningReplica(databases));
    }
}
