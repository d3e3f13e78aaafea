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

    /** One of which no call has come. */
    public static NetworkRecord untold(NetworkId id, NetworkIdentity identity) {
        return new NetworkRecord(id, State.DOWN, null, "", "", identity, 1);
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

    public Wires wires() {
        return new Wires(zoneId, identity == null ? null : identity.zone(), physicalNetwork);
    }

    /** Whether a call has told of it, so that calls are to be waited for; otherwise the API's word is all that there is. */
    public boolean isTold() {
        return !zoneId.isEmpty();
    }

    /** Fit for messages: {@code network 204 'web'}, with the UUID in place of an id that isn't CloudStack's. */
    public String inWords() {
        return identity == null
                ? "network " + id
                : "network " + (id.isInternal() ? id.toString() : identity.uuid()) + " '"
                        + Printable.of(identity.name()) + "'";
    }

    public NetworkRecord with(State newState, @Nullable Vlan newVlan) {
        return new NetworkRecord(id, newState, newVlan, zoneId, physicalNetwork, identity, revision + 1);
    }

    public NetworkRecord with(NetworkId newId) {
        return new NetworkRecord(newId, state, vlan, zoneId, physicalNetwork, identity, revision);
    }

    public NetworkRecord with(NetworkIdentity newIdentity) {
        return new NetworkRecord(id, state, vlan, zoneId, physicalNetwork, newIdentity, revision);
    }
}
