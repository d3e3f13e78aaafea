/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Asks guards and verifications; one that can't answer counts as not met. Thread-safe. */
final class Asking {
    private final StepKinds kinds;

    Asking(StepKinds kinds) {
        this.kinds = kinds;
    }

    /** What has to hold all the time, and the step's own guard. */
    List<Finding> guard(List<Check> always, Step step, StepContext context) {
        List<Finding> findings = new ArrayList<>(checks(always, context));
        findings.addAll(
                asked("step " + step.id() + " may run", () -> kinds.get(step).guard(context)));
        return findings;
    }

    List<Finding> checks(List<Check> checks, StepContext context) {
        List<Finding> findings = new ArrayList<>();
        for (Check check : checks) {
            Step step = Step.of(check);
            findings.addAll(
                    asked(check.does() + " can be asked", () -> kinds.get(step).guard(context.about(step))));
        }
        return findings;
    }

    /** As {@link #checks}, but one that can't answer throws its {@link ProblemException}. */
    List<Finding> answered(List<Check> checks, StepContext context) {
        List<Finding> findings = new ArrayList<>();
        for (Check check : checks) {
            Step step = Step.of(check);
            findings.addAll(kinds.get(step).guard(context.about(step)));
        }
        return findings;
    }

    List<Finding> verify(Step step, StepContext context) {
        return asked(
                "step " + step.id() + " can be verified", () -> kinds.get(step).verify(context));
    }

    private static List<Finding> asked(String claim, Supplier<List<Finding>> question) {
        try {
            return question.get();
        } catch (ProblemException e) {
            Problem problem = e.problem();
            String found = problem.summary()
                    + String.join(
                            "", problem.details().stream().map(it -> " " + it).toList());
            return List.of(Finding.notMet(claim, found, problem.fix()));
        } catch (RuntimeException e) {
            return List.of(Finding.notMet(claim, defect(e), "Please report it, with the run's log."));
        }
    }

    static String defect(RuntimeException e) {
        return "Demarc has a defect: " + e;
    }
}
