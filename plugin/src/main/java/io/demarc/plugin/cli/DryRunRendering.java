/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.plugin.operations.Views.Outcome;
import io.demarc.plugin.operations.Views.PlannedChange;
import io.demarc.plugin.operations.Views.SwitchPlan;
import java.util.List;

/** Dry runs as people read them: what would become of each port, what would be sent in which order, and how much that is. */
final class DryRunRendering {
    private final Terminal terminal;

    DryRunRendering(Terminal terminal) {
        this.terminal = terminal;
    }

    void outcome(Outcome outcome) {
        terminal.line(outcome.message());
        if (!outcome.plan().isEmpty()) {
            plans(outcome.plan());
        }
    }

    void plans(List<SwitchPlan> plans) {
        for (SwitchPlan plan : plans) {
            String problem = plan.problem();
            if (problem != null) {
                terminal.line(plan.switchName() + " could not be read: " + problem);
                continue;
            }
            plan.changes().forEach(change -> new Rendering(terminal).planned(change, false, null));
            if (!plan.lines().isEmpty()) {
                terminal.line("To " + plan.switchName() + " would be sent, in this order:");
                plan.lines().forEach(line -> terminal.line("    " + line));
            }
        }
        summary(plans.stream().flatMap(plan -> plan.changes().stream()).toList());
    }

    void summary(List<PlannedChange> changes) {
        terminal.line(count(changes, "change") + " to change, " + count(changes, "add") + " to add, "
                + count(changes, "remove") + " to remove" + left(changes) + ".");
        firstMinute(
                changes.stream().filter(PlannedChange::isDone).count(),
                changes.stream().filter(PlannedChange::waits).count());
    }

    /** Where not all of the changes are made in the first minute. */
    void firstMinute(long changes, long waiting) {
        if (waiting > 0) {
            terminal.line((changes - waiting) + " of these " + changes
                    + " are changed in the first minute, the rest after that (reconcile.most-changes).");
        }
    }

    private static String left(List<PlannedChange> changes) {
        long left = count(changes, "none");
        return left == 0 ? "" : "; " + left + " left as " + (left == 1 ? "it is" : "they are");
    }

    private static long count(List<PlannedChange> changes, String kind) {
        return changes.stream().filter(it -> it.change().equals(kind)).count();
    }
}
