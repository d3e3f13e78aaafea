/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.networks;

import io.demarc.access.Deadline;
import io.demarc.plugin.books.AttachmentTable;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.JournalDraft;
import io.demarc.plugin.books.StoreDoubt;
import io.demarc.plugin.configuration.DaemonConfig.AttachFailure;
import io.demarc.plugin.networks.NetworkIdentities.Verdict;
import io.demarc.plugin.networks.RecordedNetworks.Recorded;
import io.demarc.plugin.networks.RecordedNetworks.Release;
import io.demarc.plugin.reconcile.PortCondition;
import io.demarc.plugin.reconcile.Reconciler;
import io.demarc.plugin.reconcile.Reconciler.Ticket;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.Inventory;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.plugin.words.NetworkEvent;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.plugin.words.PortClaim;
import io.demarc.problem.Problem;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes down what CloudStack tells, lets the reconciler follow, and answers by what the switches then say. Calls for one
 * network may come at once: each writes in one transaction, and each answers by the state that it finds at its end.
 * Thread-safe.
 */
public final class DurableNetworkLife implements NetworkLife {
    private final Books books;
    private final RecordedNetworks networks;
    private final NetworkIdentities identities;
    private final Reconciler reconciler;
    private final NetworkCalls calls;
    private final AttachFailure attachFailure;

    public DurableNetworkLife(
            Books books,
            RecordedNetworks networks,
            NetworkIdentities identities,
            Reconciler reconciler,
            NetworkCalls calls,
            AttachFailure attachFailure) {
        this.books = books;
        this.networks = networks;
        this.identities = identities;
        this.reconciler = reconciler;
        this.calls = calls;
        this.attachFailure = attachFailure;
    }

    @Override
    public Answer implemented(NetworkEvent event, Deadline deadline) {
        return calls.during(event.network(), () -> implement(event, deadline));
    }

    private Answer implement(NetworkEvent event, Deadline deadline) {
        Actor actor = new Actor(Actor.Kind.CLOUDSTACK, "implement-network");
        Vlan vlan = event.vlan();
        if (vlan == null) {
            String message = "Network " + event.network() + " came up without a VLAN: nothing for Demarc to do.";
            books.journal().append(JournalDraft.of("refused", actor, message).withNetwork(event.network(), null));
            return new Answer(true, message);
        }
        identities.identifyUntold(event.network(), deadline);
        Verdict verdict = networks.isSurprising(event, vlan) || networks.wouldMovePorts(event, vlan)
                ? identities.check(event, vlan, deadline)
                : Verdict.UNKNOWN;
        if (verdict == Verdict.OUTDATED) {
            String message = "Network " + event.network() + " was told to have VLAN " + vlan
                    + ", but CloudStack's API says otherwise: a late call, ignored.";
            books.journal().append(JournalDraft.of("refused", actor, message).withNetwork(event.network(), vlan));
            return new Answer(true, message);
        }
        Recorded recorded = networks.implement(event, vlan, verdict == Verdict.CURRENT, actor);
        if (recorded.network().identity() == null) {
            recorded = isAnythingAttached() ? identities.identify(recorded, actor, deadline) : recorded;
            identities.identifySoon(recorded.network());
        }
        if (!recorded.switches().isEmpty()) {
            Ticket ticket = reconciler.mark(recorded.switches(), actor);
            reconciler.awaitSettled(ticket, deadline);
        }
        Answer answer = implementedAnswer(recorded.network(), vlan);
        return books.store().doubt().map(doubt -> saying(doubt, answer)).orElse(answer);
    }

    private boolean isAnythingAttached() {
        return books.store().read(handle -> !AttachmentTable.all(handle).isEmpty());
    }

    private Answer implementedAnswer(NetworkRecord network, Vlan vlan) {
        if (networks.find(network.id()).filter(now -> now.isOn(vlan)).isEmpty()) {
            return new Answer(
                    false, "Network " + network.id() + " lost VLAN " + vlan + " again before its ports were set.");
        }
        List<SwitchName> parkingThere = parkingIn(vlan, network);
        if (!parkingThere.isEmpty()) {
            return new Answer(false, isParking(vlan, network, parkingThere));
        }
        List<PortClaim> strangers = networks.strangersOn(network, vlan);
        if (!strangers.isEmpty()) {
            return new Answer(
                    false,
                    "VLAN " + vlan + " is still carried for another network by " + portsOf(strangers)
                            + ", so it must not become a tenant's. " + problemsOf(strangers));
        }
        List<PortCondition> ports = PortCondition.all(books, reconciler).stream()
                .filter(port -> port.desired().network() != null
                        && port.desired().network().id().equals(network.id()))
                .toList();
        List<PortCondition> behind =
                ports.stream().filter(port -> !port.isAsWanted()).toList();
        if (behind.isEmpty()) {
            return new Answer(
                    true, "Network " + network.id() + " on VLAN " + vlan + ": " + ports.size() + " ports as wanted.");
        }
        String message = "Network " + network.id() + " on VLAN " + vlan + ": " + inWords(behind);
        return new Answer(attachFailure == AttachFailure.CONTINUE, message);
    }

    /** Switches on which everybody's idle ports may be in the VLAN. */
    private List<SwitchName> parkingIn(Vlan vlan, NetworkRecord network) {
        return books.wishes().inventory().switches().values().stream()
                .filter(managed -> managed.mayServe(network))
                .filter(managed -> managed.rules().parking().equals(vlan)
                        && !managed.rules().managed().isEmpty())
                .map(ManagedSwitch::name)
                .toList();
    }

    private static String isParking(Vlan vlan, NetworkRecord network, List<SwitchName> switches) {
        return "VLAN " + vlan + " must not become a tenant's: idle ports are parked in it on "
                + switches.stream().map(SwitchName::value).collect(Collectors.joining(", ")) + ". Keep VLAN " + vlan
                + " out of CloudStack's VLAN ranges for zone " + network.zoneId()
                + ", or give the switch another idle VLAN in the inventory. Network " + network.id()
                + " can be shut down and destroyed.";
    }

    /** What is wrong with a whole switch is told once, not of each of its ports. */
    private static String inWords(List<PortCondition> ports) {
        Map<String, List<String>> byProblem = new LinkedHashMap<>();
        ports.forEach(port -> byProblem
                .computeIfAbsent(port.problem() == null ? "" : ": " + port.problem(), key -> new ArrayList<>())
                .add(port.desired().address() + " is " + port.state().id()));
        return byProblem.entrySet().stream()
                .map(entry -> String.join(", ", entry.getValue()) + entry.getKey())
                .collect(Collectors.joining("; "));
    }

    @Override
    public Answer shutDown(NetworkEvent event, Deadline deadline) {
        return calls.during(event.network(), () -> shut(event, deadline));
    }

    private Answer shut(NetworkEvent event, Deadline deadline) {
        identities.identifyUntold(event.network(), deadline);
        Actor actor = new Actor(Actor.Kind.CLOUDSTACK, "shutdown-network");
        Optional<Vlan> differing = networks.differing(event);
        Vlan told = event.vlan();
        boolean isLost = differing.isEmpty() || isLost(event, differing.get(), actor, deadline);
        return release(
                event,
                false,
                vlan -> told == null
                        || vlan.equals(told)
                        || (isLost && differing.filter(vlan::equals).isPresent()),
                actor,
                deadline);
    }

    /**
     * The event names another VLAN than is known: a call of an earlier life of the network came late, or the news of another
     * VLAN was lost. Only CloudStack can tell; while it can't be asked, no port is taken from a network that may be up.
     */
    private boolean isLost(NetworkEvent event, Vlan known, Actor actor, Deadline deadline) {
        Verdict verdict = identities.check(event, known, deadline);
        String network = "Network " + event.network();
        String why = switch (verdict) {
            case CURRENT -> "which is right by CloudStack's API: a late call.";
            case OUTDATED -> "which it has no longer by CloudStack's API: it loses both.";
            case UNKNOWN -> "and CloudStack's API can't be asked which is right.";
        };
        books.journal()
                .append(JournalDraft.of(
                                "vlan-differs",
                                actor,
                                network + " is to be shut down on VLAN " + event.vlan() + ", but has VLAN " + known
                                        + " by all that Demarc was told, " + why)
                        .withNetwork(event.network(), known));
        return verdict == Verdict.OUTDATED || (verdict == Verdict.UNKNOWN && networks.isWithoutPorts(event.network()));
    }

    @Override
    public Answer destroyed(NetworkEvent event, Deadline deadline) {
        return calls.during(event.network(), () -> destroy(event, deadline));
    }

    private Answer destroy(NetworkEvent event, Deadline deadline) {
        identities.identifyUntold(event.network(), deadline);
        return release(event, true, vlan -> true, new Actor(Actor.Kind.CLOUDSTACK, "destroy-network"), deadline);
    }

    private Answer release(NetworkEvent event, boolean forGood, Predicate<Vlan> lost, Actor actor, Deadline deadline) {
        Optional<StoreDoubt> doubt = books.store().doubt();
        return doubt.isEmpty()
                ? released(event, forGood, lost, actor, deadline)
                : saying(doubt.get(), releasedInDoubt(event, forGood, lost, actor, deadline));
    }

    /** The store may have forgotten ports: every port that the VLAN reaches is looked at, and has to be without it. */
    private Answer releasedInDoubt(
            NetworkEvent event, boolean forGood, Predicate<Vlan> lost, Actor actor, Deadline deadline) {
        Inventory inventory = books.wishes().inventory();
        NetworkRecord network = NetworkRecord.of(
                event,
                networks.find(event.network()).map(NetworkRecord::identity).orElse(null));
        List<ManagedSwitch> reached = inventory.switches().values().stream()
                .filter(managed -> managed.mayServe(network))
                .toList();
        Set<Vlan> vlans = networks.beginRelease(event, lost, actor).vlans();
        List<SwitchName> names = reached.stream().map(ManagedSwitch::name).toList();
        String keeps = "Network " + event.network() + " keeps its VLAN: ";
        if (!reconciler.awaitSettled(reconciler.mark(names, actor), deadline)) {
            return new Answer(false, keeps + names + " did not answer in time.");
        }
        List<String> against = reconciler.looks().against(inventory, reached, vlans);
        return against.isEmpty()
                ? released(event, forGood, lost, actor, deadline)
                : new Answer(false, keeps + String.join("; ", against) + ".");
    }

    private static Answer saying(StoreDoubt doubt, Answer answer) {
        return new Answer(answer.success(), answer.message() + " " + doubt.inWords());
    }

    private Answer released(NetworkEvent event, boolean forGood, Predicate<Vlan> lost, Actor actor, Deadline deadline) {
        Release release = networks.beginRelease(event, lost, actor);
        boolean isSettled = true;
        if (!release.switches().isEmpty()) {
            Ticket ticket = reconciler.mark(release.switches(), actor);
            isSettled = reconciler.awaitSettled(ticket, deadline);
        }
        if (!isSettled) {
            return new Answer(
                    false,
                    "Network " + event.network() + " keeps its VLAN: " + release.switches()
                            + " did not answer in time. Demarc goes on; CloudStack asks again.");
        }
        List<PortClaim> left = networks.endRelease(event, release.vlans(), forGood, actor);
        if (!left.isEmpty()) {
            return new Answer(
                    false,
                    "Network " + event.network() + " keeps its VLAN: not shown to be out of it: " + portsOf(left) + ". "
                            + problemsOf(left));
        }
        if (release.kept() != null) {
            return new Answer(
                    false,
                    "Network " + event.network() + " has VLAN " + release.kept() + ", not " + event.vlan()
                            + ", by all that Demarc was told, and keeps it. If it's really to go, CloudStack's API has"
                            + " to be reachable and to say so; CloudStack asks again.");
        }
        if (networks.isBackOn(event, release.vlans())) {
            return new Answer(
                    false, "Network " + event.network() + " keeps its VLAN: it came up again in the meantime.");
        }
        return new Answer(true, "Network " + event.network() + ": no managed port is in its VLAN.");
    }

    private static String portsOf(List<PortClaim> claims) {
        return claims.stream()
                .map(claim -> claim.port() + " (VLAN " + claim.vlan() + ")")
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Why ports are not released: the switch's problem, or the port's own. */
    private String problemsOf(List<PortClaim> claims) {
        Set<SwitchName> switches =
                claims.stream().map(claim -> claim.port().switchName()).collect(Collectors.toSet());
        Stream<String> ofSwitches = switches.stream()
                .map(name -> reconciler.standing(name).problem())
                .flatMap(Optional::stream)
                .map(Problem::message);
        Stream<String> ofPorts = PortCondition.all(books, reconciler).stream()
                .filter(port -> claims.stream()
                        .anyMatch(claim -> claim.port().equals(port.desired().address())))
                .map(PortCondition::problem)
                .flatMap(Stream::ofNullable);
        return Stream.concat(ofSwitches, ofPorts).distinct().collect(Collectors.joining(" "));
    }
}
