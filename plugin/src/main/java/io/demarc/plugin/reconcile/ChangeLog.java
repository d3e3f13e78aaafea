/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.ClaimTable;
import io.demarc.plugin.books.JournalDraft;
import io.demarc.plugin.books.SeenTable;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.plugin.words.PortClaim;
import io.demarc.plugin.words.SwitchSeen;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Capability;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.provision.ChangeObserver;
import io.demarc.switches.provision.PortTarget;
import io.demarc.switches.provision.PortTarget.Carry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Writes down a batch before its first write to the switch: the claims that ports may carry VLANs from now on,
 * that the switch has something unsaved, and the journal's lines. Keeps ports out of it that nobody adopted, that are
 * frozen, or that have to wait. Stops it when the wish has changed since it was read, or when the lease is lost. One caller at a time.
 */
final class ChangeLog implements ChangeObserver {
    /** Longest time after which any platform takes back an unconfirmed commit: Junos' default is 10 minutes. */
    static final Duration ROLLBACK_HORIZON = Duration.ofMinutes(10);

    private final Books books;
    private final ManagedSwitch managed;
    private final Set<Capability> capabilities;
    private final Duration sessionLength;
    private final Actor actor;
    private final ChangeGate gate;
    private final Permits permits;
    private boolean isOutdated;
    private boolean isLimited;
    private boolean hasBegun;

    /** @param desired what the batch is for */
    ChangeLog(
            Books books,
            ManagedSwitch managed,
            Set<Capability> capabilities,
            Duration sessionLength,
            Actor actor,
            List<DesiredPort> desired,
            Permits permits) {
        this.books = books;
        this.managed = managed;
        this.capabilities = capabilities;
        this.sessionLength = sessionLength;
        this.actor = actor;
        this.permits = permits;
        this.gate = new ChangeGate(managed, desired);
    }

    /** Whether a port has to wait because enough was changed within the last minute. */
    boolean isLimited() {
        return isLimited;
    }

    @Override
    public Optional<Problem> objection(PortTarget target, PortState before) {
        Optional<Problem> forbidden = forbidden(gate, target, before);
        if (forbidden.isPresent()
                || gate.takesTenantOff(target, before)
                || permits.rate().take(managed.name())) {
            return forbidden;
        }
        isLimited = true;
        return Optional.of(Problem.of(
                ProblemCode.CHANGES_LIMITED,
                managed.name() + " " + target.port() + ": waits, because enough ports were changed for now (at most "
                        + permits.rate().inWords() + ").",
                "Nothing to do: it goes on by itself. 'demarc freeze' stops it."));
    }

    private Optional<Problem> forbidden(ChangeGate by, PortTarget target, PortState before) {
        return by.objection(target, before)
                .filter(problem ->
                        problem.code() != ProblemCode.SWITCH_FROZEN || !permits.allows(managed.name(), target, before));
    }

    /** Whether the batch was stopped because the wish had changed. */
    boolean isOutdated() {
        return isOutdated;
    }

    boolean hasBegun() {
        return hasBegun;
    }

    @Override
    public void beginning(Map<PortTarget, PortState> changes) {
        books.store().change(handle -> begin(handle, changes));
        hasBegun = true;
    }

    private void begin(Handle handle, Map<PortTarget, PortState> changes) {
        if (!books.leases().isHeld(handle, managed.name())) {
            throw ProblemException.of(
                    ProblemCode.SWITCH_LEASED,
                    "The lease of switch " + managed.name() + " ran out before anything was written.",
                    "Nothing to do: it is tried again.");
        }
        List<DesiredPort> all = DesiredPorts.of(books.wishes(handle), managed.name());
        ChangeGate newest = new ChangeGate(managed, all);
        Map<PortName, DesiredPort> desired = new HashMap<>();
        all.forEach(port -> desired.put(port.address().port(), port));
        changes.forEach((target, before) -> {
            DesiredPort now = desired.get(target.port());
            // Given back or frozen since it was read: what is said to a person holds from then on.
            if (now == null || forbidden(newest, target, before).isPresent()) {
                throw outdated();
            }
            if (target instanceof Carry carry) {
                claim(handle, carry, now);
            }
            tell(handle, target, before, now);
        });
        markWritten(handle);
    }

    private void claim(Handle handle, Carry carry, DesiredPort now) {
        NetworkRecord network = now.network();
        boolean isWishedStill =
                now.target() instanceof Carry wished && wished.vlan().equals(carry.vlan());
        if (!isWishedStill || network == null) {
            throw outdated();
        }
        PortClaim claim = new PortClaim(now.address(), carry.vlan(), network.id());
        ClaimTable.add(handle, claim, books.clock().millis());
    }

    private void tell(Handle handle, PortTarget target, PortState before, DesiredPort now) {
        NetworkRecord network = now.network();
        String wanted = DesiredPort.inWords(target);
        books.journal()
                .append(
                        handle,
                        JournalDraft.of("begun", actor, now.address() + ": to be " + wanted + "; " + now.why() + ".")
                                .withPort(now.address())
                                .withDevice(
                                        now.device() == null
                                                ? null
                                                : now.device().name())
                                .withNetwork(
                                        network == null ? null : network.id(),
                                        target instanceof Carry carry ? carry.vlan() : null)
                                .withStates(before, wanted, null));
    }

    private void markWritten(Handle handle) {
        SwitchSeen seen = SeenTable.ofSwitch(handle, managed.name());
        long now = books.clock().millis();
        Long unsaved = seen.unsavedSinceMillis();
        if (unsaved == null && capabilities.contains(Capability.SAVE_CONFIG)) {
            unsaved = now;
        }
        Long unconfirmed = capabilities.contains(Capability.ATOMIC_COMMIT)
                ? (Long) (now + sessionLength.plus(ROLLBACK_HORIZON).toMillis())
                : seen.unconfirmedUntilMillis();
        SeenTable.put(handle, seen.unsavedSince(unsaved).unconfirmedUntil(unconfirmed));
    }

    private ProblemException outdated() {
        isOutdated = true;
        return ProblemException.of(
                ProblemCode.CONFLICT,
                "What was wished of switch " + managed.name() + " changed while it was being read.",
                "Nothing to do: it is tried again.");
    }
}
