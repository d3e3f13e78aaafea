/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.networks;

import io.demarc.access.Deadline;
import io.demarc.plugin.books.AttachmentTable;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.NetworkTable;
import io.demarc.plugin.networks.NetworkDirectory.Truth;
import io.demarc.plugin.reconcile.Reconciler;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.Attachment;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.plugin.words.NetworkRecord.State;
import io.demarc.problem.ProblemException;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what was recorded with what CloudStack's API says, to find calls that were lost. Follows CloudStack only
 * downwards and to another VLAN, never guesses when it can't be asked, and believes that a network is gone only when it is
 * told so twice in a row. One caller at a time.
 */
public final class NetworkTruth {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkTruth.class);
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(2);

    private final Books books;
    private final RecordedNetworks networks;
    private final NetworkIdentities identities;
    private final NetworkDirectory directory;
    private final Reconciler reconciler;
    private Set<String> goneBefore = Set.of();
    private boolean isInterrupted;

    public NetworkTruth(
            Books books,
            RecordedNetworks networks,
            NetworkIdentities identities,
            NetworkDirectory directory,
            Reconciler reconciler) {
        this.books = books;
        this.networks = networks;
        this.identities = identities;
        this.directory = directory;
        this.reconciler = reconciler;
    }

    private record Round(List<NetworkRecord> unidentified, List<NetworkRecord> known, Set<String> attached) {}

    /** One comparison of everything that has to do with a device. */
    public void compare() {
        Deadline deadline = Deadline.after(LONGEST_ROUND, books.clock());
        Round round = books.store().read(this::round);
        Set<String> gone = new HashSet<>();
        try {
            for (NetworkRecord network : round.unidentified()) {
                if (!identities.identify(network, deadline)) {
                    ifGoneTwice("id " + network.id(), gone, () -> follow(network, null, true));
                }
            }
            for (NetworkRecord network : round.known()) {
                compare(network, deadline, gone);
            }
            for (String uuid : round.attached()) {
                compareAttached(uuid, deadline, gone);
            }
            goneBefore = gone;
            tellOnce(null);
        } catch (ProblemException e) {
            tellOnce(e);
        }
    }

    private void tellOnce(@Nullable ProblemException problem) {
        if (problem != null && !isInterrupted) {
            LOG.warn("The comparison with CloudStack is interrupted: {}", problem.getMessage());
        } else if (problem == null && isInterrupted) {
            LOG.info("The comparison with CloudStack goes on");
        }
        isInterrupted = problem != null;
    }

    private Round round(Handle handle) {
        Set<String> attached = new HashSet<>();
        AttachmentTable.all(handle).forEach(attachment -> attached.add(attachment.networkUuid()));
        List<NetworkRecord> all = NetworkTable.all(handle);
        List<NetworkRecord> known = all.stream()
                .filter(network -> network.identity() != null)
                .filter(network -> attached.contains(uuidOf(network))
                        || !new NetworkClaims(handle).of(network.id()).isEmpty()
                        || isContested(network, all))
                .toList();
        known.forEach(network -> attached.remove(uuidOf(network)));
        return new Round(
                all.stream().filter(network -> network.identity() == null).toList(), known, attached);
    }

    /** Another network is recorded to have its VLAN: one of them has lost it. */
    private static boolean isContested(NetworkRecord network, List<NetworkRecord> all) {
        return all.stream()
                .anyMatch(other -> !other.id().equals(network.id())
                        && network.vlan() != null
                        && other.isOn(network.vlan())
                        && other.sharesWiresWith(network.zoneId(), network.physicalNetwork()));
    }

    private static String uuidOf(NetworkRecord network) {
        NetworkIdentity identity = network.identity();
        return identity == null ? "" : identity.uuid();
    }

    private void compare(NetworkRecord network, Deadline deadline, Set<String> gone) {
        String uuid = uuidOf(network);
        Optional<Truth> truth = directory.truth(uuid, deadline);
        if (truth.isEmpty()) {
            ifGoneTwice(uuid, gone, () -> follow(network, null, true));
            return;
        }
        networks.identify(network, truth.get().identity(), Actor.TIMER);
        Vlan vlan = truth.get().vlan();
        if (truth.get().state().equals("Allocated")) {
            follow(network, null, false);
        } else if (truth.get().state().equals("Implemented") && vlan != null) {
            follow(network, vlan, false);
        }
    }

    /** Ends the attachments to a network of which no call ever came and which is gone. */
    private void compareAttached(String uuid, Deadline deadline, Set<String> gone) {
        if (directory.truth(uuid, deadline).isEmpty()) {
            ifGoneTwice(
                    uuid,
                    gone,
                    () -> books.store().change(handle -> {
                        for (Attachment attachment : AttachmentTable.to(handle, uuid)) {
                            networks.end(handle, attachment, null, Actor.TIMER);
                        }
                    }));
        }
    }

    private void ifGoneTwice(String key, Set<String> gone, Runnable action) {
        gone.add(key);
        if (goneBefore.contains(key)) {
            action.run();
        }
    }

    private void follow(NetworkRecord asked, @Nullable Vlan vlan, boolean isGone) {
        Set<SwitchName> switches = books.store().write(handle -> {
            Optional<NetworkRecord> now = NetworkTable.byId(handle, asked.id());
            if (now.isEmpty() || now.get().revision() != asked.revision()) {
                return Set.of();
            }
            return follow(handle, now.get(), vlan, isGone);
        });
        if (!switches.isEmpty()) {
            reconciler.mark(switches, Actor.TIMER);
        }
    }

    private Set<SwitchName> follow(Handle handle, NetworkRecord now, @Nullable Vlan vlan, boolean isGone) {
        Set<SwitchName> switches = new TreeSet<>(networks.attachedSwitches(handle, now));
        new NetworkClaims(handle)
                .of(now.id())
                .forEach(claim -> switches.add(claim.port().switchName()));
        boolean isImplemented = now.state() == State.IMPLEMENTED;
        if (vlan == null && now.state() != State.DOWN) {
            NetworkTable.put(handle, now.with(State.DOWN, null));
            networks.journal(
                    handle,
                    "lost-event",
                    Actor.TIMER,
                    now,
                    now.vlan(),
                    "CloudStack says that " + now.inWords() + (isGone ? " is gone" : " has no VLAN")
                            + "; nothing had told Demarc so. Its ports are parked.");
        } else if (vlan != null && isImplemented && !now.isOn(vlan)) {
            NetworkTable.put(handle, now.with(State.IMPLEMENTED, vlan));
            networks.journal(
                    handle,
                    "lost-event",
                    Actor.TIMER,
                    now,
                    vlan,
                    "CloudStack says that " + now.inWords() + " has VLAN " + vlan
                            + "; nothing had told Demarc so. Its ports follow.");
        } else if (!isGone) {
            return Set.of();
        }
        if (isGone && new NetworkClaims(handle).of(now.id()).isEmpty()) {
            networks.forget(handle, now, Actor.TIMER);
        }
        return switches;
    }
}
