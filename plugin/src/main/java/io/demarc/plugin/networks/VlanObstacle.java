/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.networks;

import io.demarc.plugin.books.NetworkTable;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.switches.Vlan;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Why a network can't be followed into a VLAN by the API's word alone: another one may be in it. */
final class VlanObstacle {
    private VlanObstacle() {}

    /** In words; within the caller's transaction. */
    static Optional<String> of(Handle handle, NetworkRecord network, Vlan vlan, Behind behind) {
        Optional<NetworkRecord> holder = NetworkTable.all(handle).stream()
                .filter(other -> !other.id().equals(network.id()) && vlan.equals(other.vlan()))
                .filter(other -> other.wires().mayMeet(network.wires()))
                .findFirst();
        holder.map(NetworkRecord::id).ifPresent(behind::suspect);
        return holder.map(other -> other.inWords() + " has that VLAN by what Demarc was told")
                .or(() -> new NetworkClaims(handle)
                        .ofOthers(network, vlan).stream()
                                .map(claim -> "port " + claim.port() + " may carry that VLAN for another network")
                                .findFirst());
    }
}
