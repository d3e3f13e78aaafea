/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.networks;

import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.NetworkTable;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.plugin.words.NetworkRecord.State;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Networks that CloudStack says are up although it told Demarc to take them down, as after a restart with clean-up that failed.
 * They come back when two comparisons in a row, both begun after the network's last call was answered, tell the same VLAN, nothing
 * of the record has changed in between, and nobody else may be in that VLAN. One caller at a time.
 */
final class NetworkReturns {
    private final Books books;
    private final RecordedNetworks networks;
    private final NetworkCalls calls;
    private final Behind behind;
    private Map<NetworkId, Sighting> before = Map.of();
    private Map<NetworkId, Sighting> seen = new HashMap<>();

    NetworkReturns(Books books, RecordedNetworks networks, NetworkCalls calls, Behind behind) {
        this.books = books;
        this.networks = networks;
        this.calls = calls;
        this.behind = behind;
    }

    private record Sighting(Vlan vlan, long revision, long lastCall) {}

    /** A comparison begins: what isn't seen in it again was not seen twice in a row. */
    void begin() {
        before = seen;
        seen = new HashMap<>();
    }

    /**
     * CloudStack says that the network, which is down by what is recorded, is up; answers the switches that may have to follow.
     *
     * @param lastCall of the network, before CloudStack was asked; empty when one was being answered
     */
    Set<SwitchName> look(NetworkRecord network, Vlan vlan, OptionalLong lastCall) {
        if (lastCall.isEmpty()) {
            return Set.of();
        }
        Sighting now = new Sighting(vlan, network.revision(), lastCall.getAsLong());
        seen.put(network.id(), now);
        boolean isSecond = now.equals(before.get(network.id()));
        return books.store().write(handle -> {
            Optional<String> obstacle = obstacle(handle, network, now);
            if (isSecond && obstacle.isEmpty()) {
                return bringBack(handle, network, vlan);
            }
            behind.tell(
                    network.id(),
                    "CloudStack says that it is up on VLAN " + vlan
                            + ", but the last that it told Demarc was to take it down: "
                            + obstacle.orElse("it comes back if the next comparison says the same") + ".");
            return Set.of();
        });
    }

    private Set<SwitchName> bringBack(Handle handle, NetworkRecord network, Vlan vlan) {
        NetworkRecord back = network.with(State.IMPLEMENTED, vlan);
        NetworkTable.put(handle, back);
        networks.journal(
                handle,
                "returned",
                Actor.TIMER,
                back,
                vlan,
                "CloudStack says twice that " + back.inWords() + " is up on VLAN " + vlan
                        + ", though the last that it told Demarc was to take it down. Its ports follow.");
        return networks.ports(handle).switchesOf(back, Set.of(vlan));
    }

    private Optional<String> obstacle(Handle handle, NetworkRecord network, Sighting seenNow) {
        boolean isUnchanged = NetworkTable.byId(handle, network.id())
                .filter(now -> now.revision() == seenNow.revision())
                .isPresent();
        OptionalLong lastCall = calls.lastAnswered(network.id());
        if (!isUnchanged || lastCall.isEmpty() || lastCall.getAsLong() != seenNow.lastCall()) {
            return Optional.of("it is being changed just now");
        }
        return VlanObstacle.of(handle, network, seenNow.vlan(), behind);
    }
}
