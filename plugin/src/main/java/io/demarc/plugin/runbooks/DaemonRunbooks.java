/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.runbooks;

import io.demarc.access.Printable;
import io.demarc.hooks.runbook.Run;
import io.demarc.hooks.runbook.RunDriver;
import io.demarc.hooks.runbook.RunId;
import io.demarc.hooks.runbook.RunOrder;
import io.demarc.hooks.runbook.Runs;
import io.demarc.hooks.storage.StoragePair;
import io.demarc.plugin.books.Journal;
import io.demarc.plugin.books.JournalDraft;
import io.demarc.plugin.operations.RunViews.EvidenceView;
import io.demarc.plugin.operations.RunViews.PlanView;
import io.demarc.plugin.operations.RunViews.RunView;
import io.demarc.plugin.operations.RunViews.RunbookView;
import io.demarc.plugin.operations.RunbookOperations;
import io.demarc.plugin.words.Actor;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** {@link RunbookOperations} over the engine: says it, journals it, and lets the driver go on. Thread-safe. */
public final class DaemonRunbooks implements RunbookOperations {
    private final Runs runs;
    private final RunDriver driver;
    private final Journal journal;
    private final PairOrders pairs;
    private final RunWords words;

    /** @param pairs the storage pair of a name; throws {@code NOT_FOUND} */
    public DaemonRunbooks(Runs runs, RunDriver driver, Journal journal, Function<String, StoragePair> pairs) {
        this.pairs = new PairOrders(pairs);
        this.runs = runs;
        this.driver = driver;
        this.journal = journal;
        this.words = new RunWords(runs);
    }

    @Override
    public List<RunbookView> runbooks() {
        return runs.runbooks().all().stream().map(RunWords::of).toList();
    }

    @Override
    public RunbookView runbook(String name) {
        return RunWords.of(runs.runbooks().find(name));
    }

    @Override
    public PlanView plan(String runbook, String object, Map<String, String> parameters, Actor actor) {
        return RunWords.of(runs.dryRun(order(runbook, object, parameters, actor)));
    }

    @Override
    public RunView start(String runbook, String object, Map<String, String> parameters, Actor actor) {
        Run run = runs.start(order(runbook, object, parameters, actor));
        return told(run, "started", actor);
    }

    private RunOrder order(String runbook, String object, Map<String, String> parameters, Actor actor) {
        Map<String, String> all = pairs.completed(runs.runbooks().find(runbook), object, parameters);
        return new RunOrder(runbook, object, all, who(actor));
    }

    @Override
    public List<RunView> runs() {
        return runs.list().stream().map(words::briefly).toList();
    }

    @Override
    public RunView run(String run) {
        return words.of(find(run));
    }

    @Override
    public RunView confirm(String run, String step, String said, Actor actor) {
        Run after = runs.confirm(find(run).id(), step, who(actor), said);
        return told(after, "step " + step + " confirmed", actor);
    }

    @Override
    public RunView pause(String run, String said, Actor actor) {
        return told(runs.pause(find(run).id(), who(actor), said), "paused", actor);
    }

    @Override
    public RunView resume(String run, String said, Actor actor) {
        return told(runs.resume(find(run).id(), who(actor), said), "resumed", actor);
    }

    @Override
    public RunView abort(String run, String said, boolean undo, Actor actor) {
        RunId id = find(run).id();
        String what = undo ? "aborted, to be undone" : "aborted";
        return told(runs.abort(id, who(actor), said, undo).run(), what, actor);
    }

    @Override
    public List<EvidenceView> log(String run) {
        return runs.log(find(run).id()).stream().map(RunWords::of).toList();
    }

    private RunView told(Run run, String what, Actor actor) {
        String message = "run " + run.id() + " (" + run.order().runbook() + " on " + run.object() + "): " + what;
        journal.append(JournalDraft.of("runbook", actor, Printable.of(message)));
        driver.wake(run.id());
        return words.of(run);
    }

    private static String who(Actor actor) {
        return actor.name().isEmpty() ? "unknown" : actor.name();
    }

    private Run find(String name) {
        if (name.matches("[1-9]\\d{0,17}")) {
            return runs.find(new RunId(Long.parseLong(name)));
        }
        return runs.list().stream()
                .filter(run -> run.object().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.NOT_FOUND,
                        "There is no run '" + Printable.of(name) + "', and none on an object of this name.",
                        "'demarc runbook status' lists the runs."));
    }
}
