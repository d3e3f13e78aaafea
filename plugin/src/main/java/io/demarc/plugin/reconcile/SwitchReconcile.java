/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.access.Deadline;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.StoreDoubt;
import io.demarc.plugin.books.Wishes;
import io.demarc.plugin.configuration.DaemonConfig.Reconciling;
import io.demarc.plugin.reconcile.Result.AgainIn;
import io.demarc.plugin.reconcile.Result.Stuck;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Capability;
import io.demarc.switches.SwitchName;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.provision.PortProvisioner;
import io.demarc.switches.provision.PortReport;
import io.demarc.switches.provision.PortTarget;
import io.demarc.switches.provision.ProvisionResult;
import io.demarc.switches.session.SwitchSession;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One reconcile of one switch: wishes, one session, what became of it. Thread-safe; the lease keeps callers apart. */
final class SwitchReconcile implements SwitchWork {
    /** What closing a session and writing down the results may take after the session's deadline. */
    private static final Duration LEASE_RESERVE = Duration.ofSeconds(30);

    private static final Duration LONGEST_LEASE_WAIT = Duration.ofSeconds(5);

    private final Books books;
    private final SwitchSessions sessions;
    private final Reconciling config;
    private final Looks looks;

    SwitchReconcile(Books books, SwitchSessions sessions, Reconciling config, Looks looks) {
        this.books = books;
        this.sessions = sessions;
        this.config = config;
        this.looks = looks;
    }

    @Override
    public Result reconcile(SwitchName name, Actor actor) {
        ManagedSwitch managed = books.wishes().inventory().switches().get(name);
        if (managed == null || managed.rules().managed().isEmpty()) {
            return new Result.Converged(null);
        }
        Optional<Duration> leased =
                books.leases().acquire(name, config.switchDeadline().plus(LEASE_RESERVE));
        if (leased.isPresent()) {
            boolean isLong = leased.get().compareTo(LONGEST_LEASE_WAIT) > 0;
            return new AgainIn(isLong ? LONGEST_LEASE_WAIT : leased.get().plusMillis(1));
        }
        try {
            return underLease(name, actor);
        } finally {
            books.leases().release(name);
        }
    }

    private Result underLease(SwitchName name, Actor actor) {
        Wishes wishes = books.wishes();
        ManagedSwitch managed = wishes.inventory().switches().get(name);
        if (managed == null) {
            return new Result.Converged(null);
        }
        Optional<StoreDoubt> doubt = books.store().doubt();
        Outcomes outcomes = new Outcomes(books, managed, actor, transportOf(managed), doubt.isPresent());
        List<DesiredPort> desired = DesiredPorts.of(wishes, name);
        try {
            return doubt.isPresent()
                    ? look(managed, desired, outcomes, doubt.get().problem())
                    : inSession(managed, desired, outcomes, actor);
        } catch (ProblemException e) {
            looks.lost(name);
            outcomes.recordProblem(e.problem());
            return new Stuck(e.problem());
        }
    }

    private String transportOf(ManagedSwitch managed) {
        try {
            return sessions.platformOf(managed).transport().name();
        } catch (ProblemException e) {
            return "";
        }
    }

    /** While nobody knows what the store has lost, ports are read and nothing is written to them. */
    private Result look(ManagedSwitch managed, List<DesiredPort> desired, Outcomes outcomes, Problem doubt) {
        Deadline deadline = Deadline.after(config.switchDeadline(), books.clock());
        try (SwitchSession session = sessions.open(managed, deadline)) {
            List<PortReport> reports = provisioner(managed).look(session, managed.rules(), targets(desired), doubt);
            Saving saving = new Saving(books, managed, sessions.platformOf(managed), config);
            Result end = outcomes.record(desired, reports, session.transcript(), false, saving.saveNothing());
            looks.saw(managed.name(), reports);
            return end;
        }
    }

    private PortProvisioner provisioner(ManagedSwitch managed) {
        Set<Capability> capabilities = sessions.platformOf(managed).capabilities();
        return new PortProvisioner(managed.name(), withoutSaving(capabilities), books.clock());
    }

    private static List<PortTarget> targets(List<DesiredPort> desired) {
        return desired.stream().map(DesiredPort::target).toList();
    }

    private Result inSession(ManagedSwitch managed, List<DesiredPort> desired, Outcomes outcomes, Actor actor) {
        Platform platform = sessions.platformOf(managed);
        Deadline deadline = Deadline.after(config.switchDeadline(), books.clock());
        ChangeLog log = new ChangeLog(books, managed, platform.capabilities(), config.switchDeadline(), actor);
        try (SwitchSession session = sessions.open(managed, deadline)) {
            Optional<Duration> uptime = session.uptime();
            uptime.ifPresent(outcomes::recordUptime);
            ProvisionResult result = provisioner(managed).provision(session, managed.rules(), targets(desired), log);
            Saving saving = new Saving(books, managed, platform, config);
            Saving.Saved saved = saving.save(session, outcomes.isReleasing(desired, result.reports()));
            if (platform.transport() == Platform.Transport.SNMP) {
                requireNoRestartSince(uptime, session, managed);
            }
            Result end = outcomes.record(desired, result.reports(), session.transcript(), log.hasBegun(), saved);
            return end instanceof Result.Converged converged && converged.lookAgainIn() == null
                    ? new Result.Converged(saving.untilDue())
                    : end;
        } catch (ProblemException e) {
            if (log.isOutdated()) {
                return new AgainIn(Duration.ZERO);
            }
            throw e;
        }
    }

    /** Saving is decided here, where the policy is known and what is unsaved is remembered across a crash. */
    private static Set<Capability> withoutSaving(Set<Capability> capabilities) {
        EnumSet<Capability> rest = EnumSet.noneOf(Capability.class);
        rest.addAll(capabilities);
        rest.remove(Capability.SAVE_CONFIG);
        return Collections.unmodifiableSet(rest);
    }

    /** A session by SNMP outlives the restart of the switch, but what was read before it proves nothing. */
    private static void requireNoRestartSince(Optional<Duration> begun, SwitchSession session, ManagedSwitch managed) {
        boolean isShorter = begun.isPresent()
                && session.uptime()
                        .filter(now -> now.compareTo(begun.get()) < 0)
                        .isPresent();
        if (isShorter) {
            throw ProblemException.of(
                    ProblemCode.SWITCH_UNREACHABLE,
                    "Switch " + managed.name() + " restarted while it was being talked to.",
                    "Nothing to do: all its ports are read again.");
        }
    }
}
