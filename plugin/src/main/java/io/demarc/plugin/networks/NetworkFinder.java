/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.networks;

import io.demarc.access.Deadline;
import io.demarc.access.Printable;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.NetworkTable;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the network that a person means: by internal id, UUID or a name that only one has. Thread-safe. */
public final class NetworkFinder {
    /** Of a wish's time: it is good without what this finds. */
    private static final Duration LONGEST_SEARCH = Duration.ofSeconds(5);

    private final Books books;
    private final RecordedNetworks networks;
    private final NetworkDirectory directory;

    public NetworkFinder(Books books, RecordedNetworks networks, NetworkDirectory directory) {
        this.books = books;
        this.networks = networks;
        this.directory = directory;
    }

    /**
     * A network that was found.
     *
     * @param id CloudStack's internal one; null where nothing has told it yet
     */
    public record Found(NetworkIdentity identity, @Nullable NetworkId id) {}

    /**
     * Who the network is; one that could be asked for before is known although CloudStack's API is away now, but not by
     * its name: there may be others of that name by now.
     *
     * @throws ProblemException {@code NOT_FOUND}, {@code CONFLICT} when several have the name, {@code OWNER_UNKNOWN}
     */
    public Found find(String text, Deadline deadline) {
        if (text.isBlank() || text.length() > 255) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "'" + Printable.of(text) + "' is not a network's id, UUID or name.",
                    "See 'demarc network list'.");
        }
        if (text.matches("[1-9]\\d{0,17}")) {
            NetworkId id = new NetworkId(Long.parseLong(text));
            return new Found(byId(id, deadline), id);
        }
        NetworkIdentity identity = byText(text, deadline);
        NetworkId known = books.store()
                .read(handle -> NetworkTable.byUuid(handle, identity.uuid()))
                .map(NetworkRecord::id)
                .orElse(null);
        return new Found(identity, known);
    }

    private NetworkIdentity byId(NetworkId id, Deadline deadline) {
        Optional<NetworkIdentity> known = networks.find(id).flatMap(network -> Optional.ofNullable(network.identity()));
        return known.orElseGet(() -> ask(id, deadline));
    }

    private NetworkIdentity ask(NetworkId id, Deadline deadline) {
        try {
            NetworkIdentity identity = directory.byId(id, deadline).orElseThrow(() -> notFound(id.toString()));
            networks.find(id).ifPresent(network -> networks.identify(network, identity, Actor.TIMER));
            return identity;
        } catch (ProblemException e) {
            throw unknownUnlessInput(id.toString(), e);
        }
    }

    private NetworkIdentity byText(String text, Deadline deadline) {
        List<NetworkIdentity> found;
        try {
            found = directory.byUuidOrName(text, deadline);
        } catch (ProblemException e) {
            return books.store()
                    .read(handle -> NetworkTable.byUuid(handle, text))
                    .flatMap(network -> Optional.ofNullable(network.identity()))
                    .orElseThrow(() -> unknownUnlessInput(text, e));
        }
        if (found.isEmpty()) {
            throw notFound(text);
        }
        if (found.size() > 1) {
            throw new Problem(
                            ProblemCode.CONFLICT,
                            found.size() + " networks are named '" + Printable.of(text) + "':",
                            "Name it by its UUID.",
                            found.stream()
                                    .map(one -> one.uuid() + " of " + one.owner())
                                    .collect(Collectors.toList()))
                    .exception();
        }
        identifyOthers(found.get(0), deadline);
        return found.get(0);
    }

    /** The network may have come up while CloudStack's API was away: then its record doesn't say yet that it is this one. */
    private void identifyOthers(NetworkIdentity wanted, Deadline deadline) {
        List<NetworkRecord> all = books.store().read(NetworkTable::all);
        boolean isRecorded = all.stream()
                .anyMatch(network ->
                        network.identity() != null && network.identity().uuid().equals(wanted.uuid()));
        if (isRecorded) {
            return;
        }
        Deadline soon = Deadline.after(deadline.leftAtMost(LONGEST_SEARCH), books.clock());
        for (NetworkRecord network : all) {
            if (network.identity() == null && !soon.isOver()) {
                identifyQuietly(network, soon);
            }
        }
    }

    private void identifyQuietly(NetworkRecord network, Deadline deadline) {
        try {
            directory
                    .byId(network.id(), deadline)
                    .ifPresent(identity -> networks.identify(network, identity, Actor.TIMER));
        } catch (ProblemException e) {
            // The timer asks again, and another of them may be the one.
        }
    }

    private static ProblemException notFound(String text) {
        return ProblemException.of(
                ProblemCode.NOT_FOUND,
                "CloudStack knows no network '" + Printable.of(text) + "'.",
                "Name it by its UUID as CloudStack's UI shows it.");
    }

    private static ProblemException unknownUnlessInput(String text, ProblemException e) {
        ProblemCode code = e.problem().code();
        if (code == ProblemCode.NOT_FOUND || code == ProblemCode.NETWORK_UNSUPPORTED) {
            return e;
        }
        return new ProblemException(
                new Problem(
                        ProblemCode.OWNER_UNKNOWN,
                        "Whose network '" + Printable.of(text)
                                + "' is cannot be known now, so nothing is attached to it.",
                        e.problem().fix(),
                        List.of(e.problem().summary())),
                e);
    }
}
