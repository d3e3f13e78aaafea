/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import io.demarc.problem.ProblemException;
import io.demarc.switches.Observation;
import io.demarc.switches.PortState;
import io.demarc.switches.SwitchName;
import io.demarc.switches.provision.PortTarget.Carry;
import io.demarc.switches.provision.PortTarget.Member;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.PortStep.CreateVlan;
import io.demarc.switches.session.SwitchSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A batch on a switch where every line takes effect at once: place, read back, enable, read back, park what failed.
 * One caller at a time.
 */
final class PhasedBatch {
    private final PortPlan plan;
    private final SwitchWriter writer;
    private final SwitchSession session;
    private final Failures failures;

    PhasedBatch(SwitchName switchName, PortPlan plan, SwitchWriter writer, SwitchSession session) {
        this.plan = plan;
        this.writer = writer;
        this.session = session;
        this.failures = new Failures(switchName, plan, writer, session);
    }

    /** Ends with an outcome for every change. */
    void run(List<PortChange> changes, Observation seen) {
        try {
            createVlans(changes, seen);
            // Ports are let go before others are attached: a VLAN never has both its old and its new port.
            place(healthy(changes).stream()
                    .filter(change -> !(change.target() instanceof Carry))
                    .toList());
            place(healthy(changes).stream()
                    .filter(change -> change.target() instanceof Carry)
                    .toList());
            readBack(changes);
            healthy(changes).stream().filter(this::isMisplaced).forEach(failures::differs);
            enable(healthy(changes));
            healthy(changes).stream().filter(change -> !change.isAsWanted(plan)).forEach(failures::differs);
            healthy(changes).forEach(PortChange::changed);
            failures.park(changes.stream().filter(PortChange::isFailing).toList());
        } catch (ProblemException e) {
            failures.lost(changes, e.problem());
        }
    }

    private void createVlans(List<PortChange> changes, Observation seen) {
        Map<CreateVlan, List<PortChange>> missing = new LinkedHashMap<>();
        for (PortChange change : changes) {
            plan.missingVlan(change.target(), seen)
                    .ifPresent(vlan -> missing.computeIfAbsent(vlan, key -> new ArrayList<>())
                            .add(change));
        }
        writer.sendSplitting(
                List.copyOf(missing.keySet()),
                vlan -> List.<PortStep>of(vlan),
                (vlan, problem) -> missing.getOrDefault(vlan, List.of()).forEach(change -> change.failing(problem)));
    }

    private void place(List<PortChange> changes) {
        writer.sendSplitting(changes, change -> plan.placing(change.target()), PortChange::failing);
    }

    private void enable(List<PortChange> changes) {
        List<PortChange> enabled = changes.stream()
                .filter(change -> !plan.enabling(change.target()).isEmpty())
                .toList();
        if (!enabled.isEmpty()) {
            writer.sendSplitting(enabled, change -> plan.enabling(change.target()), PortChange::failing);
            readBack(changes);
        }
    }

    private void readBack(List<PortChange> changes) {
        Observation seen = session.observe(Failures.ports(changes));
        changes.forEach(change -> change.read(seen));
    }

    private boolean isMisplaced(PortChange change) {
        PortState state = change.lastRead();
        if (state == null) {
            return true;
        }
        return change.target() instanceof Member member ? !plan.isReady(member, state) : !plan.isIdle(state);
    }

    private static List<PortChange> healthy(List<PortChange> changes) {
        return changes.stream()
                .filter(change -> change.isOpen() && !change.isFailing())
                .toList();
    }
}
