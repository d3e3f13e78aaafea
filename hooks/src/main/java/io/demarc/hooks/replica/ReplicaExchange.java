/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.access.Printable;
import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Progress;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.Undo;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code replica-exchange}: puts received files in place of the replica's own, and restarts its server on them. A script on its
 * machine does it, whatever becomes of this process: see {@code exchange.sh}. What the replica held stays until the server runs
 * on the copy. What was loaded in
 * place is there already: then there is nothing to do.
 */
final class ReplicaExchange extends ReplicaStep {
    private static final Duration USUAL = Duration.ofSeconds(60);
    /** Ends and starts a server. */
    private static final Duration RETURNING = Duration.ofMinutes(70);

    private static final Duration CLEARING = Duration.ofMinutes(30);
    /** For a server that has said that it started, until it answers. */
    private static final long ANSWERING_SECONDS = 300;

    private static final String STARTED = "started";
    private static final String NOTHING = "nothing";
    /** That a whole copy was there: when there is nothing any more, it is in its place. */
    private static final String BEGUN = "exchange-begun";
    /** That people know that it has failed: the next look is one after they have mended it. */
    private static final String TOLD = "exchange-failure-told";

    ReplicaExchange(Databases databases) {
        super(databases);
    }

    @Override
    public String name() {
        return "replica-exchange";
    }

    /** What the script on the replica's machine says of itself. */
    private record State(String how, String where, long seconds, String said) {
        static State parse(String output) {
            List<String> lines = output.strip().lines().toList();
            String[] words = lines.isEmpty() ? new String[0] : lines.get(0).split(" ", -1);
            if (words.length != 3 || !words[2].matches("-?\\d{1,12}")) {
                throw new IllegalArgumentException("'" + Printable.of(output) + "' is no state of an exchange");
            }
            return new State(words[0], words[1], Long.parseLong(words[2]), said(lines.subList(1, lines.size())));
        }

        /** The last line says why it ended; those before it, what led there. */
        private static String said(List<String> lines) {
            if (lines.isEmpty()) {
                return "";
            }
            String before = String.join(" ", lines.subList(0, lines.size() - 1)).replaceAll("\\s+", " ");
            return Printable.of(
                    lines.get(lines.size() - 1) + (before.isBlank() ? "" : "; before that: " + before.strip()));
        }

        boolean isRunning() {
            return how.equals("running");
        }

        boolean isFailed() {
            return how.equals("failed");
        }

        boolean isAt(String... states) {
            return List.of(states).contains(where);
        }
    }

    private State state(StepContext context) {
        return State.parse(script(context, "state", USUAL));
    }

    private String script(StepContext context, String command, Duration limit) {
        Database replica = rebuild(context).replica();
        List<String> arguments = new ArrayList<>(List.of(command, saved(context, DATA_DIRECTORY)));
        if (command.equals("begin") || command.equals("back")) {
            arguments.addAll(List.of(saved(context, PID_FILE), replica.stopCommand(), replica.startCommand()));
        }
        if (command.equals("begin")) {
            arguments.add(replica.clientOption());
            arguments.add(context.value(LOGIN_PROOF).orElse("no"));
            arguments.addAll(rebuild(context).keptAccounts());
        }
        CommandResult result = databases().on(replica).run(Script.EXCHANGE.argv(arguments), limit);
        if (!command.equals("state")) {
            context.record(
                    replica.server() + "> exchange " + String.join(" ", arguments),
                    result.exit(),
                    result.stdout() + result.stderr());
        }
        if (result.exit() != 0) {
            throw ProblemException.of(
                    ProblemCode.NODE_COMMAND_FAILED,
                    replica.server() + ": '" + command + "' of the exchange in " + saved(context, DATA_DIRECTORY)
                            + " ended with " + result.exit() + ": "
                            + Printable.of((result.stdout() + " " + result.stderr())
                                    .strip()
                                    .replaceAll("\\s+", " ")),
                    "Look into the server's log there, then resume.");
        }
        return result.stdout();
    }

    /** Unless the server has been stopped for it, what was received is thrown away; one that has loaded it is as it was otherwise. */
    @Override
    public void abandon(StepContext context) {
        if (isBeside(context)) {
            script(context, "halt", USUAL);
        } else {
            restoreSettings(context);
        }
    }

    private static String saved(StepContext context, String name) {
        return context.value(name).orElseThrow(() -> new IllegalStateException("the run has no " + name));
    }

    @Override
    public List<Finding> guard(StepContext context) {
        if (!isBeside(context)) {
            return List.of();
        }
        String claim = "the copy that " + context.object() + " has received is whole";
        State state = state(context);
        boolean isWhole = state.isAt("received", "prepared", "proven", "stopped", "aside", "renamed", STARTED)
                || (state.isAt("preparing") && state.isRunning())
                || isDone(context, state);
        if (copied(context).isEmpty() || !isWhole) {
            return List.of(Finding.notMet(
                    claim,
                    inWords(state.where()) + (state.said().isEmpty() ? "" : ": " + state.said()),
                    "Abort the run and start a new one; " + context.object() + " has its own data still."));
        }
        saveOnce(context, BEGUN, "yes");
        return List.of(Finding.met(claim, inWords(state.where())));
    }

    private static boolean isDone(StepContext context, State state) {
        return state.isAt(NOTHING) && context.value(BEGUN).isPresent();
    }

    @Override
    public Outcome act(StepContext context) {
        if (!isBeside(context)) {
            return Outcome.acted("nothing to exchange: the server has loaded the copy itself");
        }
        State state = state(context);
        if (isDone(context, state)) {
            return Outcome.acted("they are in place already");
        }
        if (!state.isRunning()) {
            if (state.isAt("received", "prepared", "proven")) {
                forget(context);
            }
            script(context, "begin", USUAL);
        }
        return Outcome.acted("the files are prepared, tried, and put in place of those of " + context.object());
    }

    /** It may have kept elsewhere whom it replicates from, and where: it must not go on from there with other data. */
    private void forget(StepContext context) {
        Rebuild rebuild = rebuild(context);
        SqlClient client = rebuild.client(rebuild.replica());
        Dialect dialect = ServerReader.read(client).dialect();
        if (ServerReader.status(client, dialect).isPresent()) {
            change(context, client, List.of(dialect.thread("STOP", ""), dialect.forget()));
        }
    }

    @Override
    public Progress poll(StepContext context) {
        if (!isBeside(context)) {
            return Progress.done();
        }
        State state = state(context);
        if (state.isRunning()) {
            return Progress.waiting(inWords(state.where()) + ", for "
                    + Estimate.inWords(Duration.ofSeconds(Math.max(0, state.seconds()))));
        }
        if (isDone(context, state)) {
            return Progress.done();
        }
        boolean isTold = context.value(TOLD).orElse("no").equals("yes");
        if (state.isFailed() && !isTold) {
            context.save(TOLD, "yes");
            return Progress.broken(List.of(Finding.notMet(
                    context.object() + " runs on the copy",
                    inWords(state.where()) + ": " + state.said(),
                    advice(state))));
        }
        if (!state.isAt(STARTED)) {
            // It was mended, or the machine was restarted, or somebody has ended the script.
            context.save(TOLD, "no");
            script(context, "begin", USUAL);
            return Progress.waiting(inWords(state.where()) + ": it goes on");
        }
        return settle(context, state);
    }

    private static String inWords(String where) {
        return switch (where) {
            case "received" -> "the files are there";
            case "preparing" -> "preparing the files";
            case "prepared" -> "trying the files";
            case "proven" -> "stopping the server";
            case "stopped" -> "putting its own files aside";
            case "aside" -> "putting the copy in their place";
            case "renamed" -> "starting the server";
            case STARTED -> "the server was started";
            case "returning" -> "giving the server its own files back";
            case NOTHING -> "no copy is there";
            default -> where;
        };
    }

    private static String advice(State state) {
        return state.isAt("received", "preparing", "prepared", "proven")
                ? "It runs with its own data still. Abort the run, mend it, and start a new one."
                : "Mend it and resume; or 'abort --undo', which gives it its own data back.";
    }

    private Progress settle(StepContext context, State state) {
        Rebuild rebuild = rebuild(context);
        SqlClient client = rebuild.client(rebuild.replica());
        @Nullable ServerView view = answering(client);
        if (view == null) {
            return state.seconds() < ANSWERING_SECONDS
                    ? Progress.waiting("the server was started and doesn't answer yet")
                    : Progress.broken(
                            List.of(
                                    Finding.notMet(
                                            context.object() + " runs on the copy",
                                            "it was started and doesn't answer after " + state.seconds() + " s",
                                            "Look into its log. Mend it and resume; or 'abort --undo', which gives it its own data back.")));
        }
        if (!view.replication().isEmpty()) {
            return Progress.broken(List.of(Finding.notMet(
                    context.object() + " replicates from nobody on the new files",
                    view.replication().get(0).inWords(),
                    "Find out what set it up ('STOP SLAVE; RESET SLAVE ALL' there), then resume.")));
        }
        if (view.isOn("log_bin")) {
            // Its log may be elsewhere, and tells of what is gone.
            change(context, client, List.of(view.dialect().emptyLog()));
        }
        script(context, "clear", CLEARING);
        return Progress.done();
    }

    /** Null when it doesn't answer. */
    private static @Nullable ServerView answering(SqlClient client) {
        try {
            return ServerReader.read(client);
        } catch (ProblemException e) {
            return null;
        }
    }

    @Override
    public List<Finding> verify(StepContext context) {
        if (!isBeside(context)) {
            return List.of(Finding.met(context.object() + " has the copy", "loaded"));
        }
        State state = state(context);
        String claim = context.object() + " runs on the copy";
        if (!isDone(context, state)) {
            return List.of(Finding.notMet(claim, inWords(state.where()), "Resume: it goes on."));
        }
        Rebuild rebuild = rebuild(context);
        ServerView view = ServerReader.read(rebuild.client(rebuild.replica()));
        return List.of(Finding.met(claim, view.version() + " answers; what it held before is gone"));
    }

    @Override
    public Optional<Undo> undo(StepContext context) {
        if (!isBeside(context)) {
            return Optional.empty();
        }
        State state = state(context);
        boolean isStopping = state.isRunning() && state.isAt("proven");
        if (!isStopping && !state.isAt("stopped", "aside", "renamed", STARTED, "returning")) {
            return Optional.empty();
        }
        return Optional.of(Undo.of(
                "give " + context.object() + " its own data back; it won't replicate", () -> giveBack(context)));
    }

    private void giveBack(StepContext context) {
        script(context, "back", RETURNING);
        script(context, "clear", CLEARING);
    }
}
