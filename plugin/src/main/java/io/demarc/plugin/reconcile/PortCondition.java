/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.plugin.books.Books;
import io.demarc.plugin.books.SeenTable;
import io.demarc.plugin.words.PortAddress;
import io.demarc.plugin.words.PortSeen;
import io.demarc.plugin.words.SwitchSeen;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.switches.provision.PortTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Where a managed port stands between what is wished of it and what it was when it was last read.
 *
 * @param seen    null when it was never read
 * @param problem why it is stuck or refused; null otherwise
 */
public record PortCondition(
        DesiredPort desired,
        @Nullable PortSeen seen,
        State state,
        @Nullable String problem) {
    public enum State {
        CONVERGED,
        PENDING,
        STUCK,
        REFUSED,
        UNKNOWN,
        /** Only read, not written: not adopted, or a ceiling forbids it. */
        OBSERVED;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Every managed port's condition, by switch and port. */
    public static List<PortCondition> all(Books books, Reconciler reconciler) {
        return books.store().read(handle -> all(handle, books, reconciler));
    }

    static List<PortCondition> all(Handle handle, Books books, Reconciler reconciler) {
        Map<PortAddress, PortSeen> seen = SeenTable.ports(handle);
        List<PortCondition> conditions = new ArrayList<>();
        DesiredPorts.of(books.wishes(handle)).forEach((name, ports) -> {
            Reconciler.Standing standing = reconciler.standing(name);
            String problem = switchProblem(SeenTable.ofSwitch(handle, name), standing);
            for (DesiredPort port : ports) {
                conditions.add(of(port, seen.get(port.address()), standing.isPending(), problem));
            }
        });
        return conditions;
    }

    /** Why the whole switch could not be read, by the last attempt of this process or an earlier one. */
    private static @Nullable String switchProblem(SwitchSeen seen, Reconciler.Standing standing) {
        boolean isUnread = seen.problemCode() != null && !seen.isUnsavedByProblem();
        return isUnread
                ? seen.problem()
                : standing.problem()
                        .filter(problem -> problem.code() == ProblemCode.INTERNAL)
                        .map(Problem::message)
                        .orElse(null);
    }

    private static PortCondition of(
            DesiredPort port, @Nullable PortSeen seen, boolean isPending, @Nullable String switchProblem) {
        if (switchProblem != null) {
            return isPending
                    ? new PortCondition(port, seen, State.PENDING, null)
                    : new PortCondition(port, seen, State.STUCK, switchProblem);
        }
        if (seen == null) {
            return new PortCondition(port, null, isPending ? State.PENDING : State.UNKNOWN, null);
        }
        Problem observed = port.permission().observed();
        if (observed != null) {
            return new PortCondition(port, seen, State.OBSERVED, missed(port, seen, observed));
        }
        Problem refusal = port.refusal();
        if (!seen.wanted().equals(port.wanted())) {
            return new PortCondition(port, seen, State.PENDING, null);
        }
        return switch (seen.outcome()) {
            // It was only observed then: what is wished is still to come.
            case OBSERVED -> new PortCondition(port, seen, State.PENDING, null);
            case HELD -> new PortCondition(port, seen, State.PENDING, seen.problem());
            case REFUSED ->
                new PortCondition(port, seen, State.REFUSED, refusal == null ? seen.problem() : refusal.message());
            case FAILED_IDLE, FAILED_UNKNOWN -> new PortCondition(port, seen, State.STUCK, seen.problem());
            case AS_WANTED ->
                refusal == null
                        ? new PortCondition(port, seen, State.CONVERGED, null)
                        : new PortCondition(port, seen, State.REFUSED, refusal.message());
        };
    }

    /** Somebody wishes something of the port that Demarc may not do; null when nobody does, or it is so anyhow. */
    private static @Nullable String missed(DesiredPort port, PortSeen seen, Problem observed) {
        boolean isWished = port.refusal() != null || port.target() instanceof PortTarget.Carry;
        return isWished && seen.outcome() != PortSeen.Outcome.AS_WANTED
                ? port.why() + ", but not by the switch: " + observed.message()
                : null;
    }

    /** The switch says that the port is what is wanted, whoever made it so. */
    public boolean isAsWanted() {
        boolean isSeenSo = seen != null
                && seen.outcome() == PortSeen.Outcome.AS_WANTED
                && seen.wanted().equals(desired.wanted());
        return state == State.CONVERGED || (state == State.OBSERVED && isSeenSo && desired.refusal() == null);
    }
}
