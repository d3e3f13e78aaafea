/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import io.demarc.hooks.runbook.Plan.PlannedStep;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What comes before a run: the plan, and whether it may begin. Thread-safe. */
final class Starting {
    private final Runbooks runbooks;
    private final RunLedger ledger;
    private final Asking asking;

    Starting(Runbooks runbooks, RunLedger ledger) {
        this.runbooks = runbooks;
        this.ledger = ledger;
        this.asking = new Asking(runbooks.kinds());
    }

    Plan dryRun(RunOrder wanted) {
        Runbook runbook = runbooks.find(wanted.runbook());
        RunOrder order = RunOrders.complete(wanted, runbook);
        List<Finding> requirements = new ArrayList<>();
        requirements.add(alone(order));
        StepContext whole = preview(order, runbook, Step.of(new Check("", Map.of())));
        requirements.addAll(asking.checks(runbook.requires(), whole));
        requirements.addAll(asking.checks(runbook.always(), whole));
        List<PlannedStep> steps = new ArrayList<>();
        for (Step step : runbook.steps()) {
            steps.add(planned(order, runbook, step));
        }
        return new Plan(runbook, order, requirements.stream().distinct().toList(), steps);
    }

    private PlannedStep planned(RunOrder order, Runbook runbook, Step step) {
        StepContext context = preview(order, runbook, step);
        boolean isSkipped = !step.isWantedWith(order.parameters());
        boolean isLater = !isSkipped && (step.isAskedLater() || step.needsEarlierValues());
        List<Finding> findings = isSkipped || isLater ? List.of() : asking.guard(List.of(), step, context);
        return new PlannedStep(step, context.fill(step.title()), context.instruction(), isSkipped, isLater, findings);
    }

    private StepContext preview(RunOrder order, Runbook runbook, Step step) {
        Run run = Run.of(new RunId(Long.MAX_VALUE), order, runbook, ledger.holder(), ledger.now());
        return new StepContext(run, step, evidence -> {}, ledger.clock());
    }

    private Finding alone(RunOrder order) {
        String claim = "no other run is active on " + order.object();
        Optional<Run> active = ledger.store().active(order.object());
        if (active.isEmpty()) {
            return Finding.met(claim, "none is");
        }
        Run other = active.get();
        return Finding.notMet(
                claim,
                "run " + other.id() + " (" + other.order().runbook() + ", started by "
                        + other.order().who() + ") is " + other.state().id(),
                "Finish or abort it first: 'demarc runbook status " + other.id() + "'.");
    }

    Run start(RunOrder wanted) {
        Runbook runbook = runbooks.find(wanted.runbook());
        RunOrder order = RunOrders.complete(wanted, runbook);
        Finding alone = alone(order);
        if (!alone.isMet()) {
            throw ProblemException.of(
                    ProblemCode.CONFLICT,
                    "A run is active on " + order.object() + " already: " + alone.found() + ".",
                    alone.advice());
        }
        StepContext required = preview(order, runbook, Step.of(new Check("", Map.of())));
        List<Finding> findings = new ArrayList<>(asking.checks(runbook.requires(), required));
        findings.addAll(firstGuard(order, runbook));
        refuseUnlessMet(order, findings);
        Run run = Run.of(ledger.store().newId(), order, runbook, ledger.holder(), ledger.now())
                .remembering(required.saved());
        Run saved = ledger.store()
                .save(run)
                .orElseThrow(() -> new IllegalStateException("run " + run.id() + " is there already"));
        String what = "Started " + runbook.name() + " (" + runbook.hash() + ") on " + order.object() + ".";
        String lines = inWords(order.parameters(), findings);
        ledger.note(saved.id(), new Evidence(ledger.now(), "", order.who(), what, null, lines));
        return saved;
    }

    /** What it saves is forgotten: it is asked again right before the action, and then for good. */
    private List<Finding> firstGuard(RunOrder order, Runbook runbook) {
        return runbook.steps().stream()
                .filter(step -> step.isWantedWith(order.parameters()))
                .findFirst()
                .map(step -> asking.guard(runbook.always(), step, preview(order, runbook, step)))
                .orElse(List.of());
    }

    private static void refuseUnlessMet(RunOrder order, List<Finding> findings) {
        if (!Finding.allMet(findings)) {
            throw new Problem(
                            ProblemCode.GUARD_NOT_MET,
                            "Runbook " + order.runbook() + " may not start on " + order.object()
                                    + "; nothing was changed:",
                            "Mend what was found and start it again; --dry-run asks every guard.",
                            findings.stream()
                                    .filter(finding -> !finding.isMet())
                                    .map(Finding::inWords)
                                    .toList())
                    .exception();
        }
    }

    private static String inWords(Map<String, String> parameters, List<Finding> findings) {
        List<String> lines = new ArrayList<>();
        parameters.forEach((name, value) -> lines.add(name + "=" + value));
        findings.forEach(finding -> lines.add(finding.inWords()));
        return String.join("\n", lines);
    }
}
