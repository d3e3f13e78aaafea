/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import io.demarc.hooks.storage.StoragePair;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A declared pair of storage nodes.
 *
 * @param entrances how to reach each node, by its name
 * @param pool      UUID of the CloudStack primary storage pool that lives on it; null if none does
 * @param hosts     UUIDs of the CloudStack hosts that its nodes are as well, by the node's name
 */
public record ManagedPair(
        StoragePair pair,
        Map<String, Entrance> entrances,
        @Nullable String pool,
        Map<String, String> hosts,
        Maintenance maintenance) {
    public ManagedPair {
        entrances = Map.copyOf(entrances);
        hosts = Map.copyOf(hosts);
    }

    /**
     * What follows when CloudStack puts one of the hosts into maintenance.
     *
     * @param runbook    whose guards are asked: restart-node or replace-nodes
     * @param isStarting it is started as well if they are met
     */
    public record Maintenance(String runbook, boolean isStarting) {
        public static final Maintenance USUAL = new Maintenance("restart-node", false);
    }

    public String name() {
        return pair.name();
    }
}
