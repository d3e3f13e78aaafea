/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.networks;

import io.demarc.plugin.books.AttachmentTable;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.NetworkTable;
import io.demarc.plugin.networks.NetworkDirectory.Truth;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.plugin.words.NetworkRecord.State;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Networks of which no call has come, because CloudStack is older than 4.23 or their offering doesn't name Demarc: what its API
 * says of them is all that there is, and is followed at once. As soon as a call comes, the calls lead. Nobody is asked before such a
 * network loses its VLAN: its ports are parked when the API says that it has. Thread-safe; of two answers about one network the later
 * has to come last.
 */
final class UntoldNetworks {
    private static final String COMING_UP = "Implementing";

    private final Books books;
    private final RecordedNetworks networks;
    private final Behind behind;

    UntoldNetworks(Books books, RecordedNetworks networks, Behind behind) {
        this.books = books;
        this.networks = networks;
        this.behind = behind;
    }

    /** Forgets those that nothing has to do with any more. */
    void forgetIdle() {
        books.store()
                .change(handle -> NetworkTable.all(handle).stream()
                        .filter(network -> !network.isTold() && network.identity() != null)
                        .filter(network -> isIdle(handle, network))
                        .forEach(network -> NetworkTable.remove(handle, network.id())));
    }

    private static boolean isIdle(Handle handle, NetworkRecord network) {
        String uuid = network.identity() == null ? "" : network.identity().uuid();
        return AttachmentTable.to(handle, uuid).isEmpty()
                && new NetworkClaims(handle).of(network.id()).isEmpty();
    }

    /**
     * Records what CloudStack says of the network; answers the switches that may have to follow, none when a call has told of it in
     * the meantime or nothing has to do with it.
     *
     * @param truth null: it is gone
     */
    Set<SwitchName> follow(String uuid, @Nullable Truth truth) {
        return books.store().write(handle -> {
            Optional<NetworkRecord> known = NetworkTable.byUuid(handle, uuid);
            boolean isTold = known.filter(NetworkRecord::isTold).isPresent();
            if (isTold || (known.isEmpty() && AttachmentTable.to(handle, uuid).isEmpty())) {
                return Set.of();
            }
            if (truth == null) {
                return known.map(network -> change(handle, network, down(network, "is gone")))
                        .orElse(Set.of());
            }
            NetworkRecord network = known.map(it -> networks.identify(handle, it, truth.identity(), Actor.TIMER))
                    .orElseGet(() -> added(handle, truth.identity()));
            Set<SwitchName> switches = new TreeSet<>(change(handle, network, next(handle, network, truth)));
            if (!truth.identity().equals(known.map(NetworkRecord::identity).orElse(null))) {
                // Whose it is decides, too.
                switches.addAll(networks.ports(handle).switchesOf(network, Set.of()));
            }
            return switches;
        });
    }

    /** As it would be recorded; empty when a call has told of it. */
    Optional<NetworkRecord> preview(Truth truth) {
        return books.store().read(handle -> {
            NetworkRecord network = NetworkTable.byUuid(handle, truth.identity().uuid())
                    .map(known -> known.with(truth.identity()))
                    .orElseGet(() -> NetworkRecord.untold(NetworkTable.newId(handle), truth.identity()));
            return network.isTold()
                    ? Optional.empty()
                    : Optional.of(next(handle, network, truth).network());
        });
    }

    private static NetworkRecord added(Handle handle, NetworkIdentity identity) {
        NetworkRecord network = NetworkRecord.untold(NetworkTable.newId(handle), identity);
        NetworkTable.put(handle, network);
        return network;
    }

    /** @param why what CloudStack says, as the end of a sentence about the network */
    private record Next(NetworkRecord network, String why) {}

    private Next next(Handle handle, NetworkRecord network, Truth truth) {
        Vlan vlan = truth.vlan();
        if (vlan == null) {
            return down(network, "has no VLAN");
        }
        boolean isUp = NetworkTruth.STATES_UP.contains(truth.state());
        if (network.isOn(vlan) && (isUp || truth.state().equals(COMING_UP))) {
            return new Next(network, "is on VLAN " + vlan);
        }
        if (!isUp) {
            return down(network, "is in state " + truth.state());
        }
        return VlanObstacle.of(handle, network, vlan, behind)
                .map(obstacle -> {
                    behind.tell(
                            network.id(),
                            "CloudStack says that it is up on VLAN " + vlan + ", but " + obstacle
                                    + ": its ports stay out of it until that is over.");
                    return down(network, "has VLAN " + vlan);
                })
                .orElseGet(() -> new Next(network.with(State.IMPLEMENTED, vlan), "is up on VLAN " + vlan));
    }

    private static Next down(NetworkRecord network, String why) {
        return new Next(network.state() == State.DOWN ? network : network.with(State.DOWN, null), why);
    }

    private Set<SwitchName> change(Handle handle, NetworkRecord before, Next next) {
        NetworkRecord after = next.network();
        if (after.equals(before)) {
            return Set.of();
        }
        NetworkTable.put(handle, after);
        boolean isUp = after.state() == State.IMPLEMENTED;
        networks.journal(
                handle,
                "told-by-api",
                Actor.TIMER,
                after,
                isUp ? after.vlan() : before.vlan(),
                "CloudStack's API says that " + after.inWords() + " " + next.why()
                        + (isUp ? ". Its ports follow." : ". Its ports are parked."));
        Set<Vlan> vlans = new HashSet<>();
        Stream.of(before.vlan(), after.vlan()).flatMap(Stream::ofNullable).forEach(vlans::add);
        return networks.ports(handle).switchesOf(after, vlans);
    }
}
