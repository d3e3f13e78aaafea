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
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what was recorded with what CloudStack's API says, to find calls that were lost. Follows CloudStack downwards and to
 * another VLAN; upwards only as {@link NetworkReturns} says, but everywhere where no call has come: {@link UntoldNetworks}. A network
 * that can't be asked for stays as it is and harms no other, and that one is gone for good is believed only when it is told twice in a
 * row, some seconds apart. {@link #compare} by one caller at a time; the others are thread-safe.
 */
public final class NetworkTruth {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkTruth.class);
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(2);
    private static final Duration GONE_FOR = Duration.ofSeconds(20);
    /** The VLAN of a network in Setup was given by an administrator. */
    static final Set<String> STATES_UP = Set.of("Implemented", "Setup");

    private final Books books;
    private final RecordedNetworks networks;
    private final NetworkIdentities identities;
    private final NetworkDirectory directory;
    private final Reconciler reconciler;
    private final NetworkCalls calls;
    private final Behind behind = new Behind();
    private final NetworkReturns returns;
    private final UntoldNetworks untold;
    /** Held from the question to what is recorded of its answer: an older answer never comes after a newer one. */
    private final ReentrantLock askingForUntold = new ReentrantLock(true);

    private Map<String, Instant> goneBefore = Map.of();
    private volatile ComparisonReport report;
    /** By UUID. */
    private final Map<String, Truth> unfinished = new ConcurrentHashMap<>();

    public NetworkTruth(
            Books books,
            RecordedNetworks networks,
            NetworkIdentities identities,
            NetworkDirectory directory,
            Reconciler reconciler,
            NetworkCalls calls) {
        this.books = books;
        this.networks = networks;
        this.identities = identities;
        this.directory = directory;
        this.reconciler = reconciler;
        this.calls = calls;
        this.returns = new NetworkReturns(books, networks, calls, behind);
        this.untold = new UntoldNetworks(books, networks, behind);
        this.report = ComparisonReport.none(books.clock().instant());
    }

    /** What the last comparison left open. */
    public ComparisonReport report() {
        return report;
    }

    private record Round(List<NetworkRecord> unidentified, List<NetworkRecord> known, Set<String> attached) {}

    /** One comparison of everything that has to do with a device. */
    public void compare() {
        Deadline deadline = Deadline.after(LONGEST_ROUND, books.clock());
        behind.begin();
        unfinished.clear();
        Round round = books.store().read(this::round);
        Map<String, Instant> gone = new HashMap<>();
        SortedMap<String, Problem> unclear = new TreeMap<>();
        returns.begin();
        for (NetworkRecord network : round.unidentified()) {
            ask(network.inWords(), unclear, () -> {
                if (!identities.identify(network, deadline)) {
                    ifGoneTwice("id " + network.id(), gone, () -> follow(network, null, true));
                }
            });
        }
        for (NetworkRecord network : round.known()) {
            ask(network.inWords(), unclear, () -> compare(network, deadline, gone));
        }
        for (String uuid : round.attached()) {
            ask(ComparisonReport.unheard(uuid), unclear, () -> compareUntold(uuid, deadline, gone));
        }
        goneBefore = gone;
        untold.forgetIdle();
        ComparisonReport before = report;
        boolean isWhole = unclear.values().stream().noneMatch(it -> it.code() == ProblemCode.CLOUDSTACK_UNREACHABLE);
        report = new ComparisonReport(
                unclear,
                behind.inWords(),
                List.copyOf(unfinished.values()),
                isWhole ? books.clock().instant() : before.wholeAt());
        tellChange(before);
    }

    private static void ask(String network, SortedMap<String, Problem> unclear, Runnable question) {
        try {
            question.run();
        } catch (ProblemException e) {
            unclear.put(network, e.problem());
        }
    }

    private void tellChange(ComparisonReport before) {
        if (report.unclear().keySet().equals(before.unclear().keySet())) {
            return;
        }
        report.unclearByProblem()
                .forEach((problem, all) ->
                        LOG.warn("Not compared with CloudStack: {}: {}", String.join(", ", all), problem.message()));
        if (report.unclear().isEmpty()) {
            LOG.info("Every network can be compared with CloudStack again");
        }
    }

    private Round round(Handle handle) {
        Set<String> attached = new HashSet<>();
        AttachmentTable.all(handle).forEach(attachment -> attached.add(attachment.networkUuid()));
        List<NetworkRecord> all = NetworkTable.all(handle);
        List<NetworkRecord> known = all.stream()
                .filter(network -> network.identity() != null)
                .filter(network -> attached.contains(uuidOf(network))
                        || behind.isSuspect(network.id())
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
                        && other.wires().mayMeet(network.wires()));
    }

    private static String uuidOf(NetworkRecord network) {
        NetworkIdentity identity = network.identity();
        return identity == null ? "" : identity.uuid();
    }

    private void compare(NetworkRecord network, Deadline deadline, Map<String, Instant> gone) {
        String uuid = uuidOf(network);
        if (!network.isTold()) {
            compareUntold(uuid, deadline, gone);
            return;
        }
        OptionalLong lastCall = calls.lastAnswered(network.id());
        Optional<Truth> truth = truth(uuid, deadline);
        if (truth.isEmpty()) {
            ifGoneTwice(uuid, gone, () -> follow(network, null, true));
            return;
        }
        Set<SwitchName> concerned =
                networks.identify(network, truth.get().identity(), Actor.TIMER).switches();
        if (!truth.get().identity().equals(network.identity())) {
            // Whose it is decides, too.
            mark(concerned);
        }
        Vlan vlan = truth.get().vlan();
        if (truth.get().state().equals("Allocated")) {
            follow(network, null, false);
        } else if (STATES_UP.contains(truth.get().state()) && vlan != null) {
            if (network.state() == State.IMPLEMENTED) {
                follow(network, vlan, false);
            } else {
                mark(returns.look(network, vlan, lastCall));
            }
        }
    }

    private Optional<Truth> truth(String uuid, Deadline deadline) {
        Optional<Truth> truth = directory.truth(uuid, deadline);
        truth.filter(it -> it.needsRestart() || it.isStuckInShutdown()).ifPresent(it -> unfinished.put(uuid, it));
        return truth;
    }

    private void mark(Set<SwitchName> switches) {
        if (!switches.isEmpty()) {
            reconciler.mark(switches, Actor.TIMER);
        }
    }

    /**
     * What CloudStack says now of a network of which no call has come, followed before the next comparison; does nothing for any
     * other. What can't be asked now is asked with the next comparison.
     */
    public void lookAt(String uuid, Deadline deadline) {
        boolean isTold = books.store()
                .read(handle -> NetworkTable.byUuid(handle, uuid))
                .filter(NetworkRecord::isTold)
                .isPresent();
        if (isTold) {
            return;
        }
        try {
            followUntold(uuid, deadline);
        } catch (ProblemException e) {
            LOG.info("Network {} is looked at with the next comparison: {}", uuid, e.getMessage());
        }
    }

    /** As {@link #lookAt}, but nothing is recorded: the network as it would be; empty when nothing of it would change. */
    public Optional<NetworkRecord> preview(String uuid, Deadline deadline) {
        try {
            return directory.truth(uuid, deadline).flatMap(untold::preview);
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    private void compareUntold(String uuid, Deadline deadline, Map<String, Instant> gone) {
        if (!followUntold(uuid, deadline)) {
            ifGoneTwice(uuid, gone, () -> forget(uuid));
        }
    }

    /** False when CloudStack says that there is no such network: its ports are parked then. */
    private boolean followUntold(String uuid, Deadline deadline) {
        askingForUntold.lock();
        try {
            Optional<Truth> truth = truth(uuid, deadline);
            mark(untold.follow(uuid, truth.orElse(null)));
            return truth.isPresent();
        } finally {
            askingForUntold.unlock();
        }
    }

    /** Ends the attachments to a network of which no call ever came and which is gone. */
    private void forget(String uuid) {
        Set<SwitchName> switches = books.store().write(handle -> {
            Optional<NetworkRecord> network = NetworkTable.byUuid(handle, uuid);
            if (network.filter(NetworkRecord::isTold).isPresent()) {
                return Set.of();
            }
            for (Attachment attachment : AttachmentTable.to(handle, uuid)) {
                networks.end(handle, attachment, network.orElse(null), Actor.TIMER);
            }
            return network.map(it -> networks.ports(handle).switchesOf(it, Set.of()))
                    .orElse(Set.of());
        });
        mark(switches);
    }

    /** Comparisons may follow each other within seconds; an answer that is wrong may last as long. */
    private void ifGoneTwice(String key, Map<String, Instant> gone, Runnable action) {
        Instant now = books.clock().instant();
        Instant since = goneBefore.getOrDefault(key, now);
        gone.put(key, since);
        if (!since.plus(GONE_FOR).isAfter(now)) {
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
        mark(switches);
    }

    private Set<SwitchName> follow(Handle handle, NetworkRecord now, @Nullable Vlan vlan, boolean isGone) {
        Set<SwitchName> switches = networks.ports(handle).switchesOf(now, Set.of());
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
