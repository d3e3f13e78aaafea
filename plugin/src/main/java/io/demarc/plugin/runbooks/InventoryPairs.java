/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.runbooks;

import io.demarc.hooks.node.NodeCommands;
import io.demarc.hooks.node.SshNode;
import io.demarc.hooks.storage.StorageNode;
import io.demarc.hooks.storage.StoragePair;
import io.demarc.hooks.storage.StoragePairs;
import io.demarc.plugin.configuration.DaemonConfig;
import io.demarc.plugin.inventory.Inventory;
import io.demarc.plugin.inventory.ManagedPair.Entrance;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Secret;
import io.demarc.switches.SwitchName;
import io.demarc.switches.session.Login;
import io.demarc.switches.session.SwitchAccess;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The pairs of the inventory in force, and one SSH connection to each of their nodes. Thread-safe. */
public final class InventoryPairs implements StoragePairs {
    /** A command may be silent for as long as its own limit lets it. */
    private static final Duration SILENCE = Duration.ofMinutes(10);

    private final Supplier<Inventory> inventory;
    private final DaemonConfig config;
    private final InstantSource clock;
    private final Map<String, Known> nodes = new HashMap<>();

    private record Known(Entrance entrance, SshNode node) {}

    public InventoryPairs(Supplier<Inventory> inventory, DaemonConfig config, InstantSource clock) {
        this.inventory = inventory;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public StoragePair pair(String name) {
        return inventory.get().requirePair(name).pair();
    }

    @Override
    public NodeCommands on(StoragePair pair, StorageNode node) {
        Entrance entrance = inventory.get().requirePair(pair.name()).entrances().get(node.name());
        if (entrance == null) {
            throw ProblemException.of(
                    ProblemCode.NOT_FOUND,
                    "Storage pair " + pair.name() + " has no node " + node + " any more.",
                    "The inventory has changed; abort the run, or put the node back.");
        }
        String key = pair.name() + "/" + node;
        synchronized (nodes) {
            Known known = nodes.get(key);
            if (known == null || !known.entrance().equals(entrance)) {
                if (known != null) {
                    known.node().close();
                }
                known = new Known(entrance, open(node, entrance));
                nodes.put(key, known);
            }
            return known.node();
        }
    }

    private SshNode open(StorageNode node, Entrance entrance) {
        // The connection reads its login anew each time; what stands here only says which kind it is.
        Login nothing = new Login.Ssh(entrance.login().user(), new Secret(""), null, null, null, false);
        SwitchAccess access = new SwitchAccess(
                new SwitchName(node.name()),
                entrance.host(),
                entrance.port(),
                nothing,
                config.knownHosts(),
                config.switchTimeouts().connect(),
                SILENCE,
                null);
        return new SshNode(access, () -> (Login.Ssh) entrance.login().resolve(), clock);
    }
}
