/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Deadline;
import io.demarc.plugin.books.Wishes;
import io.demarc.plugin.operations.Views.PlannedChange;
import io.demarc.plugin.operations.Views.SwitchPlan;
import io.demarc.plugin.reconcile.DesiredPort;
import io.demarc.plugin.reconcile.DesiredPorts;
import io.demarc.plugin.reconcile.DryRuns;
import io.demarc.plugin.reconcile.DryRuns.DryRun;
import io.demarc.plugin.reconcile.DryRuns.Port;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortState;
import io.demarc.switches.SwitchName;
import io.demarc.switches.provision.PortTarget.Carry;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** Dry runs as people see them. Thread-safe. */
final class SwitchPlans {
    private final DryRuns dryRuns;

    SwitchPlans(DryRuns dryRuns) {
        this.dryRuns = dryRuns;
    }

    /** Of these switches, as far as they can be read: one that can't is told beside the others. */
    List<SwitchPlan> of(Wishes wishes, Collection<SwitchName> names, Deadline deadline) {
        Predicate<Port> waiting = dryRuns.waiting();
        return names.stream()
                .filter(name -> wishes.inventory().switches().containsKey(name))
                .map(name -> of(wishes, name, waiting, deadline))
                .toList();
    }

    private SwitchPlan of(Wishes wishes, SwitchName name, Predicate<Port> waiting, Deadline deadline) {
        try {
            return of(dryRuns.of(wishes, name, port -> true, deadline), waiting);
        } catch (ProblemException e) {
            String problem = e.problem().message();
            List<PlannedChange> unread = DesiredPorts.of(wishes, name).stream()
                    .map(port -> unread(port, "it could not be read: " + problem))
                    .toList();
            return new SwitchPlan(name.value(), unread, List.of(), problem);
        }
    }

    /** @param waiting as {@link DryRuns#waiting} */
    static SwitchPlan of(DryRun run, Predicate<Port> waiting) {
        List<PlannedChange> changes = run.ports().stream()
                .filter(port -> port.differs() || port.desired().refusal() != null)
                .map(port -> change(port, waiting.test(port)))
                .toList();
        return new SwitchPlan(run.name().value(), changes, run.lines(), null);
    }

    private static PlannedChange change(Port port, boolean waits) {
        DesiredPort desired = port.desired();
        PortState before = port.before();
        Problem problem = port.problem();
        return new PlannedChange(
                desired.address().switchName().value(),
                desired.address().port().value(),
                before == null ? null : before.inWords(),
                desired.wanted(),
                desired.why(),
                port.isChanged() ? kind(port) : "none",
                port.lines(),
                problem == null ? null : problem.message(),
                waits);
    }

    private static String kind(Port port) {
        if (port.desired().target() instanceof Carry) {
            return "add";
        }
        return port.desired().target().placed().isEmpty() ? "change" : "remove";
    }

    private static PlannedChange unread(DesiredPort port, String problem) {
        return new PlannedChange(
                port.address().switchName().value(),
                port.address().port().value(),
                null,
                port.wanted(),
                port.why(),
                "none",
                List.of(),
                problem,
                false);
    }
}
