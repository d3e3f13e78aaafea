/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import io.demarc.access.Printable;
import io.demarc.switches.Vlan;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Demarc knows of a network.
 *
 * @param vlan     null while it is down; while it is being shut, the one that it loses
 * @param identity null until CloudStack's API could be asked
 * @param revision grows with every change of state or VLAN
 */
public record NetworkRecord(
        NetworkId id,
        State state,
        @Nullable Vlan vlan,
        String zoneId,
        String physicalNetwork,
        @Nullable NetworkIdentity identity,
        long revision) {
    public enum State {
        IMPLEMENTED,
        /** CloudStack wants the VLAN back and has not been told yet that it is free. */
        SHUTTING,
        DOWN;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean isOn(Vlan its) {
        return state == State.IMPLEMENTED && its.equals(vlan);
    }

    /** The network of a call, by what the call tells and who it is known to be. */
    public static NetworkRecord of(NetworkEvent event, @Nullable NetworkIdentity identity) {
        return new NetworkRecord(
                event.network(), State.DOWN, null, event.zoneId(), event.physicalNetwork(), identity, 1);
    }

    /** As CloudStack's API has told it. */
    public Optional<Zone> zone() {
        return Optional.ofNullable(identity).map(NetworkIdentity::zone);
    }

    /** {@code 'sim'}; its internal id where its name was not told yet. */
    public String zoneInWords() {
        return zone().map(zone -> "'" + Printable.of(zone.name()) + "'")
                .orElse(zoneId + ", whose name CloudStack's API has not told yet,");
    }

    /** In the same broadcast domains: the VLAN of one can be the VLAN of the other. */
    public boolean sharesWiresWith(String zone, String physical) {
        return zoneId.equals(zone) && physicalNetwork.equals(physical);
    }

    /** Fit for messages: {@code network 204 'web'}. */
    public String inWords() {
        return "network " + id + (identity == null ? "" : " '" + Printable.of(identity.name()) + "'");
    }

    public NetworkRecord with(State newState, @Nullable Vlan newVlan) {
        return new NetworkRecord(id, newState, newVlan, zoneId, physicalNetwork, identity, revision + 1);
    }

    public NetworkRecord with(NetworkIdentity newIdentity) {
        return new NetworkRecord(id, state, vlan, zoneId, physicalNetwork, newIdentity, revision);
    }
}
