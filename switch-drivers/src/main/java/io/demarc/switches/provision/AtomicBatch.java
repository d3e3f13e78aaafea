/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Observation;
import io.demarc.switches.SwitchName;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.SwitchSession;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A batch on a switch with atomic commits: commit, read back, confirm; or take it back and try its halves, until the
 * port at fault is found. One caller at a time.
 */
final class AtomicBatch {
    private final PortPlan plan;
    private final SwitchWriter writer;
    private final SwitchSession session;
    private final Failures failures;

    AtomicBatch(SwitchName switchName, PortPlan plan, SwitchWriter writer, SwitchSession session) {
        this.plan = plan;
        this.writer = writer;
        this.session = session;
        this.failures = new Failures(switchName, plan, writer, session);
    }

    /** Ends with an outcome for every change. */
    void run(List<PortChange> changes, Observation seen) {
        try {
            commit(changes, seen);
            failures.park(changes.stream().filter(PortChange::isFailing).toList());
        } catch (ProblemException e) {
            failures.lost(changes, e.problem());
        }
    }

    private void commit(List<PortChange> changes, Observation seen) {
        if (changes.isEmpty()) {
            return;
        }
        try {
            writer.send(steps(changes, seen));
        } catch (ProblemException e) {
            if (e.problem().code() != ProblemCode.SWITCH_REJECTED) {
                throw e;
            }
            split(changes, seen, change -> change.failing(e.problem()));
            return;
        }
        Observation after = session.observe(Failures.ports(changes));
        changes.forEach(change -> change.read(after));
        if (changes.stream().allMatch(change -> change.isAsWanted(plan))) {
            session.confirm();
            changes.forEach(PortChange::changed);
        } else {
            session.rollBack();
            split(changes, seen, failures::differs);
        }
    }

    private void split(List<PortChange> changes, Observation seen, Consumer<PortChange> atFault) {
        if (changes.size() == 1) {
            atFault.accept(changes.get(0));
            return;
        }
        int half = changes.size() / 2;
        commit(changes.subList(0, half), seen);
        commit(changes.subList(half, changes.size()), seen);
    }

    private List<PortStep> steps(List<PortChange> changes, Observation seen) {
        Set<PortStep> vlans = new LinkedHashSet<>();
        List<PortStep> steps = new ArrayList<>();
        for (PortChange change : changes) {
            plan.missingVlan(change.target(), seen).ifPresent(vlans::add);
            steps.addAll(plan.placing(change.target()));
            steps.addAll(plan.enabling(change.target()));
        }
        List<PortStep> all = new ArrayList<>(vlans);
        all.addAll(steps);
        return all;
    }
}
