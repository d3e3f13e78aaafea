/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.networks;

import io.demarc.access.Deadline;
import io.demarc.plugin.books.AttachmentTable;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.JournalDraft;
import io.demarc.plugin.books.NetworkTable;
import io.demarc.plugin.networks.RecordedNetworks.Recorded;
import io.demarc.plugin.reconcile.Reconciler;
import io.demarc.plugin.reconcile.Timers;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.NetworkEvent;
import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Vlan;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out who networks are, from CloudStack's API; what it has found once is kept in the store. Thread-safe. */
public final class NetworkIdentities {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkIdentities.class);
    private static final Set<String> STATES_WITH_A_VLAN = Set.of("Implemented", "Implementing", "Setup");
    /** Of a call's time, so that something is left for the switches. */
    private static final Duration LONGEST_QUESTION = Duration.ofSeconds(5);

    private final Books books;
    private final RecordedNetworks networks;
    private final NetworkDirectory directory;
    private final Reconciler reconciler;
    private final Timers timers;

    public NetworkIdentities(
            Books books, RecordedNetworks networks, NetworkDirectory directory, Reconciler reconciler, Timers timers) {
        this.books = books;
        this.networks = networks;
        this.directory = directory;
        this.reconciler = reconciler;
        this.timers = timers;
    }

    /** As recorded, with its identity if CloudStack tells it in time; the journal says why not. */
    Recorded identify(Recorded recorded, Actor actor, Deadline deadline) {
        NetworkRecord network = recorded.network();
        try {
            Optional<NetworkIdentity> identity = directory.byId(network.id(), question(deadline));
            if (identity.isPresent()) {
                return networks.identify(network, identity.get(), actor);
            }
            note(network, actor, "CloudStack's API knows of no such network.");
        } catch (ProblemException e) {
            note(network, actor, e.problem().message());
        }
        return recorded;
    }

    private void note(NetworkRecord network, Actor actor, String why) {
        String message =
                "Who network " + network.id() + " is could not be found out, so no device is put on it yet. " + why;
        books.journal().append(JournalDraft.of("unidentified", actor, message).withNetwork(network.id(), null));
    }

    /** In the background, quietly: what fails is tried again by {@link NetworkTruth}. */
    void identifySoon(NetworkRecord network) {
        if (network.identity() == null) {
            timers.run(() -> identifyQuietly(network));
        }
    }

    private void identifyQuietly(NetworkRecord network) {
        try {
            identify(network, Deadline.after(LONGEST_QUESTION, books.clock()));
        } catch (ProblemException e) {
            LOG.info("Network {} stays unidentified: {}", network.id(), e.getMessage());
        }
    }

    /** False when CloudStack says that there is no such network; throws {@code CLOUDSTACK_UNREACHABLE}. */
    boolean identify(NetworkRecord network, Deadline deadline) {
        Optional<NetworkIdentity> identity = directory.byId(network.id(), deadline);
        if (identity.isEmpty()) {
            return false;
        }
        Recorded recorded = networks.identify(network, identity.get(), Actor.TIMER);
        if (!recorded.switches().isEmpty()) {
            reconciler.mark(recorded.switches(), Actor.TIMER);
        }
        return true;
    }

    /**
     * A call has come, the first of this id: if some networks are known by their UUIDs alone, CloudStack tells whether it is one of
     * them, which is then remembered under the id.
     */
    void identifyUntold(NetworkId id, Deadline deadline) {
        if (networks.find(id).isPresent() || !isAnyUntold()) {
            return;
        }
        try {
            directory
                    .byId(id, question(deadline))
                    .ifPresent(identity -> books.store().change(handle -> {
                        boolean isKnown =
                                NetworkTable.byUuid(handle, identity.uuid()).isPresent();
                        if (isKnown
                                || !AttachmentTable.to(handle, identity.uuid()).isEmpty()) {
                            NetworkTable.remember(handle, id, identity);
                        }
                    }));
        } catch (ProblemException e) {
            LOG.info("Which network {} is could not be found out: {}", id, e.getMessage());
        }
    }

    private boolean isAnyUntold() {
        return books.store()
                .read(handle -> NetworkTable.all(handle).stream()
                                .anyMatch(network -> !network.id().isInternal())
                        || AttachmentTable.all(handle).stream()
                                .anyMatch(attachment -> NetworkTable.byUuid(handle, attachment.networkUuid())
                                        .isEmpty()));
    }

    /** What CloudStack's API says of a call that contradicts what was known. */
    enum Verdict {
        CURRENT,
        OUTDATED,
        /** It can't be asked. */
        UNKNOWN
    }

    Verdict check(NetworkEvent event, Vlan vlan, Deadline deadline) {
        try {
            Deadline question = question(deadline);
            Optional<NetworkIdentity> identity = networks.find(event.network())
                    .flatMap(network -> Optional.ofNullable(network.identity()))
                    .or(() -> directory.byId(event.network(), question));
            boolean isCurrent = identity.flatMap(known -> directory.truth(known.uuid(), question))
                    .filter(truth -> STATES_WITH_A_VLAN.contains(truth.state()))
                    .filter(truth -> truth.vlan() == null || vlan.equals(truth.vlan()))
                    .isPresent();
            return isCurrent ? Verdict.CURRENT : Verdict.OUTDATED;
        } catch (ProblemException e) {
            LOG.warn("A surprising call for network {} could not be checked: {}", event.network(), e.getMessage());
            return Verdict.UNKNOWN;
        }
    }

    private Deadline question(Deadline deadline) {
        return Deadline.after(deadline.leftAtMost(LONGEST_QUESTION), books.clock());
    }
}
