/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.runbooks;

import io.demarc.hooks.node.OwnMachine;
import io.demarc.hooks.pointer.DesktopScrolling;
import io.demarc.hooks.pointer.PointerButtons;
import io.demarc.hooks.runbook.Next;
import io.demarc.hooks.runbook.Run;
import io.demarc.hooks.runbook.RunId;
import io.demarc.hooks.runbook.RunOrder;
import io.demarc.hooks.runbook.RunState;
import io.demarc.hooks.runbook.Runbooks;
import io.demarc.hooks.runbook.Runs;
import io.demarc.hooks.runbook.StepKinds;
import io.demarc.plugin.books.PrivateFiles;
import io.demarc.plugin.books.Store;
import io.demarc.plugin.operations.RunViews.EvidenceView;
import io.demarc.plugin.operations.RunViews.PlanView;
import io.demarc.plugin.operations.RunViews.RunView;
import io.demarc.plugin.operations.RunViews.RunbookView;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Runbooks about the machine that the command runs on: the same engine, in the command's own process, without a daemon. Runs
 * are kept in the user's state directory, and go on with the next command when this one was killed. One caller at a time.
 */
public final class OwnRunbooks implements AutoCloseable {
    /** Their object, and the name of the newest run. */
    public static final String THIS_MACHINE = "this-machine";

    private final Store store;
    private final Runs runs;
    private final RunWords words;
    private final InstantSource clock;

    private OwnRunbooks(Store store, Runbooks runbooks, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.runs = new Runs(runbooks, new SqlRunStore(store), clock, THIS_MACHINE);
        this.words = new RunWords(runs, run -> THIS_MACHINE);
    }

    /**
     * Which runbooks there are: Demarc's own and those in {@code $XDG_CONFIG_HOME/demarc/runbooks} (XDG base directory
     * specification).
     *
     * @throws ProblemException {@code RUNBOOK_INVALID} with every problem of every file
     */
    public static List<RunbookView> all(Map<String, String> environment) {
        return runbooks(environment).all().stream().map(RunWords::of).toList();
    }

    private static Runbooks runbooks(Map<String, String> environment) {
        Path config = base(environment, "XDG_CONFIG_HOME", home(environment).resolve(".config"));
        return Runbooks.forThisMachine(
                StepKinds.of(List.of(
                        new PointerButtons(new OwnMachine(), home(environment)),
                        new DesktopScrolling(new OwnMachine()))),
                config.resolve("runbooks"));
    }

    /**
     * Runs are kept in {@code $XDG_STATE_HOME/demarc}.
     *
     * @throws ProblemException when that directory is unfit, or a runbook's file is
     */
    public static OwnRunbooks open(Map<String, String> environment, InstantSource clock) {
        Path state = base(environment, "XDG_STATE_HOME", home(environment).resolve(".local/state"));
        Runbooks runbooks = runbooks(environment);
        PrivateFiles.createDirectory(state);
        return new OwnRunbooks(Store.open(state.resolve("runs.sqlite")), runbooks, clock);
    }

    private static Path home(Map<String, String> environment) {
        return Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
    }

    private static Path base(Map<String, String> environment, String variable, Path usual) {
        String named = environment.getOrDefault(variable, "");
        return (named.isEmpty() ? usual : Path.of(named)).resolve("demarc");
    }

    public PlanView plan(String runbook, Map<String, String> parameters, String who) {
        return RunWords.of(runs.dryRun(new RunOrder(runbook, THIS_MACHINE, parameters, who)));
    }

    /** Starts it and takes it as far as it goes without a person. */
    public RunView start(String runbook, Map<String, String> parameters, String who) {
        return driven(
                runs.start(new RunOrder(runbook, THIS_MACHINE, parameters, who)).id());
    }

    public RunView status() {
        return words.of(newest());
    }

    /** The same three as those of a run in the daemon; each then goes on as far as it can. */
    public RunView confirm(String step, String said, String who) {
        return driven(runs.confirm(newest().id(), step, who, said).id());
    }

    public RunView pause(String said, String who) {
        return driven(runs.pause(newest().id(), who, said).id());
    }

    public RunView resume(String said, String who) {
        return driven(runs.resume(newest().id(), who, said).id());
    }

    public RunView abort(String said, boolean isUndoing, String who) {
        return driven(runs.abort(newest().id(), who, said, isUndoing).run().id());
    }

    public List<EvidenceView> log() {
        return runs.log(newest().id()).stream().map(RunWords::of).toList();
    }

    private Run newest() {
        return runs.list().stream()
                .findFirst()
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.NOT_FOUND, "No runbook was run on this machine yet.", "'demarc runbook list'."));
    }

    private RunView driven(RunId id) {
        while (runs.find(id).state() == RunState.RUNNING || runs.find(id).state() == RunState.UNDOING) {
            Next next = runs.advance(id);
            if (next.at().isEmpty()) {
                break;
            }
            pause(Duration.between(clock.instant(), next.at().get()));
        }
        return words.of(runs.find(id));
    }

    private static void pause(Duration length) {
        try {
            Thread.sleep(Math.max(0, length.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.of(
                    ProblemCode.INTERNAL, "The command was interrupted.", "'demarc runbook resume this-machine'.");
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
