/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static io.demarc.plugin.cli.DaemonClient.encode;

import com.google.gson.JsonParser;
import io.demarc.access.FileFault;
import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.Views.Outcome;
import io.demarc.plugin.operations.Views.PlannedChange;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "plan",
        description = {
            "Reads the switches and shows every difference, with the very lines that would be sent.",
            "Writes nothing. Exit 1 if anything would be changed.",
            "With --output into a file that --execute does later: exactly that, or nothing."
        },
        footer = {"", "Example:", "  demarc plan tor-a1"})
final class PlanCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Mixin
    private Wait wait = new Wait();

    @Mixin
    private OneSwitch only = new OneSwitch();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the plan into this file, to be read, approved and executed.")
    private @Nullable Path output;

    @Option(names = "--not-before", paramLabel = "TIME", description = "Not executed before: 2026-11-30T22:00:00Z.")
    private @Nullable String notBefore;

    @Option(names = "--not-after", paramLabel = "TIME", description = "Not executed after.")
    private @Nullable String notAfter;

    @Option(
            names = "--execute",
            paramLabel = "FILE",
            description =
                    "Do what the plan in this file says, even if frozen; refused if anything is otherwise by now.")
    private @Nullable String execute;

    PlanCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        boolean hasWindow = notBefore != null || notAfter != null;
        if ((execute != null && (output != null || only.isGiven())) || (hasWindow && output == null)) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "--execute stands alone, and --not-before and --not-after go with --output.",
                    "Make a plan with --output, and execute it as it is.");
        }
        try (DaemonClient daemon = client.connect(terminal)) {
            return execute != null ? execute(daemon, execute) : output != null ? write(daemon, output) : show(daemon);
        }
    }

    private int show(DaemonClient daemon) {
        String answer = daemon.get("plan?wait_seconds=" + wait.seconds() + only.query(), wait.duration());
        List<PlannedChange> changes = Json.readAll(answer, PlannedChange.class);
        client.print(terminal, answer, () -> new Rendering(terminal).plan(changes));
        return ExitStatus.doneIf(changes.stream().noneMatch(PlannedChange::isDone));
    }

    private int write(DaemonClient daemon, Path file) {
        String answer = daemon.get(
                "plan/text?wait_seconds=" + wait.seconds() + only.query() + window("not_before", notBefore)
                        + window("not_after", notAfter),
                wait.duration());
        String text =
                JsonParser.parseString(answer).getAsJsonObject().get("text").getAsString();
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.INPUT_INVALID,
                            "The plan can't be written to " + file + ": " + FileFault.inWords(e) + ".",
                            "Name a file that you may write."),
                    e);
        }
        client.print(
                terminal,
                answer,
                () -> terminal.line(
                        "The plan is in " + file + ". Read it, then 'demarc plan --execute " + file + "'."));
        return ExitStatus.DONE.code();
    }

    private static String window(String name, @Nullable String time) {
        return time == null ? "" : "&" + name + "=" + encode(time);
    }

    private int execute(DaemonClient daemon, String file) {
        byte[] plan = InputFile.read(file, terminal);
        String path = "plan/execute?wait_seconds=" + wait.seconds();
        String answer = daemon.send("POST", path, "text/plain", plan, wait.duration());
        Outcome outcome = Objects.requireNonNull(Json.read(answer, Outcome.class));
        client.print(terminal, answer, () -> new Rendering(terminal).outcome(outcome));
        return ExitStatus.doneIf(outcome.done());
    }
}
