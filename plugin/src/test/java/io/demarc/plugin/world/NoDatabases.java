/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.world;

import io.demarc.hooks.node.FedCommands;
import io.demarc.hooks.replica.Database;
import io.demarc.hooks.replica.Databases;
import io.demarc.hooks.replica.ReplicationLogin;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.List;

/** A world without a database. */
final class NoDatabases implements Databases {
    @Override
    public Database database(String name) {
        throw ProblemException.of(ProblemCode.NOT_FOUND, "There is no database " + name + ".", "");
    }

    @Override
    public List<Database> all() {
        return List.of();
    }

    @Override
    public FedCommands on(Database database) {
        throw ProblemException.of(ProblemCode.NOT_FOUND, "There is no server of " + database + ".", "");
    }

    @Override
    public ReplicationLogin replicationLogin(Database replica) {
        throw ProblemException.of(ProblemCode.NOT_FOUND, "Nobody replicates as " + replica + ".", "");
    }
}
