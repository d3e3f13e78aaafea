/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.access.FileFault;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.platform.Platform.Played;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "play",
        description = {
            "Plays transcripts of sessions: sends what the definition says to a switch that answers as it is written.",
            "Exit 1 if something else is sent, or something else comes of it, than what is written."
        },
        footer = {"", "Example:", "  demarc platform play my-switch.yaml attach.txt"})
final class PlayCommand implements Callable<Integer> {
    private static final String TOLD = "told: ";

    private final Terminal terminal;

    @Mixin
    private PlatformCommands.Directories directories = new PlatformCommands.Directories();

    @Option(names = "--update", description = "Writes what comes of it into the transcripts (told:).")
    private boolean update;

    @Parameters(index = "0", paramLabel = "PLATFORM", description = "Its name, or its definition's file (.yaml).")
    private String name = "";

    @Parameters(index = "1", arity = "1..*", paramLabel = "TRANSCRIPT", description = "What both sides say.")
    private List<Path> files = List.of();

    PlayCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Platform platform = directories.find(name);
        boolean isFine = true;
        for (Path file : files) {
            String text = read(file);
            Played played = platform.play(file.toString(), text);
            List<String> complaints = new ArrayList<>(played.complaints());
            if (update && complaints.isEmpty()) {
                write(file, updated(text, played.told()));
            } else {
                complaints.addAll(differences(file, text, played.told()));
            }
            complaints.forEach(complaint -> terminal.line(Terminal.plain(complaint)));
            if (!complaints.isEmpty()) {
                played.told().forEach(line -> terminal.line("  " + TOLD + Terminal.plain(line)));
            } else {
                terminal.line(file + ": goes as it is written.");
            }
            isFine &= complaints.isEmpty();
        }
        return ExitStatus.doneIf(isFine);
    }

    /** The first line that is told otherwise than it is written. */
    private static List<String> differences(Path file, String text, List<String> told) {
        List<String> lines = head(text);
        int next = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(TOLD)) {
                String written = lines.get(i).substring(TOLD.length());
                String came = next < told.size() ? told.get(next) : "nothing more";
                if (!written.equals(came)) {
                    return List.of(file + ":" + (i + 1) + ": told is written as '" + written + "', and this came: '"
                            + came + "'. --update writes it.");
                }
                next++;
            }
        }
        return next == told.size()
                ? List.of()
                : List.of(file + ": '" + told.get(next) + "' came as well, and no told: says so. --update writes it.");
    }

    private static String updated(String text, List<String> told) {
        List<String> lines = new ArrayList<>(head(text));
        int end = lines.size();
        lines.removeIf(line -> line.startsWith(TOLD));
        told.forEach(line -> lines.add(TOLD + line));
        lines.addAll(text.lines().skip(end).toList());
        return String.join("\n", lines) + "\n";
    }

    /** The lines above the one that begins what both sides say. */
    private static List<String> head(String text) {
        return text.lines().takeWhile(line -> !line.equals("---")).toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw fault(file, "read", e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw fault(file, "written", e);
        }
    }

    private static ProblemException fault(Path file, String what, IOException e) {
        return new ProblemException(
                Problem.of(
                        ProblemCode.INPUT_INVALID,
                        "File " + file + " cannot be " + what + ": " + FileFault.inWords(e) + ".",
                        "Name a transcript that you may read and write."),
                e);
    }
}
