/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.node.FedCommands;
import java.util.List;

/** The declared databases, and the way to the servers that they run on. Thread-safe. */
public interface Databases {
    /** The database; throws {@code NOT_FOUND} naming those that there are. */
    Database database(String name);

    /** Every one, by name. */
    List<Database> all();

    /** Commands on the server that it runs on; throws {@code NOT_FOUND}. */
    FedCommands on(Database database);

    /**
     * As whom this replica logs in to its primary, read when it is asked for.
     *
     * @throws io.demarc.problem.ProblemException {@code SECRET_UNAVAILABLE}, {@code NOT_FOUND} when none is declared
     */
    ReplicationLogin replicationLogin(Database replica);
}
