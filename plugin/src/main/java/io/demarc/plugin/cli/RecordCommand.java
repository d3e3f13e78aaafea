/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.access.FileFault;
import io.demarc.plugin.cli.PlatformCommands.Directories;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Observation;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.platform.Platform.Played;
import io.demarc.switches.platform.Platform.Recorded;
import io.demarc.switches.platform.Platform.SavedOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "record",
        description = {
            "Keeps what a real switch prints, as samples for a definition; nothing is written to it.",
            "capture.txt is for 'platform parse', session.txt for 'platform play'.",
            "The login, communities, passwords, keys and hashes are masked; names and addresses are not.",
            "Without --fingerprint it shows the switch's key, and nobody logs in.",
            "Exit 1 if the samples don't tell what the switch told."
        },
        footer = {"", "Example:", "  demarc platform record my-switch.yaml 192.0.2.10 samples --user reader"})
final class RecordCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private Directories directories = new Directories();

    @Mixin
    private SwitchByAddress target = new SwitchByAddress();

    @Parameters(index = "0", paramLabel = "PLATFORM", description = "Its name, or its definition's file (.yaml).")
    private String name = "";

    @Parameters(index = "1", paramLabel = "ADDRESS", description = "HOST or HOST:PORT of the switch.")
    private String address = "";

    @Parameters(index = "2", paramLabel = "DIR", description = "Where the samples go; it is made if it isn't there.")
    private Path folder = Path.of("");

    RecordCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Platform platform = directories.find(name);
        Path capture = free("capture.txt");
        Path session = free("session.txt");
        Optional<Recorded<Observation>> visited = target.visit(
                address,
                terminal,
                (access, deadline) -> platform.record(access, deadline, reading -> {
                    Observation seen = reading.observe(Set.of());
                    reading.uptime();
                    return seen;
                }));
        return visited.map(recorded -> keep(platform, recorded, capture, session))
                .orElse(ExitStatus.DIFFERS.code());
    }

    private int keep(Platform platform, Recorded<Observation> recorded, Path capture, Path session) {
        write(
                capture,
                recorded.outputs().stream()
                        .map(output -> "### " + output.command() + "\n" + output.text())
                        .collect(Collectors.joining()));
        String head = "Recorded from a switch, with platform " + platform.name() + ".\n"
                + (target.bridge() == null ? "" : "bridge: " + target.bridge() + "\n") + "do: observe\ndo: uptime\n";
        String script = "---\n" + recorded.script();
        Played played = platform.play(session.toString(), head + script);
        String told = played.told().stream().map(line -> "told: " + line + "\n").collect(Collectors.joining());
        write(session, head + told + script);
        terminal.line(capture + ": " + recorded.outputs().size() + " outputs.");
        terminal.line(session + ": " + script.lines().count() + " lines.");
        terminal.line(
                "Secrets are masked as far as they are known to be some. Read both files before you give them away: names,"
                        + " addresses and labels are as the switch tells them.");
        List<String> complaints = new ArrayList<>(played.complaints());
        complaints.addAll(differences(platform, recorded));
        complaints.forEach(line -> terminal.line(Terminal.plain(line)));
        return ExitStatus.doneIf(complaints.isEmpty());
    }

    /** Ports that the capture tells otherwise than the switch did. */
    private static List<String> differences(Platform platform, Recorded<Observation> recorded) {
        Map<PortName, PortState> seen = recorded.told().ports();
        Map<PortName, PortState> saved = saved(platform, recorded.outputs());
        return seen.values().stream()
                .filter(state -> !state.equals(saved.get(state.port())))
                .map(state -> state.port() + ": the switch told '" + state.inWords() + "', and the capture tells "
                        + (saved.containsKey(state.port())
                                ? "'" + saved.get(state.port()).inWords() + "'"
                                : "nothing")
                        + ". Please report it.")
                .toList();
    }

    private static Map<PortName, PortState> saved(Platform platform, List<SavedOutput> outputs) {
        return platform.parse(outputs).stream().collect(Collectors.toMap(PortState::port, Function.identity()));
    }

    private Path free(String file) {
        Path path = folder.resolve(file);
        if (Files.exists(path)) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID, path + " is there already.", "Name another directory, or move it away.");
        }
        return path;
    }

    private void write(Path file, String text) {
        try {
            Files.createDirectories(folder);
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.INPUT_INVALID,
                            "File " + file + " cannot be written: " + FileFault.inWords(e) + ".",
                            "Name a directory that you may write to."),
                    e);
        }
    }
}
