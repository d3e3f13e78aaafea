/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.runbooks;

import io.demarc.hooks.node.FedCommands;
import io.demarc.hooks.replica.Database;
import io.demarc.hooks.replica.Databases;
import io.demarc.hooks.replica.ReplicationLogin;
import io.demarc.plugin.words.Inventory;
import io.demarc.plugin.words.ManagedDatabase;
import io.demarc.plugin.words.RunbookObjects;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The databases of the inventory in force. Thread-safe. */
public final class InventoryDatabases implements Databases {
    private final Supplier<Inventory> inventory;
    private final Function<Database, FedCommands> ways;

    private InventoryDatabases(Supplier<Inventory> inventory, Function<Database, FedCommands> ways) {
        this.inventory = inventory;
        this.ways = ways;
    }

    /** For runs: by the one connection to each server. */
    static InventoryDatabases of(Supplier<Inventory> inventory, InventoryServers servers) {
        return new InventoryDatabases(inventory, it -> servers.on(it.server()));
    }

    /** For looks, which wait neither for runs nor for each other: by a connection for each database. */
    static InventoryDatabases apart(Supplier<Inventory> inventory, InventoryServers servers) {
        return new InventoryDatabases(inventory, it -> servers.apart(it.server(), "looks at " + it.name()));
    }

    @Override
    public Database database(String name) {
        return inventory.get().objects().requireDatabase(name).database();
    }

    @Override
    public List<Database> all() {
        return inventory.get().objects().databases().values().stream()
                .map(ManagedDatabase::database)
                .toList();
    }

    @Override
    public FedCommands on(Database database) {
        return ways.apply(database);
    }

    @Override
    public ReplicationLogin replicationLogin(Database replica) {
        RunbookObjects objects = inventory.get().objects();
        ManagedDatabase.Replication own =
                objects.requireDatabase(replica.name()).replication();
        String primary = replica.primary();
        ManagedDatabase.Replication used = own != null || primary == null
                ? own
                : objects.requireDatabase(primary).replication();
        if (used == null) {
            throw ProblemException.of(
                    ProblemCode.NOT_FOUND,
                    "The inventory doesn't say as whom database " + replica + " replicates.",
                    "Give it, or its primary, 'replication' with 'user' and 'password'.");
        }
        try {
            return new ReplicationLogin(used.user(), used.password().resolve());
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(
                    ProblemCode.SECRET_UNAVAILABLE,
                    "The replication password in " + used.password() + " is none: it has a control character in it.",
                    "Write the password alone, on one line.");
        }
    }
}
