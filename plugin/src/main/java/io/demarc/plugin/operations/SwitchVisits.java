/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Deadline;
import io.demarc.access.Printable;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.operations.Views.PortView;
import io.demarc.plugin.reconcile.PortCondition;
import io.demarc.plugin.reconcile.Reconciler;
import io.demarc.plugin.reconcile.SwitchSessions;
import io.demarc.plugin.words.Inventory;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.plugin.words.PortAddress;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Capability;
import io.demarc.switches.Observation;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.platform.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Looks at switches for people, and writes nothing. Thread-safe. */
final class SwitchVisits {
    private final Books books;
    private final Reconciler reconciler;
    private final SwitchSessions sessions;

    SwitchVisits(Books books, Reconciler reconciler, SwitchSessions sessions) {
        this.books = books;
        this.reconciler = reconciler;
        this.sessions = sessions;
    }

    /** A managed port, read now. */
    PortView port(String switchName, String port, Deadline deadline) {
        ManagedSwitch managed = books.wishes().inventory().require(Names.ofSwitch(switchName));
        PortName name =
                Names.read(port, text -> sessions.platformOf(managed).normalise(text), "See 'demarc port list'.");
        PortAddress address = new PortAddress(managed.name(), name);
        PortCondition condition = PortCondition.all(books, reconciler).stream()
                .filter(one -> one.desired().address().equals(address))
                .findFirst()
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.PORT_NOT_MANAGED,
                        address + " is not a managed port.",
                        "Add it to the switch's ports in the inventory if Demarc may write it."));
        Instant begun = books.clock().instant();
        PortState state = sessions.look(managed, deadline, session -> session.observe(Set.of(name)))
                .port(name)
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.PORT_NOT_FOUND,
                        address + ": the switch says nothing of such a port.",
                        "Compare the name with 'demarc switch check " + managed.name() + "'."));
        Instant now = books.clock().instant();
        String transport = sessions.platformOf(managed).transport().name();
        return PortViews.of(
                condition, state, transport, now, Duration.between(begun, now).toMillis());
    }

    /** One finding for each thing that works or doesn't. */
    List<Finding> check(SwitchName name, Deadline deadline) {
        Inventory inventory = books.wishes().inventory();
        ManagedSwitch managed = inventory.require(name);
        List<Finding> findings = new ArrayList<>();
        try {
            Platform platform = sessions.platformOf(managed);
            findings.add(ok(
                    name,
                    "platform " + platform.name() + " (" + sessions.definitionOf(managed) + "), verified: "
                            + platform.verified().id()));
            managed.login().resolve();
            findings.add(ok(name, "the login's secrets can be read"));
            Looked looked = sessions.look(
                    managed,
                    deadline,
                    session -> new Looked(session.observe(Set.of()), session.uptime(), session.version()));
            Observation seen = looked.seen();
            findings.add(read(managed, seen));
            managed.rules().managed().keySet().forEach(port -> findings.add(port(managed, port, seen)));
            vlans(managed, platform, seen).forEach(findings::add);
            looked.version().ifPresent(version -> findings.add(version(name, platform, version)));
            findings.add(uptime(name, looked.uptime()));
            sessions.releasesNothing(managed).ifPresent(problem -> findings.add(warning(name.value(), problem)));
            seen.unavailable()
                    .forEach((kind, why) -> withheld(managed, kind, why).ifPresent(findings::add));
        } catch (ProblemException e) {
            findings.add(failed(name.value(), e.problem()));
        }
        return findings;
    }

    private static Finding read(ManagedSwitch managed, Observation seen) {
        String way = "connected to " + managed.endpoint() + ", logged in, ";
        return seen.ports().isEmpty()
                ? new Finding(
                        managed.name().value(),
                        "failed",
                        way + "and read no port at all",
                        "Look whether the platform and the bridge are the switch's, and what the login may see; 'demarc platform"
                                + " try' shows what is asked over SSH and what is read.")
                : ok(managed.name(), way + "read " + seen.ports().size() + " ports");
    }

    private record Looked(Observation seen, Optional<Duration> uptime, Optional<String> version) {}

    private static Finding version(SwitchName name, Platform platform, String version) {
        boolean isVerified =
                platform.identity().map(it -> it.isVerified(version)).orElse(true);
        return isVerified
                ? ok(name, "its software is version " + version)
                : new Finding(
                        name.value(),
                        "warning",
                        "its software is version " + version + ", which platform " + platform.name()
                                + " was never tried with",
                        "Try one spare port first, and look at the switch yourself.");
    }

    private static Finding uptime(SwitchName name, Optional<Duration> uptime) {
        return uptime.map(time -> ok(
                        name,
                        "has run for " + (time.toDays() > 0 ? time.toDays() + " days" : time.toMinutes() + " minutes")))
                .orElseGet(() -> new Finding(
                        name.value(),
                        "warning",
                        "doesn't tell how long it has run, so a restart of it can't be noticed",
                        "Let the login use the command that its platform has under uptime, or read sysUpTime."));
    }

    private static Finding port(ManagedSwitch managed, PortName port, Observation seen) {
        String subject = managed.name() + " " + port;
        Optional<PortState> state = seen.port(port);
        if (state.isEmpty()) {
            String known = String.join(
                    ", ",
                    seen.ports().keySet().stream().limit(6).map(PortName::value).toList());
            return new Finding(
                    subject,
                    "failed",
                    "the switch says nothing of such a port; it has " + known
                            + (seen.ports().size() > 6 ? ", ..." : ""),
                    "Correct the port's name in the inventory, or bring back the stack member or card that it is on.");
        }
        List<String> against = against(seen.evidenceFor(port));
        return against.isEmpty() && state.get().doubts().isEmpty()
                ? new Finding(subject, "ok", state.get().inWords(), "")
                : new Finding(
                        subject,
                        "warning",
                        String.join(
                                "; ",
                                Stream.concat(Stream.of(state.get().inWords()), against.stream())
                                        .toList()),
                        "'demarc plan " + managed.name() + "' tells whether that forbids a change.");
    }

    private static List<String> against(PortEvidence evidence) {
        PortEvidence.Neighbour neighbour = evidence.neighbour();
        Stream<String> heard = neighbour == null
                ? Stream.empty()
                : Stream.of("LLDP neighbour " + Printable.of(neighbour.systemName())
                        + (neighbour.isBridge() ? ", a bridge" : ""));
        return Stream.of(
                        heard,
                        Stream.ofNullable(evidence.lag()).map(lag -> "member of " + Printable.of(lag)),
                        Stream.ofNullable(evidence.managementAddress())
                                .map(address -> "carries the switch's own address " + Printable.of(address)))
                .flatMap(lines -> lines)
                .toList();
    }

    /** What the login may not read, unless the inventory says that no port needs it. */
    private static Optional<Finding> withheld(ManagedSwitch managed, PortEvidence.Kind kind, String why) {
        boolean isMissed = managed.rules().managed().keySet().stream()
                .anyMatch(port -> !managed.rules().isWaived(port, kind));
        return isMissed
                ? Optional.of(new Finding(
                        managed.name().value(),
                        "failed",
                        kind.id() + " can't be known, so no port is attached: " + why,
                        "Let the login read it (docs/platforms.md has the lines); say no-evidence: [" + kind.id()
                                + "] in the inventory if the switch has nothing of the kind."))
                : Optional.empty();
    }

    private static List<Finding> vlans(ManagedSwitch managed, Platform platform, Observation seen) {
        Set<Vlan> existing = seen.vlans();
        boolean hasList = platform.capabilities().contains(Capability.VLAN_DATABASE);
        if (!hasList || existing == null || existing.contains(managed.rules().parking())) {
            return List.of();
        }
        return List.of(new Finding(
                managed.name().value(),
                "warning",
                "the parking VLAN " + managed.rules().parking() + " does not exist on the switch yet",
                "Demarc creates it when it parks the first port; create it by hand if you want another name for it."));
    }

    /** The ports on which any switch has learned the address. */
    List<String> locate(String mac, Deadline deadline) {
        Inventory inventory = books.wishes().inventory();
        List<String> found = new ArrayList<>();
        List<ProblemException> problems = new ArrayList<>();
        for (ManagedSwitch managed : inventory.switches().values()) {
            try {
                if (sessions.platformOf(managed).capabilities().contains(Capability.MAC_TABLE)) {
                    sessions.look(managed, deadline, session -> session.locate(mac))
                            .ifPresent(port -> found.add(managed.name() + " " + port));
                }
            } catch (ProblemException e) {
                problems.add(e);
            }
        }
        if (found.isEmpty() && !problems.isEmpty()) {
            throw problems.get(0);
        }
        return found;
    }

    /** The names of all switches, or the one named. */
    Set<SwitchName> named(Optional<String> text) {
        Inventory inventory = books.wishes().inventory();
        return text.map(name -> Set.of(inventory.require(Names.ofSwitch(name)).name()))
                .orElseGet(() -> new TreeSet<>(inventory.switches().keySet()));
    }

    private static Finding ok(SwitchName name, String message) {
        return new Finding(name.value(), "ok", message, "");
    }

    static Finding warning(String subject, Problem problem) {
        return new Finding(subject, "warning", problem.summary(), problem.fix());
    }

    static Finding failed(String subject, Problem problem) {
        String details = problem.details().isEmpty() ? "" : " " + String.join(" ", problem.details());
        return new Finding(subject, "failed", problem.summary() + details, problem.fix());
    }
}
