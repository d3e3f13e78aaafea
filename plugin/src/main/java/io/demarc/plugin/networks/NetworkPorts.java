/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.networks;

import io.demarc.plugin.books.AdoptionTable;
import io.demarc.plugin.books.AttachmentTable;
import io.demarc.plugin.books.NetworkTable;
import io.demarc.plugin.books.SeenTable;
import io.demarc.plugin.words.Adoption;
import io.demarc.plugin.words.Device;
import io.demarc.plugin.words.Inventory;
import io.demarc.plugin.words.NetworkEvent;
import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.plugin.words.PortAddress;
import io.demarc.plugin.words.PortClaim;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Which ports and switches have to do with a network; within the transaction of the handle. */
final class NetworkPorts {
    private final Handle handle;
    private final Inventory inventory;
    private final NetworkClaims claims;

    NetworkPorts(Handle handle, Inventory inventory) {
        this.handle = handle;
        this.inventory = inventory;
        this.claims = new NetworkClaims(handle);
    }

    /** The claims that keep the event's network from giving the VLANs back. */
    List<PortClaim> inTheWay(NetworkEvent event, Set<Vlan> vlans) {
        List<PortClaim> all = new ArrayList<>(claims.of(event.network()).stream()
                .filter(claim -> vlans.contains(claim.vlan()))
                .toList());
        claims.on(vlans, event.wires()).stream()
                .filter(claim -> !all.contains(claim))
                .forEach(all::add);
        unreadObserved(event.network(), vlans).stream()
                .filter(claim -> !all.contains(claim))
                .forEach(all::add);
        if (event.vlan() == null) {
            // A VLAN that nothing explains may be this network's.
            claims.of(NetworkId.UNKNOWN).stream()
                    .filter(claim -> !all.contains(claim))
                    .forEach(all::add);
        }
        return all;
    }

    /**
     * Ports of attached devices that nobody adopted, on switches that can't be read: somebody may have put them into the VLAN
     * by hand, of which nothing is written down before it is seen.
     */
    private List<PortClaim> unreadObserved(NetworkId id, Set<Vlan> vlans) {
        NetworkIdentity identity =
                NetworkTable.byId(handle, id).map(NetworkRecord::identity).orElse(null);
        if (identity == null) {
            return List.of();
        }
        Map<PortAddress, Adoption> adoptions = AdoptionTable.all(handle);
        return AttachmentTable.to(handle, identity.uuid()).stream()
                .flatMap(attachment -> inventory.device(attachment.device()).stream())
                .map(Device::port)
                .filter(port -> !adoptions.containsKey(port))
                .filter(port -> SeenTable.ofSwitch(handle, port.switchName()).isUnread())
                .flatMap(port -> vlans.stream().map(vlan -> new PortClaim(port, vlan, id)))
                .toList();
    }

    /** Those with its devices, with ports that may carry a VLAN for it, or one of the VLANs for anybody. */
    Set<SwitchName> switchesOf(NetworkRecord network, Set<Vlan> vlans) {
        Set<SwitchName> switches = attachedSwitches(network);
        claims.of(network.id()).forEach(claim -> switches.add(claim.port().switchName()));
        claims.on(vlans, network.wires())
                .forEach(claim -> switches.add(claim.port().switchName()));
        return switches;
    }

    /** Those with its devices. */
    Set<SwitchName> attachedSwitches(NetworkRecord network) {
        Set<SwitchName> switches = new TreeSet<>();
        NetworkIdentity identity = network.identity();
        if (identity != null) {
            AttachmentTable.to(handle, identity.uuid())
                    .forEach(attachment -> inventory
                            .device(attachment.device())
                            .map(Device::port)
                            .ifPresent(port -> switches.add(port.switchName())));
        }
        return switches;
    }
}
