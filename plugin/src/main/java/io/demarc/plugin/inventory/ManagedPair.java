/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.inventory;

import io.demarc.hooks.storage.StoragePair;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A declared pair of storage nodes.
 *
 * @param entrances how to reach each node, by its name
 * @param pool      UUID of the CloudStack primary storage pool that lives on it; null if none does
 */
public record ManagedPair(
        StoragePair pair,
        Map<String, Entrance> entrances,
        @Nullable String pool) {
    public ManagedPair {
        entrances = Map.copyOf(entrances);
    }

    public String name() {
        return pair.name();
    }

    /** Where a node's SSH server is, and how to log in. */
    public record Entrance(String host, int port, LoginReference.Ssh login) {}
}
