/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

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
import io.demarc.plugin.words.Actor;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One runbook and one run of it, which says everything that a run can say. Thread-safe. */
final class ExampleRunbooks implements RunbookOperations {
    private static final String AT = "2026-11-24T03:00:00Z";
    private static final List<FindingView> FINDINGS = List.of(
            new FindingView(true, "alpha is primary", "it is", ""),
            new FindingView(false, "beta is UpToDate", "it is Inconsistent", "Wait for the sync."));

    private final Consumer<String> ask;

    ExampleRunbooks(Consumer<String> ask) {
        this.ask = ask;
    }

    @Override
    public List<RunbookView> runbooks() {
        ask.accept("runbooks");
        return List.of(replaceNode());
    }

    @Override
    public RunbookView runbook(String name) {
        ask.accept("runbook " + name);
        return replaceNode();
    }

    private static RunbookView replaceNode() {
        return new RunbookView(
                "replace-node",
                "Replace a node",
                "Both nodes see each other all the time.",
                "pair",
                List.of(new ParameterView("node", "the one to replace", true, "[a-z]+", null)),
                List.of(new RunbookStepView("shut", "Shut {node} down", "shut-down", "")));
    }

    @Override
    public PlanView plan(String runbook, String object, Map<String, String> parameters, Actor actor) {
        ask.accept("plan " + runbook + " " + object + " " + parameters + " by " + actor.name());
        return new PlanView(
                runbook,
                object,
                false,
                FINDINGS,
                List.of(new PlannedStepView("shut", "Shut beta down", "shut-down", "refused", "", FINDINGS)));
    }

    @Override
    public RunView start(String runbook, String object, Map<String, String> parameters, Actor actor) {
        ask.accept("start " + runbook + " " + object + " " + parameters + " by " + actor.name());
        return view("running");
    }

    @Override
    public List<RunView> runs() {
        ask.accept("runs");
        return List.of(view("awaiting-person"));
    }

    @Override
    public RunView run(String run) {
        ask.accept("run " + run);
        return view("awaiting-person");
    }

    @Override
    public RunView confirm(String run, String step, String words, Actor actor) {
        ask.accept("confirm " + run + " " + step + " " + words + " by " + actor.name());
        return view("running");
    }

    @Override
    public RunView pause(String run, String words, Actor actor) {
        ask.accept("pause " + run + " " + words + " by " + actor.name());
        return view("paused");
    }

    @Override
    public RunView resume(String run, String words, Actor actor) {
        ask.accept("resume " + run + " " + words + " by " + actor.name());
        return view("running");
    }

    @Override
    public RunView abort(String run, String words, boolean undo, Actor actor) {
        ask.accept("abort " + run + " " + words + " " + undo + " by " + actor.name());
        return view("aborted");
    }

    @Override
    public List<EvidenceView> log(String run) {
        ask.accept("log " + run);
        return List.of(
                new EvidenceView(AT, "shut", "demarc", "drbdadm role all", 0, "Secondary/Primary\n\u001b[2Jx"),
                new EvidenceView(AT, "", "ada", "Pauses", null, ""));
    }

    private static RunView view(String state) {
        return new RunView(
                7,
                12,
                "replace-node",
                "pair1",
                Map.of("node", "beta"),
                state,
                "ada",
                AT,
                AT,
                List.of(
                        new StepView("shut", "Shut beta down", "done", 1, AT, AT),
                        new StepView("replace", "Replace beta", "awaiting-person", 2, AT, null)),
                "replace",
                "Replace the mainboard of beta.\nKeep the replication link connected.",
                new DemandView("beta", 2, 1),
                new ProgressView(33.3, "1.2 GiB", "98.5 MB/s", 754L),
                "Step replace may not run now; nothing of it was done.",
                FINDINGS,
                "Mend what was found, then resume the run.",
                List.of(new OfferView("shut", "Shut beta down", "Switch beta on again.", true)),
                List.of("demarc runbook confirm 7 replace WORD"));
    }
}
