/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import java.util.List;

/**
 * What a run would do, and what its guards say now.
 *
 * @param requirements what is asked before anything begins
 */
public record Plan(Runbook runbook, RunOrder order, List<Finding> requirements, List<PlannedStep> steps) {
    public Plan {
        requirements = List.copyOf(requirements);
        steps = List.copyOf(steps);
    }

    /**
     * One step of it.
     *
     * @param instruction  for a person, its placeholders filled in as far as they are known
     * @param isSkipped    the parameters don't want it
     * @param isAskedLater its guard can't be asked before earlier steps are done
     */
    public record PlannedStep(
            Step step,
            String title,
            String instruction,
            boolean isSkipped,
            boolean isAskedLater,
            List<Finding> findings) {
        public PlannedStep {
            findings = List.copyOf(findings);
        }
    }

    /** Whether everything that could be asked now is met. */
    public boolean isClear() {
        return Finding.allMet(requirements) && steps.stream().allMatch(step -> Finding.allMet(step.findings()));
    }
}
