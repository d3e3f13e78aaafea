/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.runbooks;

import io.demarc.hooks.runbook.Aborted.Offer;
import io.demarc.hooks.runbook.Demand;
import io.demarc.hooks.runbook.Evidence;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Plan;
import io.demarc.hooks.runbook.Plan.PlannedStep;
import io.demarc.hooks.runbook.Progress;
import io.demarc.hooks.runbook.Run;
import io.demarc.hooks.runbook.RunState;
import io.demarc.hooks.runbook.Runbook;
import io.demarc.hooks.runbook.Runs;
import io.demarc.hooks.runbook.StepRun;
import io.demarc.plugin.operations.RunViews.DemandView;
import io.demarc.plugin.operations.RunViews.EvidenceView;
import io.demarc.plugin.operations.RunViews.FindingView;
import io.demarc.plugin.operations.RunViews.OfferView;
import io.demarc.plugin.operations.RunViews.ParameterView;
import io.demarc.plugin.operations.RunViews.PlanView;
import io.demarc.plugin.operations.RunViews.PlannedStepView;
import io.demarc.plugin.operations.RunViews.ProgressView;
import io.demarc.plugin.operations.RunViews.RunView;
import io.demarc.plugin.operations.RunViews.RunbookStepView;
import io.demarc.plugin.operations.RunViews.RunbookView;
import io.demarc.plugin.operations.RunViews.StepView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs, plans and runbooks, told. Thread-safe. */
final class RunWords {
    private final Runs runs;
    private final Function<Run, String> names;

    /** Runs are named by their numbers. */
    RunWords(Runs runs) {
        this(runs, run -> run.id().toString());
    }

    /** @param names what a person types for a run */
    RunWords(Runs runs, Function<Run, String> names) {
        this.runs = runs;
        this.names = names;
    }

    static RunbookView of(Runbook runbook) {
        return new RunbookView(
                runbook.name(),
                runbook.title(),
                runbook.about(),
                runbook.objectKind(),
                runbook.parameters().stream()
                        .map(it -> new ParameterView(
                                it.name(),
                                it.description(),
                                it.isRequired(),
                                it.allowed().pattern(),
                                it.fallback()))
                        .toList(),
                runbook.steps().stream()
                        .map(it -> new RunbookStepView(it.id(), it.title(), it.does(), it.instruction()))
                        .toList());
    }

    static PlanView of(Plan plan) {
        return new PlanView(
                plan.runbook().name(),
                plan.order().object(),
                plan.isClear(),
                of(plan.requirements()),
                plan.steps().stream().map(RunWords::of).toList());
    }

    private static PlannedStepView of(PlannedStep it) {
        return new PlannedStepView(
                it.step().id(), it.title(), it.step().does(), guard(it), it.instruction(), of(it.findings()));
    }

    private static String guard(PlannedStep it) {
        if (it.isSkipped()) {
            return "skipped";
        }
        if (it.isAskedLater()) {
            return "asked-later";
        }
        if (it.findings().isEmpty()) {
            return "none";
        }
        return it.findings().stream().allMatch(Finding::isMet) ? "met" : "refused";
    }

    private static List<FindingView> of(List<Finding> findings) {
        return findings.stream()
                .map(it -> new FindingView(it.isMet(), it.claim(), it.found(), it.advice()))
                .toList();
    }

    static EvidenceView of(Evidence it) {
        return new EvidenceView(it.at().toString(), it.step(), it.who(), it.what(), it.exit(), it.output());
    }

    /** Without what is left to undo: that asks the step kinds. */
    RunView briefly(Run run) {
        return of(run, List.of());
    }

    RunView of(Run run) {
        return of(run, run.state() == RunState.ABORTED ? runs.offers(run) : List.of());
    }

    private RunView of(Run run, List<Offer> offers) {
        Optional<StepRun> current = run.state().isActive() ? run.current() : Optional.empty();
        Progress progress = run.state().isActive() ? run.progress() : null;
        return new RunView(
                run.id().value(),
                run.version(),
                run.order().runbook(),
                run.object(),
                new TreeMap<>(run.order().parameters()),
                run.state().id(),
                run.order().who(),
                run.startedAt().toString(),
                run.changedAt().toString(),
                run.steps().stream().map(step -> of(run, step)).toList(),
                current.map(StepRun::id).orElse(null),
                current.filter(step -> run.state() == RunState.AWAITING_PERSON)
                        .map(step -> runs.instruction(run, step.id()))
                        .orElse(""),
                current.map(step -> demand(run, step)).orElse(null),
                progress == null ? null : of(progress),
                run.reason().summary(),
                of(run.reason().findings()),
                run.reason().fix(),
                offers.stream().map(RunWords::of).toList(),
                next(run, current, offers));
    }

    private StepView of(Run run, StepRun it) {
        return new StepView(
                it.id(),
                runs.title(run, it.id()),
                it.state().id(),
                it.attempts(),
                text(it.begunAt()),
                text(it.endedAt()));
    }

    private @Nullable DemandView demand(Run run, StepRun step) {
        Optional<Demand> demand = runs.demand(run, step.id());
        return demand.map(it -> new DemandView(it.word(), it.times(), step.confirmations()))
                .orElse(null);
    }

    private static ProgressView of(Progress it) {
        Duration left = it.left();
        return new ProgressView(it.percent(), it.remaining(), it.rate(), left == null ? null : left.toSeconds());
    }

    private static OfferView of(Offer it) {
        return new OfferView(it.step(), it.title(), it.words(), it.isByPerson());
    }

    private static @Nullable String text(@Nullable Instant moment) {
        return moment == null ? null : moment.toString();
    }

    private List<String> next(Run run, Optional<StepRun> current, List<Offer> offers) {
        String id = names.apply(run);
        return switch (run.state()) {
            case RUNNING -> List.of("demarc runbook status " + id + " --watch", "demarc runbook pause " + id);
            case AWAITING_PERSON ->
                List.of(
                        "demarc runbook confirm " + id
                                + current.map(step -> confirmation(run, step)).orElse(""),
                        "demarc runbook pause " + id,
                        "demarc runbook abort " + id);
            case PAUSED, STOPPED -> List.of("demarc runbook resume " + id, "demarc runbook abort " + id);
            case UNDOING -> List.of("demarc runbook status " + id + " --watch");
            case ABORTED ->
                offers.stream().allMatch(Offer::isByPerson)
                        ? List.of("demarc runbook log " + id)
                        : List.of("demarc runbook abort " + id + " --undo", "demarc runbook log " + id);
            case DONE -> List.of("demarc runbook log " + id);
        };
    }

    private String confirmation(Run run, StepRun step) {
        return " " + step.id() + runs.demand(run, step.id()).map(it -> " WORD").orElse(" [WORDS]");
    }
}
