/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.access.Deadline;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.StoreDoubt;
import io.demarc.plugin.books.Wishes;
import io.demarc.plugin.configuration.DaemonConfig.Reconciling;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.problem.Problem;
import io.demarc.switches.Observation;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.PortTraffic;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.provision.ChangeObserver;
import io.demarc.switches.provision.PortReport;
import io.demarc.switches.provision.PortTarget;
import io.demarc.switches.provision.Rehearsal;
import io.demarc.switches.session.SwitchSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a reconcile would send if these were the wishes: read now, and nothing is written. Thread-safe. */
public final class DryRuns {
    private final Books books;
    private final SwitchSessions sessions;
    private final Reconciling config;

    public DryRuns(Books books, SwitchSessions sessions, Reconciling config) {
        this.books = books;
        this.sessions = sessions;
        this.config = config;
    }

    /**
     * @param lines   everything that would be sent, in order, secrets masked
     * @param hostKey fingerprint of the host key that the switch proved itself with; null where it has none, or wasn't asked
     */
    public record DryRun(
            SwitchName name,
            List<Port> ports,
            List<String> lines,
            @Nullable String hostKey) {
        public DryRun {
            ports = List.copyOf(ports);
            lines = List.copyOf(lines);
        }
    }

    /**
     * One port, and what would become of it.
     *
     * @param before   as read; null when the switch says nothing of such a port
     * @param traffic  who was heard on it; null when nobody asked, or the switch doesn't tell
     * @param parking  the VLAN of its switch's idle ports
     * @param differs  whether it is not what is wanted
     * @param isChanged whether it would be written
     * @param isCounted whether it is one of those of which only so many are changed in a minute
     * @param lines    what would be sent for it, or if it were adopted
     * @param problem  why it is left as it is, or a wish isn't followed; null when nothing stands against it
     */
    public record Port(
            DesiredPort desired,
            @Nullable PortState before,
            PortEvidence evidence,
            @Nullable PortTraffic traffic,
            Vlan parking,
            boolean differs,
            boolean isChanged,
            boolean isCounted,
            List<String> lines,
            @Nullable Problem problem) {
        public Port {
            lines = List.copyOf(lines);
        }
    }

    /**
     * One switch.
     *
     * @param which of its managed ports
     */
    public DryRun of(Wishes wishes, SwitchName name, Predicate<DesiredPort> which, Deadline deadline) {
        return of(wishes, name, which, false, deadline);
    }

    /** As above, with who is heard on the ports as well: for a person, who will wait for that. */
    public DryRun withTraffic(Wishes wishes, SwitchName name, Predicate<DesiredPort> which, Deadline deadline) {
        return of(wishes, name, which, true, deadline);
    }

    /**
     * Tells of one port after the other, of one switch or several, whether it would wait until the first minute is over
     * because as many as are allowed were changed in it; as if nothing had been changed just before.
     */
    public Predicate<Port> waiting() {
        ChangeRate rate = new ChangeRate(
                config.mostChanges().onOneSwitch(), config.mostChanges().onAll(), () -> Instant.EPOCH);
        return port -> port.isCounted() && !rate.take(port.desired().address().switchName());
    }

    private DryRun of(
            Wishes wishes, SwitchName name, Predicate<DesiredPort> which, boolean withTraffic, Deadline deadline) {
        ManagedSwitch managed = wishes.inventory().require(name);
        List<DesiredPort> desired =
                DesiredPorts.of(wishes, name).stream().filter(which).toList();
        return desired.isEmpty()
                ? new DryRun(name, List.of(), List.of(), null)
                : sessions.look(managed, deadline, session -> in(session, managed, desired, withTraffic));
    }

    private DryRun in(SwitchSession session, ManagedSwitch managed, List<DesiredPort> wished, boolean withTraffic) {
        String hostKey = session.hostKey().orElse(null);
        List<DesiredPort> desired =
                wished.stream().map(port -> port.on(hostKey)).toList();
        Rehearsal rehearsal = new Rehearsal(session);
        Set<PortName> names =
                desired.stream().map(port -> port.address().port()).collect(Collectors.toSet());
        Observation seen = rehearsal.observe(names);
        Map<PortName, PortTraffic> traffic = withTraffic ? session.traffic(names) : Map.of();
        ChangeGate gate = new ChangeGate(managed, desired);
        Optional<Problem> doubt = books.store().doubt().map(StoreDoubt::problem);
        List<PortReport> reports = provision(
                rehearsal, managed, desired, (target, before) -> doubt.or(() -> gate.objection(target, before)));
        boolean mayWrite = doubt.isEmpty()
                && desired.stream().anyMatch(port -> port.permission().isEnforced());
        Outcomes outcomes = new Outcomes(books, managed, Actor.TIMER, "", doubt.isPresent());
        Saving saving = new Saving(books, managed, sessions.platformOf(managed), config);
        if (mayWrite
                && saving.isDue(
                        outcomes.isReleasing(desired, reports),
                        !rehearsal.sent().isEmpty())) {
            rehearsal.save();
        }
        Rehearsal ifAllowed = rehearsal.again();
        if (desired.stream().anyMatch(port -> !port.permission().isEnforced())) {
            provision(ifAllowed, managed, desired, (target, before) -> Optional.empty());
        }
        List<Port> ports = new ArrayList<>();
        for (int i = 0; i < desired.size(); i++) {
            DesiredPort port = desired.get(i);
            PortName name = port.address().port();
            PortReport report = reports.get(i);
            Problem problem = report.problem() != null ? report.problem() : port.refusal();
            PortState before = report.before();
            boolean isChanged = report.outcome() == PortReport.Outcome.CHANGED;
            ports.add(new Port(
                    port,
                    before,
                    seen.evidenceFor(name),
                    traffic.get(name),
                    managed.rules().parking(),
                    report.outcome() != PortReport.Outcome.UNCHANGED,
                    isChanged,
                    isChanged && before != null && !gate.takesTenantOff(port.target(), before),
                    port.permission().isEnforced() ? rehearsal.sentFor(name) : ifAllowed.sentFor(name),
                    problem));
        }
        return new DryRun(managed.name(), ports, rehearsal.sent(), hostKey);
    }

    private List<PortReport> provision(
            Rehearsal rehearsal,
            ManagedSwitch managed,
            List<DesiredPort> desired,
            BiFunction<PortTarget, PortState, Optional<Problem>> objection) {
        ChangeObserver observer = new ChangeObserver() {
            @Override
            public Optional<Problem> objection(PortTarget target, PortState before) {
                return objection.apply(target, before);
            }

            @Override
            public void beginning(Map<PortTarget, PortState> changes) {
                // Nothing is to be written down of what is not done.
            }
        };
        List<PortTarget> targets = desired.stream().map(DesiredPort::target).toList();
        return Saving.provisioner(managed, sessions.platformOf(managed), books.clock())
                .provision(rehearsal, managed.rules(), targets, observer)
                .reports();
    }
}
