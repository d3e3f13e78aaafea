/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.networks;

import io.demarc.plugin.words.NetworkId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What a comparison found of networks that are up by CloudStack's word and down by what is recorded. Thread-safe. */
final class Behind {
    private final Map<NetworkId, String> why = new HashMap<>();
    private Set<NetworkId> suspects = Set.of();
    private Set<NetworkId> holders = new HashSet<>();

    /** A comparison begins. */
    synchronized void begin() {
        suspects = Set.copyOf(holders);
        holders = new HashSet<>();
        why.clear();
    }

    synchronized void tell(NetworkId network, String inWords) {
        why.put(network, inWords);
    }

    /** The network that has another one's VLAN by what is recorded: the next comparison looks whether it's still so. */
    synchronized void suspect(NetworkId holder) {
        holders.add(holder);
    }

    /** Whether the last comparison left the network in another one's way. */
    synchronized boolean isSuspect(NetworkId network) {
        return suspects.contains(network);
    }

    /** How each network that is still down differs. */
    synchronized Map<NetworkId, String> inWords() {
        return Map.copyOf(why);
    }
}
