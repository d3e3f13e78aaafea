/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.node.FedCommands;
import io.demarc.hooks.runbook.StepKind;
import java.util.List;

/** The step kinds for replicas, for tests of other runbooks: there is no database. */
public final class NowhereDatabases implements Databases {
    private NowhereDatabases() {}

    public static List<StepKind> steps() {
        return ReplicaSteps.of(new NowhereDatabases(), Runnable::run);
    }

    @Override
    public Database database(String name) {
        throw new IllegalStateException("not asked");
    }

    @Override
    public List<Database> all() {
        return List.of();
    }

    @Override
    public FedCommands on(Database database) {
        throw new IllegalStateException("not asked");
    }

    @Override
    public ReplicationLogin replicationLogin(Database replica) {
        throw new IllegalStateException("not asked");
    }
}
