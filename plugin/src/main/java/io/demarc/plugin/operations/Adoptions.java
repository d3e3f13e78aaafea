/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Deadline;
import io.demarc.access.Printable;
import io.demarc.plugin.books.AdoptionTable;
import io.demarc.plugin.books.AttachmentTable;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.ClaimTable;
import io.demarc.plugin.books.FreezeTable;
import io.demarc.plugin.books.JournalDraft;
import io.demarc.plugin.books.Wishes;
import io.demarc.plugin.operations.Views.Outcome;
import io.demarc.plugin.reconcile.DesiredPort;
import io.demarc.plugin.reconcile.DryRuns;
import io.demarc.plugin.reconcile.DryRuns.DryRun;
import io.demarc.plugin.reconcile.Reconciler;
import io.demarc.plugin.reconcile.Restoring;
import io.demarc.plugin.reconcile.SwitchSessions;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.Adoption;
import io.demarc.plugin.words.Device;
import io.demarc.plugin.words.Freeze;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.plugin.words.PortAddress;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.SwitchName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** {@link AdoptionOperations} over the books and the switches. Thread-safe. */
final class Adoptions implements AdoptionOperations {
    private static final int LONGEST_REASON = 500;

    private final Books books;
    private final Reconciler reconciler;
    private final SwitchSessions sessions;
    private final DryRuns dryRuns;
    private final Convergence convergence;

    Adoptions(Books books, Reconciler reconciler, SwitchSessions sessions, DryRuns dryRuns, Convergence convergence) {
        this.books = books;
        this.reconciler = reconciler;
        this.sessions = sessions;
        this.dryRuns = dryRuns;
        this.convergence = convergence;
    }

    @Override
    public AdoptionPlan look(String switchName, List<String> ports, Deadline deadline) {
        ManagedSwitch managed = books.wishes().inventory().require(Names.ofSwitch(switchName));
        Set<PortName> named = toAdopt(managed, ports);
        return AdoptionPlans.of(
                dryRuns.withTraffic(adopting(managed, named), managed.name(), isOneOf(named), deadline),
                dryRuns.waiting());
    }

    private static Predicate<DesiredPort> isOneOf(Set<PortName> ports) {
        return port -> ports.contains(port.address().port());
    }

    private Wishes adopting(ManagedSwitch managed, Set<PortName> ports) {
        Wishes wishes = books.wishes();
        Map<PortAddress, Adoption> adoptions = new TreeMap<>(wishes.adoptions());
        ports.stream()
                .map(port -> new PortAddress(managed.name(), port))
                .forEach(port -> adoptions.put(port, new Adoption(port, 0, Actor.TIMER, false, "", null, null)));
        return wishes.withAdoptions(adoptions);
    }

    /** Those that are named, or every managed port that isn't adopted. */
    private Set<PortName> toAdopt(ManagedSwitch managed, List<String> names) {
        Set<PortName> ports = named(managed, names);
        Map<PortAddress, Adoption> adoptions = books.wishes().adoptions();
        ports.removeIf(port -> {
            Adoption known = adoptions.get(new PortAddress(managed.name(), port));
            return known != null && !known.isLeaving();
        });
        return ports;
    }

    private Set<PortName> named(ManagedSwitch managed, List<String> names) {
        Set<PortName> managedPorts = managed.rules().managed().keySet();
        if (names.isEmpty()) {
            return new TreeSet<>(managedPorts);
        }
        Set<PortName> ports = new TreeSet<>();
        for (String name : names) {
            PortName port =
                    Names.read(name, text -> sessions.platformOf(managed).normalise(text), "See 'demarc port list'.");
            if (!managedPorts.contains(port)) {
                throw ProblemException.of(
                        ProblemCode.PORT_NOT_MANAGED,
                        managed.name() + " " + port + " is not a managed port.",
                        "Add it to the switch's ports in the inventory first.");
            }
            ports.add(port);
        }
        return ports;
    }

    @Override
    public Outcome adopt(String switchName, List<String> ports, String seen, int live, Actor actor, Deadline deadline) {
        ManagedSwitch managed = books.wishes().inventory().require(Names.ofSwitch(switchName));
        Set<PortName> named = toAdopt(managed, ports);
        DryRun now = dryRuns.of(adopting(managed, named), managed.name(), isOneOf(named), deadline);
        AdoptionPlan plan = AdoptionPlans.of(now, dryRuns.waiting());
        if (plan.ports().isEmpty()) {
            return new Outcome(true, "Nothing to do: these ports are adopted.", List.of());
        }
        if (!plan.seen().equals(seen)) {
            throw ProblemException.of(
                    ProblemCode.CONFLICT,
                    "Switch " + managed.name() + " is not what was shown any more; nothing was adopted.",
                    "Look again with 'demarc adopt', and decide then.");
        }
        if (plan.live() != live) {
            throw ProblemException.of(
                    ProblemCode.CONFLICT,
                    plan.live() + " of these ports are live, not " + live + "; nothing was adopted.",
                    "Look again, and name the number of live ports that you mean to hand over.");
        }
        books.store().change(handle -> now.ports().forEach(port -> write(handle, port, now.hostKey(), actor)));
        return convergence.await(
                "Adopted " + plan.ports().size() + (plan.ports().size() == 1 ? " port" : " ports") + " of switch "
                        + managed.name() + ".",
                now.ports().stream().map(port -> port.desired().address()).collect(Collectors.toSet()),
                actor,
                deadline);
    }

    private void write(Handle handle, DryRuns.Port port, @Nullable String hostKey, Actor actor) {
        PortAddress address = port.desired().address();
        PortState state = port.before();
        String was = state == null ? "unknown: the switch said nothing of it" : state.inWords();
        AdoptionTable.put(handle, new Adoption(address, books.clock().millis(), actor, false, was, state, hostKey));
        books.journal()
                .append(
                        handle,
                        JournalDraft.of("adopted", actor, address + ": is adopted; it was " + was + ".")
                                .withPort(address)
                                .withStates(state, port.desired().wanted(), null));
    }

    @Override
    public Outcome unadopt(
            String switchName, List<String> ports, boolean restore, boolean dryRun, Actor actor, Deadline deadline) {
        ManagedSwitch managed = books.wishes().inventory().require(Names.ofSwitch(switchName));
        Set<PortAddress> addresses = named(managed, ports).stream()
                .map(port -> new PortAddress(managed.name(), port))
                .collect(Collectors.toCollection(TreeSet::new));
        books.store().change(handle -> {
            Wishes wishes = books.wishes(handle);
            addresses.removeIf(address -> ports.isEmpty() && !wishes.adoptions().containsKey(address));
            refuseWhatIsInUse(handle, wishes, addresses);
            if (restore) {
                refuseWhatCantBeRestored(wishes, managed, addresses);
            }
            if (!dryRun) {
                addresses.forEach(address -> giveBack(handle, wishes, address, restore, actor));
            }
        });
        String what = addresses.size() + (addresses.size() == 1 ? " port" : " ports") + " of switch " + managed.name();
        if (addresses.isEmpty()) {
            return new Outcome(true, "Nothing to do: no port of switch " + managed.name() + " is adopted.", List.of());
        }
        if (dryRun) {
            Wishes wishes = books.wishes();
            Map<PortAddress, Adoption> adoptions = new TreeMap<>(wishes.adoptions());
            addresses.forEach(address ->
                    adoptions.computeIfPresent(address, (key, adoption) -> restore ? adoption.leaving() : null));
            return convergence.wouldBe(
                    "Would give back " + what
                            + (restore
                                    ? ", as they were."
                                    : ", as they are: nothing is sent to the switch, and from then on they are only observed."),
                    false,
                    restore
                            ? List.of(SwitchPlans.of(
                                    dryRuns.of(
                                            wishes.withAdoptions(adoptions),
                                            managed.name(),
                                            port -> addresses.contains(port.address()),
                                            deadline),
                                    dryRuns.waiting()))
                            : List.of());
        }
        return restore
                ? awaitRestored(what, addresses, actor, deadline)
                : new Outcome(
                        true,
                        "Gave back " + what + ", as they are: from now on they are only observed.",
                        convergence.at(addresses));
    }

    private Outcome awaitRestored(String what, Set<PortAddress> addresses, Actor actor, Deadline deadline) {
        Set<SwitchName> names = addresses.stream().map(PortAddress::switchName).collect(Collectors.toSet());
        boolean isSettled = reconciler.awaitSettled(reconciler.markUrgently(names, actor), deadline);
        Map<PortAddress, Adoption> left = books.wishes().adoptions();
        long restored =
                addresses.stream().filter(address -> !left.containsKey(address)).count();
        String rest = isSettled ? "" : " The switch did not answer in time; Demarc goes on.";
        return new Outcome(
                restored == addresses.size(),
                restored + " of " + what + (restored == 1 ? " is" : " are")
                        + " as they were when they were adopted, read" + " back, and only observed from now on." + rest,
                convergence.at(addresses));
    }

    private void refuseWhatCantBeRestored(Wishes wishes, ManagedSwitch managed, Set<PortAddress> addresses) {
        List<String> reasons = addresses.stream()
                .flatMap(address -> Stream.ofNullable(wishes.adoptions().get(address)))
                .flatMap(adoption -> Restoring.objection(adoption, managed, wishes.networks()).stream()
                        .flatMap(problem -> Stream.concat(Stream.of(problem.message()), byHand(managed, adoption))))
                .toList();
        if (!reasons.isEmpty()) {
            throw new Problem(ProblemCode.CONFLICT, "Not every port can be restored:", "Nothing was changed.", reasons)
                    .exception();
        }
    }

    /** What makes the port a trunk again, for a person to type. */
    private Stream<String> byHand(ManagedSwitch managed, Adoption adoption) {
        return Stream.ofNullable(adoption.state())
                .flatMap(was -> sessions.platformOf(managed).trunkLines(was).stream())
                .map(line -> "    " + line);
    }

    private void giveBack(Handle handle, Wishes wishes, PortAddress address, boolean restore, Actor actor) {
        if (restore) {
            Adoption adoption = Objects.requireNonNull(wishes.adoptions().get(address));
            AdoptionTable.put(handle, adoption.leaving());
            books.journal()
                    .append(
                            handle,
                            JournalDraft.of(
                                            "unadopted",
                                            actor,
                                            address + ": is to be given back as it was (" + adoption.was() + ").")
                                    .withPort(address));
            return;
        }
        AdoptionTable.remove(handle, address);
        books.journal()
                .append(
                        handle,
                        JournalDraft.of("unadopted", actor, address + ": is given back as it is, and only observed.")
                                .withPort(address));
    }

    private static void refuseWhatIsInUse(Handle handle, Wishes wishes, Set<PortAddress> addresses) {
        List<String> reasons = new ArrayList<>();
        Map<PortAddress, Device> devices = wishes.inventory().devicesByPort();
        for (PortAddress address : addresses) {
            if (!wishes.adoptions().containsKey(address)) {
                reasons.add(address + " is not adopted.");
            }
            Device device = devices.get(address);
            if (device != null) {
                AttachmentTable.of(handle, device.name())
                        .ifPresent(attachment -> reasons.add(address + ": device " + device.name()
                                + " is attached to network '" + Printable.of(attachment.networkName())
                                + "': detach it first."));
            }
            ClaimTable.all(handle).stream()
                    .filter(claim -> claim.port().equals(address))
                    .forEach(claim -> reasons.add(address + " may still carry VLAN " + claim.vlan() + " of network "
                            + claim.network() + ": wait until it is idle."));
        }
        if (!reasons.isEmpty()) {
            throw new Problem(
                            ProblemCode.CONFLICT, "Not every port can be given back:", "Nothing was changed.", reasons)
                    .exception();
        }
    }

    @Override
    public String freeze(Optional<String> switchName, String why, Actor actor) {
        String reason = Printable.of(why.strip());
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "The reason has " + reason.length() + " characters.",
                    "Say in 1 to " + LONGEST_REASON
                            + " why nothing is to be changed: everybody who meets it reads it.");
        }
        Optional<SwitchName> name = known(switchName);
        Freeze freeze = new Freeze(name.orElse(null), books.clock().millis(), actor, reason);
        String message = capital(freeze.inWords()) + ".";
        books.store().change(handle -> {
            FreezeTable.put(handle, freeze);
            books.journal().append(handle, about(JournalDraft.of("frozen", actor, message), name));
        });
        reconciler.mark(all(name), actor);
        return message + " Only what takes a tenant's VLAN off a port is still done.";
    }

    @Override
    public String thaw(Optional<String> switchName, Actor actor) {
        Optional<SwitchName> name = known(switchName);
        String what = Freeze.subject(name.orElse(null));
        boolean was = books.store().write(handle -> {
            boolean isThere = FreezeTable.remove(handle, name);
            if (isThere) {
                books.journal()
                        .append(handle, about(JournalDraft.of("thawed", actor, capital(what) + " is thawed."), name));
            }
            return isThere;
        });
        if (!was) {
            return "There is no freeze of " + what + ": nothing to do.";
        }
        reconciler.markUrgently(all(name), actor);
        String left = books.wishes().freezes().stream()
                .map(freeze -> " But " + freeze.inWords() + ".")
                .collect(Collectors.joining());
        return capital(what) + " is thawed: what waited is done now." + left;
    }

    private Optional<SwitchName> known(Optional<String> switchName) {
        return switchName.map(
                text -> books.wishes().inventory().require(Names.ofSwitch(text)).name());
    }

    private Set<SwitchName> all(Optional<SwitchName> name) {
        return name.map(Set::of)
                .orElseGet(() ->
                        new TreeSet<>(books.wishes().inventory().switches().keySet()));
    }

    private static JournalDraft about(JournalDraft draft, Optional<SwitchName> name) {
        return name.map(draft::withSwitch).orElse(draft);
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
