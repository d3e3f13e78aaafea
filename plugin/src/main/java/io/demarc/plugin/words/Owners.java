/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import java.util.Map;

/**
 * Who has which name. The inventory names owners; CloudStack's administrators rename domains, projects and accounts, and give the name
 * to others later. So a name means whoever had it first while the inventory used it. Immutable.
 *
 * @param holders whose each name is
 */
public record Owners(Map<Owner, OwnerKey> holders) {
    public static final Owners NONE = new Owners(Map.of());

    public Owners {
        holders = Map.copyOf(holders);
    }

    /** Whether the network belongs to whom the inventory means by the name. */
    public boolean isOwn(Owner named, NetworkIdentity network) {
        OwnerKey holder = holders.get(named);
        OwnerKey key = network.ownerKey();
        return (holder == null || key == null) ? named.equals(network.owner()) : key.equals(holder);
    }

    /** Whose the network is, to tell it from what the inventory means by the name. */
    public String inWords(Owner named, NetworkIdentity network) {
        return named.equals(network.owner()) && !isOwn(named, network)
                ? "somebody else, who is called " + network.owner() + " now"
                : network.owner().toString();
    }
}
