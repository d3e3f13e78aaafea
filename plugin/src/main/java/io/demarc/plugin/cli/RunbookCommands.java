/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static io.demarc.plugin.cli.DaemonClient.encode;

import io.demarc.access.Printable;
import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.RunViews.EvidenceView;
import io.demarc.plugin.operations.RunViews.RunView;
import io.demarc.plugin.operations.RunViews.RunbookView;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "runbook",
        description = {
            "Guarded procedures: each step is checked right before it, waited for, and verified.",
            "RUN is a run's number, or the name of its object for the newest run on it;",
            "this-machine for the newest one on this machine, which needs no daemon."
        },
        footer = {"", "Example:", "  demarc runbook status 7 --watch"})
final class RunbookCommands {
    private static final Duration PATIENCE = RunStart.PATIENCE;

    private final Terminal terminal;

    RunbookCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    /** A run, and the person's words for its log. */
    static final class Saying {
        @Parameters(index = "0", paramLabel = "RUN", description = "Its number, or its object.")
        private String run = "";

        @Parameters(index = "1..*", arity = "0..*", paramLabel = "WORDS", description = "Why, for the run's log.")
        private List<String> words = new ArrayList<>();

        String run() {
            return run;
        }

        String words() {
            return String.join(" ", words);
        }
    }

    @Command(
            name = "list",
            description = "Every runbook.",
            footer = {"", "Example:", "  demarc runbook list"})
    int list(@Mixin ClientOptions client) {
        List<RunbookView> all = new ArrayList<>();
        try (DaemonClient daemon = client.connect(terminal)) {
            all.addAll(Json.readAll(daemon.get("runbooks"), RunbookView.class));
        } catch (ProblemException e) {
            if (e.problem().code() != ProblemCode.DAEMON_UNREACHABLE) {
                throw e;
            }
            terminal.problem(Problem.of(
                    ProblemCode.DAEMON_UNREACHABLE,
                    "The daemon does not answer: only the runbooks for this machine are listed.",
                    ""));
        }
        all.addAll(own(client).all());
        client.print(terminal, Json.write(all), () -> new RunRendering(terminal).runbooks(all));
        return ExitStatus.DONE.code();
    }

    private OwnRunbookCommands own(ClientOptions client) {
        return new OwnRunbookCommands(terminal, client);
    }

    @Command(
            name = "show",
            description = "One runbook: its parameters and its steps.",
            footer = {"", "Example:", "  demarc runbook show replace-nodes"})
    int show(@Mixin ClientOptions client, @Parameters(paramLabel = "RUNBOOK", description = "Its name.") String name) {
        Optional<RunbookView> own = own(client).find(name);
        if (own.isPresent()) {
            return own(client).show(own.get());
        }
        try (DaemonClient daemon = client.connect(terminal)) {
            String answer = daemon.get("runbooks/" + encode(name));
            client.print(terminal, answer, () -> {
                new RunRendering(terminal).runbook(Objects.requireNonNull(Json.read(answer, RunbookView.class)));
            });
            return ExitStatus.DONE.code();
        }
    }

    @Command(
            name = "start",
            description = {
                "Starts a run, if everything that it requires is met; otherwise nothing happens.",
                "With --dry-run every guard is asked and the plan shown; exit 1 if one is not met."
            },
            footer = {"", "Example:", "  demarc runbook start replace-nodes store-1 -p first=node-b --dry-run"})
    int start(
            @Mixin ClientOptions client,
            @Parameters(index = "0", paramLabel = "RUNBOOK", description = "Its name.") String runbook,
            @Parameters(
                            index = "1",
                            arity = "0..1",
                            paramLabel = "OBJECT",
                            description = "What to do it to; not for runbooks about this machine.")
                    @Nullable
                    String object,
            @Option(
                            names = {"-p", "--parameter"},
                            paramLabel = "NAME=VALUE",
                            description = "A parameter of the runbook; may be given more than once.")
                    @Nullable
                    Map<String, String> parameters,
            @Option(names = "--yes", description = "Confirm without asking; only for runbooks about this machine.")
                    boolean yes,
            @Option(names = "--watch", description = "Show it until it has ended or needs a person; as of status.")
                    boolean watch,
            @Option(names = "--dry-run", description = "Only ask the guards and show the plan.") boolean dryRun) {
        Map<String, String> given = parameters == null ? Map.of() : parameters;
        if (own(client).find(runbook).isPresent()) {
            return dryRun ? own(client).plan(runbook, given) : own(client).start(runbook, given, yes);
        }
        if (object == null || yes) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    object == null
                            ? "Runbook '" + Printable.of(runbook) + "' needs to know what to do it to."
                            : "--yes is only for runbooks about this machine: others are confirmed step by step.",
                    "'demarc runbook start --help' tells how.");
        }
        RunStart.Then then = dryRun ? RunStart.Then.DRY_RUN : watch ? RunStart.Then.WATCH : RunStart.Then.RETURN;
        return new RunStart(terminal, client).run(new RunStart.Wanted(runbook, object, given), then);
    }

    @Command(
            name = "status",
            description = {
                "Every run, or one: its steps, what it waits for, and what to type next.",
                "With --watch until it has ended (exit 0 if done) or needs a person (exit 1)."
            },
            footer = {"", "Example:", "  demarc runbook status store-1 --watch"})
    int status(
            @Mixin ClientOptions client,
            @Parameters(arity = "0..1", paramLabel = "RUN", description = "Only this one.") @Nullable String run,
            @Option(names = "--watch", description = "Show it again whenever it has changed; needs RUN.")
                    boolean watch) {
        if (OwnRunbookCommands.isMeant(run)) {
            return own(client).status();
        }
        try (DaemonClient daemon = client.connect(terminal)) {
            if (run == null) {
                if (watch) {
                    throw ProblemException.of(
                            ProblemCode.INPUT_INVALID,
                            "--watch needs to know the run.",
                            "Name it: its number is enough.");
                }
                String answer = daemon.get("runs");
                client.print(terminal, answer, () -> {
                    new RunRendering(terminal).runs(Json.readAll(answer, RunView.class));
                });
                return ExitStatus.DONE.code();
            }
            if (watch) {
                RunView last = new RunWatch(terminal, daemon, client.json()).watch(run);
                return ExitStatus.doneIf(last.state().equals("done"));
            }
            return shown(client, daemon.get("runs/" + encode(run)));
        }
    }

    @Command(
            name = "confirm",
            description = {
                "Says that you have done what a step asks for. Your name and words go into the run's log.",
                "Where the step wants a word typed, WORDS is that word."
            },
            footer = {"", "Example:", "  demarc runbook confirm 7 plug-in-first both cables, slot 2"})
    int confirm(
            @Mixin ClientOptions client,
            @Parameters(index = "0", paramLabel = "RUN", description = "Its number, or its object.") String run,
            @Parameters(index = "1", paramLabel = "STEP", description = "The step that asks.") String step,
            @Parameters(index = "2..*", arity = "0..*", paramLabel = "WORDS", description = "For the log.") @Nullable
                    List<String> words) {
        String said = words == null ? "" : String.join(" ", words);
        if (OwnRunbookCommands.isMeant(run)) {
            return own(client).confirm(step, said);
        }
        return say(client, run, "confirm", Map.of("step", step, "words", said));
    }

    @Command(
            name = "pause",
            description = "No further step begins; an action that is under way goes on to its end.",
            footer = {"", "Example:", "  demarc runbook pause 7 waiting for the spare part"})
    int pause(@Mixin ClientOptions client, @Mixin Saying saying) {
        if (OwnRunbookCommands.isMeant(saying.run())) {
            return own(client).pause(saying.words());
        }
        return say(client, saying.run(), "pause", Map.of("words", saying.words()));
    }

    @Command(
            name = "resume",
            description = "Goes on with a run that was paused or has stopped; its guard is asked again.",
            footer = {"", "Example:", "  demarc runbook resume 7 cable replaced"})
    int resume(@Mixin ClientOptions client, @Mixin Saying saying) {
        if (OwnRunbookCommands.isMeant(saying.run())) {
            return own(client).resume(saying.words());
        }
        return say(client, saying.run(), "resume", Map.of("words", saying.words()));
    }

    @Command(
            name = "abort",
            description = {
                "Ends a run and shows what is left to undo. Nothing is undone without --undo,",
                "which may also be given afterwards."
            },
            footer = {"", "Example:", "  demarc runbook abort 7 --undo the wrong node"})
    int abort(
            @Mixin ClientOptions client,
            @Mixin Saying saying,
            @Option(names = "--undo", description = "Take back what was done, newest step first.") boolean undo) {
        if (OwnRunbookCommands.isMeant(saying.run())) {
            return own(client).abort(saying.words(), undo);
        }
        return say(client, saying.run(), "abort", Map.of("words", saying.words(), "undo", undo));
    }

    @Command(
            name = "log",
            description = "Everything that was done, printed, found and said in a run, and by whom.",
            footer = {"", "Example:", "  demarc runbook log 7 --export run-7.txt"})
    int log(
            @Mixin ClientOptions client,
            @Parameters(paramLabel = "RUN", description = "Its number, or its object.") String run,
            @Option(names = "--export", paramLabel = "FILE", description = "Write it to this new file.") @Nullable
                    Path file) {
        String answer = log(client, run);
        StringBuilder text = new StringBuilder();
        if (client.json()) {
            text.append(Json.indent(answer)).append('\n');
        } else {
            Json.readAll(answer, EvidenceView.class).forEach(it -> text.append(RunRendering.evidence(it)));
        }
        if (file == null) {
            terminal.text(text.toString());
        } else {
            export(file, text.toString());
            terminal.line("Written to " + file + ".");
        }
        return ExitStatus.DONE.code();
    }

    private String log(ClientOptions client, String run) {
        if (OwnRunbookCommands.isMeant(run)) {
            return Json.write(own(client).log());
        }
        try (DaemonClient daemon = client.connect(terminal)) {
            return daemon.get("runs/" + encode(run) + "/log", PATIENCE);
        }
    }

    private static void export(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.INPUT_INVALID,
                            "File " + file + " cannot be written ("
                                    + Printable.of(e.getClass().getSimpleName()) + ").",
                            "Name a file that does not exist yet, where you may write."),
                    e);
        }
    }

    private int say(ClientOptions client, String run, String what, Map<String, Object> body) {
        try (DaemonClient daemon = client.connect(terminal)) {
            return shown(client, send(daemon, "runs/" + encode(run) + "/" + what, body));
        }
    }

    private static String send(DaemonClient daemon, String path, Map<String, ?> body) {
        byte[] json = Json.write(body).getBytes(StandardCharsets.UTF_8);
        return daemon.send("POST", path, "application/json", json, PATIENCE);
    }

    private int shown(ClientOptions client, String answer) {
        RunView view = Objects.requireNonNull(Json.read(answer, RunView.class));
        client.print(terminal, answer, () -> new RunRendering(terminal).run(view));
        return ExitStatus.DONE.code();
    }
}
