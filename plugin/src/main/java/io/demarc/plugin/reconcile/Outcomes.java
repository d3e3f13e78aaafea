/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.plugin.books.AdoptionTable;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.JournalDraft;
import io.demarc.plugin.books.NetworkTable;
import io.demarc.plugin.books.SeenTable;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.plugin.words.PortAddress;
import io.demarc.plugin.words.PortSeen;
import io.demarc.plugin.words.SwitchSeen;
import io.demarc.plugin.words.UptimeSeen;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.switches.PortState;
import io.demarc.switches.provision.PortReport;
import io.demarc.switches.provision.PortReport.Outcome;
import io.demarc.switches.provision.PortTarget.Carry;
import io.demarc.switches.provision.PortTarget.Restore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes down what became of one switch's ports, all of it in one transaction. One caller at a time. */
final class Outcomes {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    /** Networks that one line of the journal names. */
    private static final int MOST_NAMED = 8;

    private final Books books;
    private final ManagedSwitch managed;
    private final Actor actor;
    private final String transport;
    private final boolean isInDoubt;

    /** @param isInDoubt whether the store is, so that a VLAN may be on a port and nothing in the store tells why */
    Outcomes(Books books, ManagedSwitch managed, Actor actor, String transport, boolean isInDoubt) {
        this.books = books;
        this.managed = managed;
        this.actor = actor;
        this.transport = transport;
        this.isInDoubt = isInDoubt;
    }

    /**
     * @param desired in the order of the reports
     * @param written whether anything was written in this session
     * @param saved   what of it would survive a restart of the switch
     */
    Result record(
            List<DesiredPort> desired,
            List<PortReport> reports,
            List<String> transcript,
            boolean written,
            Saving.Saved saved) {
        return books.store().write(handle -> {
            SwitchSeen seen = confirmed(SeenTable.ofSwitch(handle, managed.name()), reports, written);
            boolean mayBeTakenBack = seen.unconfirmedUntilMillis() != null;
            Long said = written ? books.journal().keepTranscript(handle, transcript) : null;
            Map<PortAddress, PortSeen> before = SeenTable.ports(handle, managed.name());
            Claims claims = claims(handle);
            for (int i = 0; i < reports.size(); i++) {
                DesiredPort port = desired.get(i);
                PortReport report = reports.get(i);
                claims.update(port, report, mayBeTakenBack, saved.isProven());
                if (isInDoubt) {
                    claims.addUnexplained(port, report);
                }
                PortSeen now = seenNow(port, report);
                tell(handle, port, report, said, before.get(port.address()));
                SeenTable.put(handle, now);
                if (port.target() instanceof Restore && report.isAsWanted()) {
                    giveBack(handle, port);
                }
            }
            Optional<Problem> failure = reports.stream()
                    .filter(report ->
                            report.outcome() == Outcome.FAILED_IDLE || report.outcome() == Outcome.FAILED_UNKNOWN)
                    .map(PortReport::problem)
                    .filter(Objects::nonNull)
                    .findFirst();
            putSwitch(handle, seen.readAt(books.clock().millis()), saved.problem());
            return result(failure.orElse(saved.problem()), seen, claims.isHeldBack());
        });
    }

    /** It was read back as it was: from now on it is people's. */
    private void giveBack(Handle handle, DesiredPort port) {
        AdoptionTable.remove(handle, port.address());
        books.journal()
                .append(
                        handle,
                        JournalDraft.of(
                                        "unadopted",
                                        actor,
                                        port.address() + ": is given back as it was, read back (" + port.wanted()
                                                + "), and only observed from now on.")
                                .withPort(port.address()));
    }

    /** Whether a port is without a VLAN that it was not known to be without. */
    boolean isReleasing(List<DesiredPort> desired, List<PortReport> reports) {
        return books.store().read(handle -> {
            Claims claims = claims(handle);
            return IntStream.range(0, reports.size()).anyMatch(i -> claims.isReleased(desired.get(i), reports.get(i)));
        });
    }

    private Claims claims(Handle handle) {
        return new Claims(
                handle, managed, NetworkTable.all(handle), books.clock().millis());
    }

    private Result result(@Nullable Problem failure, SwitchSeen seen, boolean isHeldBack) {
        if (failure != null) {
            return new Result.Stuck(failure);
        }
        Long until = seen.unconfirmedUntilMillis();
        if (until == null) {
            return new Result.Converged(null);
        }
        if (isHeldBack) {
            return new Result.Stuck(Problem.of(
                    ProblemCode.SWITCH_BUSY,
                    "Switch " + managed.name() + " may take back an unconfirmed change until "
                            + CLOCK.format(Instant.ofEpochMilli(until)) + " UTC, so its ports are not proven released.",
                    "Wait: the ports are read again until then."));
        }
        long left = Math.max(1, until - books.clock().millis());
        return new Result.Converged(Duration.ofMillis(left));
    }

    /** A batch that was confirmed to the end settles what an earlier one left open; so does the passing of time. */
    private SwitchSeen confirmed(SwitchSeen seen, List<PortReport> reports, boolean written) {
        Long until = seen.unconfirmedUntilMillis();
        boolean isConfirmed =
                written && reports.stream().noneMatch(report -> report.outcome() == Outcome.FAILED_UNKNOWN);
        boolean isOver = until != null && until <= books.clock().millis();
        return seen.unconfirmedUntil(isConfirmed || isOver ? null : until);
    }

    private PortSeen seenNow(DesiredPort port, PortReport report) {
        PortState after = report.after();
        long now = books.clock().millis();
        Problem problem = problemOf(port, report);
        boolean isProven = after != null && report.outcome() != Outcome.FAILED_UNKNOWN;
        return new PortSeen(
                port.address(),
                outcome(port, report),
                port.wanted(),
                after == null ? null : after.inWords(),
                after == null ? null : after.untagged(),
                after == null ? null : after.linkUp(),
                problem == null ? null : problem.message(),
                isProven ? "read back over " + transport + " " + CLOCK.format(Instant.ofEpochMilli(now)) : null,
                report.took().toMillis(),
                now);
    }

    private static PortSeen.Outcome outcome(DesiredPort port, PortReport report) {
        return switch (report.outcome()) {
            case UNCHANGED, CHANGED -> port.refusal() == null ? PortSeen.Outcome.AS_WANTED : PortSeen.Outcome.REFUSED;
            case REFUSED -> refused(report.problem());
            case FAILED_IDLE -> PortSeen.Outcome.FAILED_IDLE;
            case FAILED_UNKNOWN -> PortSeen.Outcome.FAILED_UNKNOWN;
        };
    }

    private static PortSeen.Outcome refused(@Nullable Problem problem) {
        ProblemCode code = problem == null ? ProblemCode.INTERNAL : problem.code();
        return switch (code) {
            case PORT_OBSERVED -> PortSeen.Outcome.OBSERVED;
            case SWITCH_FROZEN, CHANGES_LIMITED -> PortSeen.Outcome.HELD;
            default -> PortSeen.Outcome.REFUSED;
        };
    }

    private static @Nullable Problem problemOf(DesiredPort port, PortReport report) {
        return report.problem() != null ? report.problem() : port.refusal();
    }

    /** A refusal is told once, not at every reading. */
    private void tell(
            Handle handle, DesiredPort port, PortReport report, @Nullable Long said, @Nullable PortSeen before) {
        Problem problem = problemOf(port, report);
        String address = port.address().toString();
        switch (report.outcome()) {
            case CHANGED ->
                append(
                        handle,
                        port,
                        report,
                        said,
                        "changed",
                        address + ": " + port.wanted() + ", read back; " + port.why() + ".");
            case FAILED_IDLE, FAILED_UNKNOWN ->
                append(
                        handle,
                        port,
                        report,
                        said,
                        "failed",
                        address + ": is not " + port.wanted() + "; "
                                + (report.outcome() == Outcome.FAILED_IDLE
                                        ? "it is idle."
                                        : "nobody knows what it is."));
            case REFUSED, UNCHANGED -> {}
        }
        PortState after = report.after();
        if (!port.permission().isAdopted() && after != null) {
            tellCarried(handle, port, report, after, before);
        }
        PortSeen.Outcome outcome = outcome(port, report);
        boolean isTold = before != null && problem != null && problem.message().equals(before.problem());
        if (problem == null || isTold) {
            return;
        }
        if (outcome == PortSeen.Outcome.REFUSED && (port.permission().isEnforced() || port.network() != null)) {
            append(handle, port, report, null, "refused", address + ": " + problem.message());
        } else if (outcome == PortSeen.Outcome.HELD) {
            append(handle, port, report, null, "held", problem.message());
        }
    }

    /** What a port that nobody adopted carries of networks holds no network back: all the more it has to be told. */
    private void tellCarried(
            Handle handle, DesiredPort port, PortReport report, PortState after, @Nullable PortSeen before) {
        List<NetworkRecord> carried = NetworkTable.all(handle).stream()
                .filter(network -> network.vlan() != null && after.carries(Objects.requireNonNull(network.vlan())))
                .filter(network -> managed.mayServe(network))
                .toList();
        boolean isTold = before != null && after.inWords().equals(before.observed());
        if (carried.isEmpty() || isTold) {
            return;
        }
        String networks = carried.stream()
                        .limit(MOST_NAMED)
                        .map(network -> "VLAN " + network.vlan() + " of " + network.inWords())
                        .collect(Collectors.joining(", "))
                + (carried.size() > MOST_NAMED ? " and " + (carried.size() - MOST_NAMED) + " more" : "");
        append(
                handle,
                port,
                report,
                null,
                "observed",
                port.address() + ": carries " + networks + " (" + after.inWords()
                        + "). It isn't adopted, so nothing was written.");
    }

    private void append(
            Handle handle, DesiredPort port, PortReport report, @Nullable Long said, String kind, String message) {
        NetworkRecord network = port.network();
        books.journal()
                .append(
                        handle,
                        JournalDraft.of(kind, actor, message)
                                .withPort(port.address())
                                .withDevice(
                                        port.device() == null
                                                ? null
                                                : port.device().name())
                                .withNetwork(
                                        network == null ? null : network.id(),
                                        port.target() instanceof Carry carry ? carry.vlan() : null)
                                .withStates(report.before(), port.wanted(), report.after())
                                .withProblem(problemOf(port, report))
                                .withTranscript(said));
    }

    /** The switch could not be read. */
    void recordProblem(Problem problem) {
        books.store().change(handle -> putSwitch(handle, SeenTable.ofSwitch(handle, managed.name()), problem));
    }

    /** What was read before a restart of the switch is forgotten. */
    void recordUptime(Duration uptime) {
        books.store().change(handle -> {
            SwitchSeen seen = SeenTable.ofSwitch(handle, managed.name());
            UptimeSeen now = new UptimeSeen(uptime.toMillis(), books.clock().millis());
            UptimeSeen before = seen.uptime();
            if (before != null && now.isAfterRestartSince(before)) {
                SeenTable.forgetPorts(handle, managed.name());
                books.journal()
                        .append(
                                handle,
                                JournalDraft.of(
                                                "restarted",
                                                actor,
                                                "Switch " + managed.name() + " has restarted: it runs for "
                                                        + uptime.toMinutes() + " minutes, after "
                                                        + Duration.ofMillis(before.millis())
                                                                .toMinutes()
                                                        + " when it was last asked. All its ports are looked at.")
                                        .withSwitch(managed.name()));
            }
            SeenTable.put(handle, seen.with(now));
        });
    }

    private void putSwitch(Handle handle, SwitchSeen seen, @Nullable Problem problem) {
        SwitchSeen now = seen.with(problem);
        if (!Objects.equals(now.problemCode(), seen.problemCode())) {
            String name = "Switch " + managed.name();
            JournalDraft draft = problem != null
                    ? JournalDraft.of(
                            now.isUnsavedByProblem() ? "unsaved" : "stuck", actor, name + ": " + now.problem())
                    : JournalDraft.of(
                            "recovered",
                            actor,
                            name + (seen.isUnsavedByProblem() ? " has nothing unsaved any more." : " answers again."));
            books.journal().append(handle, draft.withSwitch(managed.name()).withProblem(problem));
        }
        SeenTable.put(handle, now);
    }
}
