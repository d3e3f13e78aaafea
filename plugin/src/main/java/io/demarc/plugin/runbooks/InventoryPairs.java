/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.runbooks;

import io.demarc.hooks.node.NodeCommands;
import io.demarc.hooks.storage.StorageNode;
import io.demarc.hooks.storage.StoragePair;
import io.demarc.hooks.storage.StoragePairs;
import io.demarc.plugin.words.Entrance;
import io.demarc.plugin.words.Inventory;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.function.Supplier;

/** The pairs of the inventory in force. Thread-safe. */
public final class InventoryPairs implements StoragePairs {
    private final Supplier<Inventory> inventory;
    private final InventoryServers servers;

    public InventoryPairs(Supplier<Inventory> inventory, InventoryServers servers) {
        this.inventory = inventory;
        this.servers = servers;
    }

    @Override
    public StoragePair pair(String name) {
        return inventory.get().objects().requirePair(name).pair();
    }

    @Override
    public NodeCommands on(StoragePair pair, StorageNode node) {
        Entrance entrance =
                inventory.get().objects().requirePair(pair.name()).entrances().get(node.name());
        if (entrance == null) {
            throw ProblemException.of(
                    ProblemCode.NOT_FOUND,
                    "Storage pair " + pair.name() + " has no node " + node + " any more.",
                    "The inventory has changed; abort the run, or put the node back.");
        }
        return servers.at(pair.name() + "/" + node, node.name(), entrance);
    }
}
