/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.runbooks;

import io.demarc.access.Login;
import io.demarc.access.ssh.SshTarget;
import io.demarc.hooks.node.FedCommands;
import io.demarc.hooks.node.Servers;
import io.demarc.hooks.node.SshNode;
import io.demarc.plugin.configuration.DaemonConfig;
import io.demarc.plugin.words.Entrance;
import io.demarc.plugin.words.Inventory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The servers and storage nodes of the inventory in force, and one SSH connection to each. Thread-safe. */
public final class InventoryServers implements Servers {
    /** A command may be silent for as long as its own limit lets it. */
    private static final Duration SILENCE = Duration.ofMinutes(10);

    private final Supplier<Inventory> inventory;
    private final DaemonConfig config;
    private final InstantSource clock;
    private final Map<String, Known> known = new HashMap<>();

    private record Known(Entrance entrance, SshNode node) {}

    public InventoryServers(Supplier<Inventory> inventory, DaemonConfig config, InstantSource clock) {
        this.inventory = inventory;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public FedCommands on(String server) {
        return at(server, server, inventory.get().objects().requireEntrance(server));
    }

    /**
     * The same server over a connection of its own, so that nobody else's commands are waited for.
     *
     * @param purpose what the connection is for; one is kept for each server and purpose
     */
    FedCommands apart(String server, String purpose) {
        return at(server + " " + purpose, server, inventory.get().objects().requireEntrance(server));
    }

    /**
     * The machine behind the entrance. Another entrance for the same key ends the connection to the old one.
     *
     * @param name by which messages call it
     */
    FedCommands at(String key, String name, Entrance entrance) {
        synchronized (known) {
            Known before = known.get(key);
            if (before != null && before.entrance().equals(entrance)) {
                return before.node();
            }
            if (before != null) {
                before.node().close();
            }
            SshNode node = open(name, entrance);
            known.put(key, new Known(entrance, node));
            return node;
        }
    }

    private SshNode open(String name, Entrance entrance) {
        SshTarget target = new SshTarget(
                SshTarget.Kind.NODE,
                name,
                entrance.host(),
                entrance.port(),
                config.knownHosts(),
                config.switchTimeouts().connect(),
                SILENCE);
        return new SshNode(target, () -> (Login.Ssh) entrance.login().resolve(), clock);
    }
}
