/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Capability;
import io.demarc.switches.Observation;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.SwitchName;
import io.demarc.switches.session.SwitchSession;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The only way in which Demarc changes ports: read, guard, plan, write, read back, park what failed, save. Everything
 * that waits for one switch goes through in one batch. Thread-safe; a session belongs to one caller.
 *
 * <p>On a switch without atomic commits a port is taken down, put into its VLAN, read back, and only then taken up. On a
 * switch with them the batch is committed, read back, and only then confirmed.
 */
public final class PortProvisioner {
    private final SwitchName switchName;
    private final Set<Capability> capabilities;
    private final InstantSource clock;

    public PortProvisioner(SwitchName switchName, Set<Capability> capabilities, InstantSource clock) {
        this.switchName = switchName;
        this.capabilities = Set.copyOf(capabilities);
        this.clock = clock;
    }

    /**
     * Reads the switch and tells what each port is, in the targets' order; what differs is refused for this reason, unless
     * a guard has one of its own. Writes nothing.
     */
    public List<PortReport> look(SwitchSession session, PortRules rules, List<PortTarget> targets, Problem why) {
        PortPlan plan = new PortPlan(rules, capabilities);
        PortGuards guards = new PortGuards(switchName, rules, capabilities);
        Observation seen = session.observe(portsOf(targets));
        List<PortReport> reports = new ArrayList<>();
        for (PortTarget target : targets) {
            PortChange change = new PortChange(target, seen, clock);
            Problem objection = guards.objection(target, seen).orElse(null);
            if (change.isAsWanted(plan) && !isUnmanaged(objection)) {
                change.unchanged();
            } else {
                change.refused(objection != null ? objection : why);
            }
            reports.add(change.report());
        }
        return List.copyOf(reports);
    }

    /**
     * Makes the ports what their targets say.
     *
     * @param observer may keep ports out of the batch; told of all changes before the first write
     * @throws ProblemException when the switch cannot be read; then nothing was written
     */
    public ProvisionResult provision(
            SwitchSession session, PortRules rules, List<PortTarget> targets, ChangeObserver observer) {
        PortPlan plan = new PortPlan(rules, capabilities);
        PortGuards guards = new PortGuards(switchName, rules, capabilities);
        Observation seen = session.observe(portsOf(targets));
        List<PortChange> all = targets.stream()
                .map(target -> new PortChange(target, seen, clock))
                .toList();
        List<PortChange> changes = new ArrayList<>();
        for (PortChange change : all) {
            Problem objection = guards.objection(change.target(), seen).orElse(null);
            if (change.isAsWanted(plan) && !isUnmanaged(objection)) {
                change.unchanged();
            } else if (objection != null) {
                change.refused(objection);
            } else {
                observer.objection(change.target(), change.knownBefore())
                        .ifPresentOrElse(change::refused, () -> changes.add(change));
            }
        }
        if (changes.isEmpty()) {
            return new ProvisionResult(all.stream().map(PortChange::report).toList(), null);
        }
        Map<PortTarget, PortState> beginning = new LinkedHashMap<>();
        changes.forEach(change -> beginning.put(change.target(), change.knownBefore()));
        observer.beginning(Collections.unmodifiableMap(beginning));
        SwitchWriter writer = new SwitchWriter(switchName, session, Failures.ports(changes));
        if (capabilities.contains(Capability.ATOMIC_COMMIT)) {
            new AtomicBatch(switchName, plan, writer, session).run(changes, seen);
        } else {
            new PhasedBatch(switchName, plan, writer, session).run(changes, seen);
        }
        Problem saveProblem = writer.hasWritten() ? save(session) : null;
        return new ProvisionResult(all.stream().map(PortChange::report).toList(), saveProblem);
    }

    private @Nullable Problem save(SwitchSession session) {
        if (!capabilities.contains(Capability.SAVE_CONFIG)) {
            return null;
        }
        try {
            session.save();
            return null;
        } catch (ProblemException e) {
            return e.problem();
        }
    }

    private static boolean isUnmanaged(@Nullable Problem objection) {
        return objection != null
                && (objection.code() == ProblemCode.PORT_NOT_MANAGED
                        || objection.code() == ProblemCode.VLAN_NOT_ALLOWED);
    }

    private static Set<PortName> portsOf(List<PortTarget> targets) {
        Set<PortName> ports = new TreeSet<>();
        for (PortTarget target : targets) {
            if (!ports.add(target.port())) {
                throw new IllegalArgumentException("port " + target.port() + " has two targets in one batch");
            }
        }
        return ports;
    }
}
