/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.networks;

import io.demarc.plugin.books.ClaimTable;
import io.demarc.plugin.books.NetworkTable;
import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.plugin.words.PortClaim;
import io.demarc.plugin.words.Wires;
import io.demarc.switches.Vlan;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Which claims stand in the way of a VLAN becoming free; within the caller's transaction. */
final class NetworkClaims {
    private final Handle handle;

    NetworkClaims(Handle handle) {
        this.handle = handle;
    }

    /** Every claim for the network. */
    List<PortClaim> of(NetworkId network) {
        return ClaimTable.all(handle).stream()
                .filter(claim -> claim.network().equals(network))
                .toList();
    }

    /** Every claim on the VLAN for another network, which the given one would meet on the wire. */
    List<PortClaim> ofOthers(NetworkRecord network, Vlan vlan) {
        return on(Set.of(vlan), network.wires()).stream()
                .filter(claim -> !claim.network().equals(network.id()))
                .toList();
    }

    /**
     * Every claim on one of the VLANs for any network on these wires; for one that Demarc does not know, wherever it is.
     *
     * @param wires where the VLANs are
     */
    List<PortClaim> on(Set<Vlan> vlans, Wires wires) {
        var networks =
                NetworkTable.all(handle).stream().collect(Collectors.toMap(NetworkRecord::id, Function.identity()));
        return ClaimTable.all(handle).stream()
                .filter(claim -> vlans.contains(claim.vlan()))
                .filter(claim -> {
                    NetworkRecord network = networks.get(claim.network());
                    return network == null || network.wires().mayMeet(wires);
                })
                .toList();
    }
}
