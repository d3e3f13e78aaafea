/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.access.Deadline;
import io.demarc.plugin.books.AdoptionTable;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.JournalDraft;
import io.demarc.plugin.books.StoreDoubt;
import io.demarc.plugin.books.Wishes;
import io.demarc.plugin.configuration.DaemonConfig.Reconciling;
import io.demarc.plugin.reconcile.Result.AgainIn;
import io.demarc.plugin.reconcile.Result.Stuck;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.Adoption;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.SwitchName;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.provision.PortProvisioner;
import io.demarc.switches.provision.PortReport;
import io.demarc.switches.provision.PortTarget;
import io.demarc.switches.provision.ProvisionResult;
import io.demarc.switches.session.SwitchSession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One reconcile of one switch: wishes, one session, what became of it. Thread-safe; the lease keeps callers apart. */
final class SwitchReconcile implements SwitchWork {
    /** What closing a session and writing down the results may take after the session's deadline. */
    private static final Duration LEASE_RESERVE = Duration.ofSeconds(30);

    private static final Duration LONGEST_LEASE_WAIT = Duration.ofSeconds(5);

    private final Books books;
    private final SwitchSessions sessions;
    private final Reconciling config;
    private final Looks looks;
    private final Permits permits;

    SwitchReconcile(Books books, SwitchSessions sessions, Reconciling config, Looks looks, Permits permits) {
        this.books = books;
        this.sessions = sessions;
        this.config = config;
        this.looks = looks;
        this.permits = permits;
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
            Result end = outcomes.record(desired, reports, session.transcript(), false, saving.saveNothing(false));
            looks.saw(managed.name(), reports);
            return end;
        }
    }

    private PortProvisioner provisioner(ManagedSwitch managed) {
        return Saving.provisioner(managed, sessions.platformOf(managed), books.clock());
    }

    private static List<PortTarget> targets(List<DesiredPort> desired) {
        return desired.stream().map(DesiredPort::target).toList();
    }

    private Result inSession(ManagedSwitch managed, List<DesiredPort> desired, Outcomes outcomes, Actor actor) {
        Platform platform = sessions.platformOf(managed);
        Deadline deadline = Deadline.after(config.switchDeadline(), books.clock());
        ChangeLog log = new ChangeLog(
                books, managed, platform.capabilities(), config.switchDeadline(), actor, desired, permits);
        try (SwitchSession session = sessions.open(managed, deadline)) {
            if (isOther(managed.name(), desired, session.hostKey())) {
                return new AgainIn(Duration.ZERO);
            }
            Optional<Duration> uptime = session.uptime();
            uptime.ifPresent(outcomes::recordUptime);
            ProvisionResult result = provisioner(managed).provision(session, managed.rules(), targets(desired), log);
            Saving saving = new Saving(books, managed, platform, config);
            // A switch of which no port may be written isn't even told to save.
            boolean mayWrite =
                    desired.stream().anyMatch(port -> port.permission().isEnforced());
            boolean isReleasing = outcomes.isReleasing(desired, result.reports());
            Saving.Saved saved = mayWrite ? saving.save(session, isReleasing) : saving.saveNothing(isReleasing);
            if (platform.transport() == Platform.Transport.SNMP) {
                requireNoRestartSince(uptime, session, managed);
            }
            Result end = outcomes.record(desired, result.reports(), session.transcript(), log.hasBegun(), saved);
            if (log.isLimited()) {
                return new AgainIn(permits.rate().untilNext(managed.name()).plusMillis(1));
            }
            return mayWrite && end instanceof Result.Converged converged && converged.lookAgainIn() == null
                    ? new Result.Converged(saving.untilDue())
                    : end;
        } catch (ProblemException e) {
            if (log.isOutdated()) {
                return new AgainIn(Duration.ZERO);
            }
            throw e;
        }
    }

    /** Another key may be another switch, whose ports nobody has looked at: they are observed again. Claims stay. */
    private boolean isOther(SwitchName name, List<DesiredPort> desired, Optional<String> presented) {
        if (presented.isEmpty()) {
            return false;
        }
        String key = presented.get();
        List<Adoption> adoptions = desired.stream()
                .flatMap(port -> Stream.ofNullable(port.permission().adoption()))
                .toList();
        if (adoptions.stream().noneMatch(adoption -> adoption.isOfOther(key))) {
            if (adoptions.stream().anyMatch(adoption -> adoption.hostKey() == null)) {
                books.store().change(handle -> AdoptionTable.putHostKey(handle, name, key));
            }
            return false;
        }
        books.store().change(handle -> {
            AdoptionTable.removeOfOther(handle, name, key);
            String message =
                    "Switch " + name + ": its host key is another one than when its ports were adopted, so they are"
                            + " only observed until somebody adopts them.";
            books.journal()
                    .append(
                            handle,
                            JournalDraft.of("unadopted", Actor.TIMER, message).withSwitch(name));
        });
        return true;
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
