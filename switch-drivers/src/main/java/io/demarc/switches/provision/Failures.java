/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Observation;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.SwitchName;
import io.demarc.switches.session.SwitchSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is done with ports whose change went wrong: they end idle and proven so, or are reported as unknown. */
final class Failures {
    private final SwitchName switchName;
    private final PortPlan plan;
    private final SwitchWriter writer;
    private final SwitchSession session;

    Failures(SwitchName switchName, PortPlan plan, SwitchWriter writer, SwitchSession session) {
        this.switchName = switchName;
        this.plan = plan;
        this.writer = writer;
        this.session = session;
    }

    /** The switch took the lines and says something else than what they asked for. */
    void differs(PortChange change) {
        PortState state = change.lastRead();
        String found = state == null ? "nothing of the port" : state.inWords();
        change.failing(new Problem(
                ProblemCode.READ_BACK_DIFFERS,
                switchName + " " + change.port() + ": read back '" + found + "' after setting "
                        + plan.inWords(change.target()) + ".",
                "Look at the port on the switch; 'demarc plan' shows what is sent.",
                List.of()));
    }

    /** Parks each port by itself and reads it back: one that will not park must not keep another from it. */
    void park(List<PortChange> failing) {
        for (PortChange change : failing) {
            try {
                writer.send(List.of(plan.parking(change.target())));
                Observation seen = session.observe(Set.of(change.port()));
                change.read(seen);
                session.confirm();
            } catch (ProblemException e) {
                if (e.problem().code() != ProblemCode.SWITCH_REJECTED) {
                    throw e;
                }
                change.read(readQuietly(change));
            }
            close(change);
        }
    }

    private void close(PortChange change) {
        Problem cause = Objects.requireNonNull(change.cause(), "only failing changes are parked");
        PortState state = change.lastRead();
        if (state != null && plan.isIdle(state)) {
            change.failedIdle(with(cause, "The port was returned to " + plan.idleInWords() + "."));
        } else {
            change.failedUnknown(with(
                    cause,
                    "The port could not be returned to " + plan.idleInWords() + "; it reads '"
                            + (state == null ? "nothing" : state.inWords()) + "'."));
        }
    }

    /**
     * The switch went away, hung or was busy. What has not been read back as wanted is unknown; the next reconcile
     * starts from what the switch says then.
     */
    void lost(List<PortChange> changes, Problem problem) {
        for (PortChange change : changes) {
            if (change.isOpen()) {
                change.read(isLost(problem) ? null : readQuietly(change));
                Problem first = change.cause();
                change.failedUnknown(first == null ? problem : with(first, problem.summary()));
            }
        }
    }

    /** Whether the session is gone; after a rejection or while the switch is busy it can still be read. */
    private static boolean isLost(Problem problem) {
        return problem.code() != ProblemCode.SWITCH_REJECTED && problem.code() != ProblemCode.SWITCH_BUSY;
    }

    private @Nullable Observation readQuietly(PortChange change) {
        try {
            return session.observe(Set.of(change.port()));
        } catch (ProblemException e) {
            return null;
        }
    }

    private static Problem with(Problem problem, String detail) {
        List<String> details = new ArrayList<>(problem.details());
        details.add(detail);
        return new Problem(problem.code(), problem.summary(), problem.fix(), details);
    }

    static Set<PortName> ports(List<PortChange> changes) {
        return changes.stream().map(PortChange::port).collect(Collectors.toCollection(TreeSet::new));
    }
}
