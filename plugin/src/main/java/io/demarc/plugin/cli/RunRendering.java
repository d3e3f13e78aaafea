/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runbooks and runs as people read them, at three in the morning too: what is going on, and what to type next. */
final class RunRendering {
    private static final int BAR = 20;

    private final Terminal terminal;

    RunRendering(Terminal terminal) {
        this.terminal = terminal;
    }

    void runbooks(List<RunbookView> runbooks) {
        Table table = Table.of("RUNBOOK", "OBJECT", "STEPS", "TITLE");
        for (RunbookView it : runbooks) {
            table.row(it.name(), it.object(), it.steps().size(), it.title());
        }
        table.print(terminal);
    }

    void runbook(RunbookView it) {
        terminal.line(it.name() + ": " + it.title());
        it.about().lines().forEach(line -> terminal.line("  " + line));
        terminal.line("");
        Table parameters = Table.of("PARAMETER", "NEEDED", "USUALLY", "MEANING");
        for (ParameterView parameter : it.parameters()) {
            parameters.row(
                    parameter.name(),
                    parameter.required() ? "yes" : "no",
                    parameter.fallback(),
                    parameter.description());
        }
        parameters.print(terminal);
        terminal.line("");
        Table steps = Table.of("STEP", "KIND", "TITLE");
        for (RunbookStepView step : it.steps()) {
            steps.row(step.id(), step.does(), step.title());
        }
        steps.print(terminal);
    }

    void plan(PlanView plan) {
        terminal.line("Runbook " + plan.runbook() + " on " + plan.object() + ", dry run: nothing was changed.");
        terminal.line("");
        terminal.line("Before it starts:");
        plan.requirements().forEach(this::finding);
        terminal.line("");
        Table table = Table.of("STEP", "KIND", "GUARD", "TITLE");
        for (PlannedStepView step : plan.steps()) {
            table.row(step.id(), step.does(), step.guard().replace('-', ' '), step.title());
        }
        table.print(terminal);
        for (PlannedStepView step : plan.steps()) {
            if (!step.findings().isEmpty()) {
                terminal.line("");
                terminal.line("Step " + step.id() + ":");
                stepFindings(plan, step);
            }
        }
        terminal.line("");
        terminal.line(
                plan.clear()
                        ? "Everything that can be asked now is met."
                        : "It would be refused, or stop: something is NOT MET.");
    }

    /** What stands above already is not told twice. */
    private void stepFindings(PlanView plan, PlannedStepView step) {
        List<FindingView> own = step.findings().stream()
                .filter(it -> !plan.requirements().contains(it))
                .toList();
        int again = step.findings().size() - own.size();
        if (again > 0) {
            terminal.line("  " + again + " of the claims above are asked again, right before it");
        }
        own.forEach(this::finding);
    }

    void runs(List<RunView> runs) {
        Table table = Table.of("RUN", "RUNBOOK", "OBJECT", "STATE", "STEP", "BY", "STARTED");
        for (RunView it : runs) {
            table.row(
                    it.id(), it.runbook(), it.object(), it.state(), it.step(), it.startedBy(), seconds(it.startedAt()));
        }
        table.print(terminal);
    }

    void run(RunView run) {
        terminal.line("Run " + run.id() + ": " + run.runbook() + " on " + run.object() + " is "
                + run.state().toUpperCase(Locale.ROOT).replace('-', ' '));
        terminal.line("  started by " + run.startedBy() + " at " + seconds(run.startedAt()) + parameters(run)
                + "; now as of " + seconds(run.changedAt()));
        terminal.line("");
        Table table = Table.of(" ", "STEP", "STATE", "ENDED", "TITLE");
        for (StepView step : run.steps()) {
            table.row(
                    step.id().equals(run.step()) ? ">" : " ",
                    step.id(),
                    step.state().replace('-', ' ') + (step.attempts() > 1 ? " (attempt " + step.attempts() + ")" : ""),
                    seconds(step.endedAt()),
                    step.title());
        }
        table.print(terminal);
        progress(run.progress());
        instruction(run);
        reason(run);
        undo(run.undo());
        terminal.line("");
        terminal.line("Next:");
        run.next().forEach(command -> terminal.line("  " + command));
    }

    private static String parameters(RunView run) {
        return run.parameters().isEmpty()
                ? ""
                : " with "
                        + run.parameters().entrySet().stream()
                                .map(it -> it.getKey() + "=" + it.getValue())
                                .collect(Collectors.joining(", "));
    }

    private void progress(@Nullable ProgressView progress) {
        if (progress == null) {
            return;
        }
        List<String> parts = new ArrayList<>();
        Double percent = progress.percent();
        if (percent != null) {
            int done = (int) Math.round(percent * BAR / 100);
            parts.add("[" + "#".repeat(done) + ".".repeat(BAR - done) + "]");
            parts.add(String.format(Locale.ROOT, "%.1f %%", percent));
        }
        if (!progress.remaining().isEmpty()) {
            parts.add(percent == null ? progress.remaining() : "left to do: " + progress.remaining());
        }
        if (!progress.rate().isEmpty()) {
            parts.add(progress.rate());
        }
        if (progress.leftSeconds() != null) {
            parts.add("about " + time(progress.leftSeconds()) + " left");
        }
        if (!parts.isEmpty()) {
            terminal.line("");
            terminal.line(String.join("  ", parts));
        }
    }

    static String time(long seconds) {
        if (seconds < 60) {
            return seconds + " s";
        }
        long minutes = (seconds + 30) / 60;
        return minutes < 60 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }

    private void instruction(RunView run) {
        if (run.instruction().isEmpty()) {
            return;
        }
        terminal.line("");
        terminal.line((run.state().equals("awaiting-person") ? "TO BE DONE BY A PERSON" : "Instruction") + ", step "
                + run.step() + ":");
        run.instruction().lines().forEach(line -> terminal.line("  " + line));
        DemandView demand = run.demand();
        if (demand != null) {
            String times =
                    demand.times() == 1 ? "" : ", " + demand.times() + " times (" + demand.confirmed() + " done)";
            terminal.line("  To confirm, type the word '" + demand.word() + "'" + times + ".");
        }
    }

    private void reason(RunView run) {
        if (run.reason().isEmpty()) {
            return;
        }
        terminal.line("");
        terminal.line(run.reason());
        run.findings().forEach(this::finding);
        if (!run.fix().isEmpty()) {
            terminal.line(run.fix());
        }
    }

    private void finding(FindingView it) {
        terminal.line("  " + (it.met() ? "met      " : "NOT MET  ") + it.claim());
        terminal.line("             found: " + it.found());
        if (!it.met() && !it.advice().isEmpty()) {
            terminal.line("             do:    " + it.advice());
        }
    }

    private void undo(List<OfferView> offers) {
        if (offers.isEmpty()) {
            return;
        }
        terminal.line("");
        terminal.line("Not undone yet, in this order:");
        for (OfferView offer : offers) {
            terminal.line("  " + offer.step() + (offer.byPerson() ? " (by hand): " : ": ") + offer.words());
        }
    }

    /** One piece of evidence, with what was printed. */
    static String evidence(EvidenceView it) {
        StringBuilder text = new StringBuilder(it.at());
        text.append("  ").append(Terminal.plain(it.who()));
        text.append(it.step().isEmpty() ? "" : "  [" + it.step() + "]");
        text.append("  ").append(Terminal.plain(it.what()));
        text.append(it.exit() == null ? "" : "  (exit " + it.exit() + ")").append('\n');
        it.output()
                .lines()
                .forEach(
                        line -> text.append("    ").append(Terminal.plain(line)).append('\n'));
        return text.toString();
    }

    /** Nobody reads nanoseconds. */
    private static @Nullable String seconds(@Nullable String moment) {
        return moment == null ? null : moment.replaceFirst("\\.\\d+Z$", "Z");
    }
}
