/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.SeenTable;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.plugin.words.SwitchSeen;
import io.demarc.problem.Problem;
import io.demarc.switches.SwitchName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Where a switch stands: the one place that decides whether it is as wished, for every view.
 *
 * @param seen    what it was when it was last read
 * @param ports   of its managed ports
 * @param problem why it isn't converged, in words; null where there is nothing to say
 */
public record SwitchCondition(
        ManagedSwitch managed,
        SwitchSeen seen,
        List<PortCondition> ports,
        State state,
        @Nullable String problem) {
    /** From the worst to the best. */
    public enum State {
        /** It can't be read, or a port of it can't be made what it should be. */
        STUCK,
        /** A guard or rule keeps a port from what it should be. */
        REFUSED,
        /** Something is being done, or waited for. */
        PENDING,
        /** The ports are as wanted, but may not be after a restart of the switch. */
        UNSAVED,
        /** Never read. */
        UNKNOWN,
        /** Nothing of it may be written: its ports are only read. */
        OBSERVED,
        CONVERGED;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public SwitchCondition {
        ports = List.copyOf(ports);
    }

    public SwitchName name() {
        return managed.name();
    }

    /** Every switch's condition, by name. */
    public static List<SwitchCondition> all(Books books, Reconciler reconciler) {
        return books.store().read(handle -> all(handle, books, reconciler));
    }

    private static List<SwitchCondition> all(Handle handle, Books books, Reconciler reconciler) {
        Map<SwitchName, List<PortCondition>> ports = PortCondition.all(handle, books, reconciler).stream()
                .collect(Collectors.groupingBy(
                        port -> port.desired().address().switchName(), TreeMap::new, Collectors.toList()));
        return books.inventories().current(handle).switches().values().stream()
                .map(managed -> of(
                        managed,
                        SeenTable.ofSwitch(handle, managed.name()),
                        ports.getOrDefault(managed.name(), List.of()),
                        reconciler.standing(managed.name())))
                .toList();
    }

    static SwitchCondition of(
            ManagedSwitch managed, SwitchSeen seen, List<PortCondition> ports, Reconciler.Standing standing) {
        State state = state(seen, ports, standing);
        String problem = switch (state) {
            case STUCK -> first(ports, PortCondition.State.STUCK).orElse(orOf(seen, standing));
            case REFUSED -> first(ports, PortCondition.State.REFUSED).orElse(null);
            case UNSAVED -> seen.problem();
            case PENDING ->
                standing.problem()
                        .map(Problem::message)
                        .or(() -> Optional.ofNullable(seen.problem()))
                        .or(() -> first(ports, PortCondition.State.PENDING))
                        .orElse(null);
            case OBSERVED -> first(ports, PortCondition.State.OBSERVED).orElse(null);
            case UNKNOWN, CONVERGED -> null;
        };
        return new SwitchCondition(managed, seen, ports, state, problem);
    }

    private static State state(SwitchSeen seen, List<PortCondition> ports, Reconciler.Standing standing) {
        boolean isUnread = seen.problemCode() != null && !seen.isUnsavedByProblem();
        if (has(ports, PortCondition.State.STUCK) || (isUnread && !standing.isPending())) {
            return State.STUCK;
        }
        if (has(ports, PortCondition.State.REFUSED)) {
            return State.REFUSED;
        }
        if (isUnread || has(ports, PortCondition.State.PENDING)) {
            return State.PENDING;
        }
        if (seen.isUnsavedByProblem()) {
            return State.UNSAVED;
        }
        // What nothing is written down of yet: a batch that the switch may take back, a switch that another daemon has.
        if (standing.problem().isPresent()) {
            return State.PENDING;
        }
        if (has(ports, PortCondition.State.UNKNOWN) || (seen.readAtMillis() == null && !ports.isEmpty())) {
            return standing.isPending() ? State.PENDING : State.UNKNOWN;
        }
        boolean isObserved =
                !ports.isEmpty() && ports.stream().allMatch(port -> port.state() == PortCondition.State.OBSERVED);
        return isObserved ? State.OBSERVED : State.CONVERGED;
    }

    private static @Nullable String orOf(SwitchSeen seen, Reconciler.Standing standing) {
        return seen.problem() != null
                ? seen.problem()
                : standing.problem().map(Problem::message).orElse(null);
    }

    private static boolean has(List<PortCondition> ports, PortCondition.State state) {
        return ports.stream().anyMatch(port -> port.state() == state);
    }

    private static Optional<String> first(List<PortCondition> ports, PortCondition.State state) {
        return ports.stream()
                .filter(port -> port.state() == state)
                .map(PortCondition::problem)
                .filter(Objects::nonNull)
                .findFirst();
    }
}
