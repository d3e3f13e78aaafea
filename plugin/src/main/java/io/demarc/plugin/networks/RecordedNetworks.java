/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.networks;

import io.demarc.plugin.books.AttachmentTable;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.JournalDraft;
import io.demarc.plugin.books.NetworkTable;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.Attachment;
import io.demarc.plugin.words.NetworkEvent;
import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.plugin.words.NetworkRecord.State;
import io.demarc.plugin.words.PortClaim;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What Demarc remembers of networks, changed together with the journal's line that says so: every public method is one
 * transaction, or says that it is within the caller's. Thread-safe.
 */
public final class RecordedNetworks {
    private final Books books;

    public RecordedNetworks(Books books) {
        this.books = books;
    }

    /** @param switches those on which something may have to change */
    record Recorded(NetworkRecord network, Set<SwitchName> switches) {}

    /**
     * What is to be released before an answer of success.
     *
     * @param vlans    those that become free
     * @param kept     the one that the network has all the same; null when it has none
     * @param switches those whose ports may be in one of the VLANs that become free
     */
    record Release(Set<Vlan> vlans, @Nullable Vlan kept, Set<SwitchName> switches) {}

    public Optional<NetworkRecord> find(NetworkId id) {
        return books.store().read(handle -> NetworkTable.byId(handle, id));
    }

    /** Whether what the event says contradicts what was known, other than by a network that comes up. */
    boolean isSurprising(NetworkEvent event, Vlan vlan) {
        return books.store().read(handle -> {
            Optional<NetworkRecord> known = NetworkTable.byId(handle, event.network());
            boolean moves = known.filter(network -> network.state() == State.IMPLEMENTED && !network.isOn(vlan))
                    .isPresent();
            return moves || !holders(handle, event, vlan).isEmpty();
        });
    }

    /**
     * Whether a device's port would be put into the VLAN. A late call may name one that CloudStack has taken back since, and may give
     * to a network of which it never tells Demarc.
     */
    boolean wouldMovePorts(NetworkEvent event, Vlan vlan) {
        return books.store().read(handle -> {
            Optional<NetworkRecord> known = NetworkTable.byId(handle, event.network());
            NetworkIdentity identity = known.map(NetworkRecord::identity).orElse(null);
            boolean isThere = known.filter(network -> network.isOn(vlan)).isPresent();
            List<Attachment> attached =
                    identity == null ? AttachmentTable.all(handle) : AttachmentTable.to(handle, identity.uuid());
            return !isThere && !attached.isEmpty();
        });
    }

    private static List<NetworkRecord> holders(Handle handle, NetworkEvent event, Vlan vlan) {
        return NetworkTable.all(handle).stream()
                .filter(other -> !other.id().equals(event.network()) && other.isOn(vlan))
                .filter(other -> other.wires().mayMeet(event.wires()))
                .toList();
    }

    /**
     * The network has the VLAN now.
     *
     * @param isChecked CloudStack's API says so too: whoever else had the VLAN by what was known has lost it. Otherwise
     *                  both are recorded to have it, and neither gets it, until the API can be asked
     */
    Recorded implement(NetworkEvent event, Vlan vlan, boolean isChecked, Actor actor) {
        return books.store().write(handle -> {
            if (isChecked) {
                holders(handle, event, vlan).forEach(stale -> supersede(handle, stale, event, vlan, actor));
            }
            Optional<NetworkRecord> known = NetworkTable.byId(handle, event.network());
            NetworkRecord network = new NetworkRecord(
                    event.network(),
                    State.IMPLEMENTED,
                    vlan,
                    event.zoneId(),
                    event.physicalNetwork(),
                    known.map(NetworkRecord::identity).orElse(null),
                    known.map(NetworkRecord::revision).orElse(0L) + 1);
            NetworkTable.put(handle, network);
            if (known.filter(before -> before.isOn(vlan)).isEmpty()) {
                journal(handle, "event", actor, network, vlan, network.inWords() + " has VLAN " + vlan + ".");
            }
            return new Recorded(network, ports(handle).switchesOf(network, Set.of(vlan)));
        });
    }

    private void supersede(Handle handle, NetworkRecord stale, NetworkEvent event, Vlan vlan, Actor actor) {
        NetworkTable.put(handle, stale.with(State.DOWN, null));
        journal(
                handle,
                "vlan-reused",
                actor,
                stale,
                vlan,
                "VLAN " + vlan + " was given to network " + event.network() + " while " + stale.inWords()
                        + " had it by all that Demarc was told: " + stale.inWords()
                        + " is down now, and its ports are parked.");
    }

    /** Now known who it is; answers the switches concerned. */
    Recorded identify(NetworkRecord network, NetworkIdentity identity, Actor actor) {
        return books.store().write(handle -> {
            NetworkRecord current = NetworkTable.byId(handle, network.id()).orElse(network);
            NetworkRecord identified = identify(handle, current, identity, actor);
            Vlan vlan = identified.vlan();
            return new Recorded(
                    identified, ports(handle).switchesOf(identified, vlan == null ? Set.of() : Set.of(vlan)));
        });
    }

    /** Within the caller's transaction. */
    NetworkRecord identify(Handle handle, NetworkRecord network, NetworkIdentity identity, Actor actor) {
        if (network.id().isInternal()) {
            NetworkTable.unite(handle, network.id(), identity.uuid());
        }
        NetworkRecord identified = network.with(identity);
        if (!identity.equals(network.identity())) {
            NetworkTable.put(handle, identified);
            journal(
                    handle,
                    "identified",
                    actor,
                    identified,
                    null,
                    identified.inWords() + " is " + identity.uuid() + " and belongs to " + identity.owner() + ".");
        }
        return identified;
    }

    /** The VLAN that the network has by what is known, if the event names another. */
    Optional<Vlan> differing(NetworkEvent event) {
        Vlan told = event.vlan();
        return find(event.network())
                .filter(network -> told != null && network.state() == State.IMPLEMENTED && !network.isOn(told))
                .map(NetworkRecord::vlan);
    }

    /** Whether nothing has to do with the network: no device is attached to it, and no port may carry a VLAN of it. */
    boolean isWithoutPorts(NetworkId id) {
        return books.store()
                .read(handle -> new NetworkClaims(handle).of(id).isEmpty()
                        && NetworkTable.byId(handle, id)
                                .filter(network ->
                                        !ports(handle).attachedSwitches(network).isEmpty())
                                .isEmpty());
    }

    /**
     * CloudStack wants VLANs of the network back: the event's, and every other that a port may carry for the network.
     *
     * @param lost whether the network has lost the VLAN that it has by what is known
     */
    Release beginRelease(NetworkEvent event, Predicate<Vlan> lost, Actor actor) {
        return books.store().write(handle -> {
            Optional<NetworkRecord> known = NetworkTable.byId(handle, event.network());
            Vlan kept = known.filter(network -> network.state() == State.IMPLEMENTED)
                    .map(NetworkRecord::vlan)
                    .filter(lost.negate())
                    .orElse(null);
            Set<Vlan> vlans = new HashSet<>();
            Stream.of(event.vlan(), known.map(NetworkRecord::vlan).orElse(null))
                    .flatMap(Stream::ofNullable)
                    .forEach(vlans::add);
            new NetworkClaims(handle).of(event.network()).forEach(claim -> vlans.add(claim.vlan()));
            if (kept != null) {
                vlans.remove(kept);
            } else {
                known.ifPresent(network -> beginShutting(handle, network, actor));
            }
            Set<SwitchName> switches = new TreeSet<>();
            ports(handle)
                    .inTheWay(event, vlans)
                    .forEach(claim -> switches.add(claim.port().switchName()));
            known.ifPresent(network -> switches.addAll(ports(handle).attachedSwitches(network)));
            return new Release(Set.copyOf(vlans), kept, switches);
        });
    }

    private void beginShutting(Handle handle, NetworkRecord network, Actor actor) {
        Vlan vlan = network.vlan();
        if (network.state() == State.IMPLEMENTED) {
            NetworkTable.put(handle, network.with(State.SHUTTING, vlan));
            journal(handle, "event", actor, network, vlan, network.inWords() + " is to lose VLAN " + vlan + ".");
        }
    }

    /** The claims that are still in the way; none means that the release is recorded as done. */
    List<PortClaim> endRelease(NetworkEvent event, Set<Vlan> vlans, boolean forGood, Actor actor) {
        return books.store().write(handle -> {
            List<PortClaim> left = ports(handle).inTheWay(event, vlans);
            Optional<NetworkRecord> known = NetworkTable.byId(handle, event.network());
            if (left.isEmpty() && !isBackOn(known, vlans)) {
                known.filter(network ->
                                forGood || (network.state() == State.SHUTTING && vlans.contains(network.vlan())))
                        .ifPresent(network -> putDown(handle, network, actor));
                if (forGood) {
                    known.ifPresent(network -> forget(handle, network, actor));
                }
            }
            return left;
        });
    }

    /** Whether the network came up again on one of the VLANs while they were being released. */
    boolean isBackOn(NetworkEvent event, Set<Vlan> vlans) {
        return isBackOn(find(event.network()), vlans);
    }

    private static boolean isBackOn(Optional<NetworkRecord> known, Set<Vlan> vlans) {
        return known.filter(network -> vlans.stream().anyMatch(network::isOn)).isPresent();
    }

    private void putDown(Handle handle, NetworkRecord network, Actor actor) {
        Vlan vlan = network.vlan();
        NetworkTable.put(handle, network.with(State.DOWN, null));
        if (vlan != null) {
            journal(
                    handle,
                    "released",
                    actor,
                    network,
                    vlan,
                    network.inWords() + " is without VLAN " + vlan + ": no managed port carries it for the network.");
        }
    }

    /** The network is gone: ends its attachments. Within the caller's transaction. */
    void forget(Handle handle, NetworkRecord network, Actor actor) {
        NetworkIdentity identity = network.identity();
        if (identity != null) {
            for (Attachment attachment : AttachmentTable.to(handle, identity.uuid())) {
                end(handle, attachment, network, actor);
            }
        }
        NetworkTable.remove(handle, network.id());
        journal(handle, "event", actor, network, null, network.inWords() + " is gone.");
    }

    /** Within the caller's transaction. */
    void end(Handle handle, Attachment attachment, @Nullable NetworkRecord network, Actor actor) {
        AttachmentTable.remove(handle, attachment.device());
        books.journal()
                .append(
                        handle,
                        JournalDraft.of(
                                        "detached",
                                        actor,
                                        "Device " + attachment.device() + " is attached to nothing: network "
                                                + attachment.networkUuid() + " is gone.")
                                .withDevice(attachment.device())
                                .withNetwork(network == null ? null : network.id(), null));
    }

    /** Within the caller's transaction. */
    NetworkPorts ports(Handle handle) {
        return new NetworkPorts(handle, books.inventories().current(handle));
    }

    /** Claims on the VLAN for other networks, which the given one would meet on the wire. */
    List<PortClaim> strangersOn(NetworkRecord network, Vlan vlan) {
        return books.store().read(handle -> new NetworkClaims(handle).ofOthers(network, vlan));
    }

    void journal(Handle handle, String kind, Actor actor, NetworkRecord network, @Nullable Vlan vlan, String message) {
        String sentence = Character.toUpperCase(message.charAt(0)) + message.substring(1);
        books.journal().append(handle, JournalDraft.of(kind, actor, sentence).withNetwork(network.id(), vlan));
    }
}
