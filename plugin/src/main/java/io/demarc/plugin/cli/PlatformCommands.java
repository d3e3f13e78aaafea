/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.access.Printable;
import io.demarc.plugin.http.Json;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Capability;
import io.demarc.switches.Doubt;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.platform.Platform.SavedOutput;
import io.demarc.switches.platform.Platform.UnreadLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "platform",
        description = "What Demarc knows of makes of switches. Needs no daemon and no switch.",
        footer = {"", "Example:", "  demarc platform parse cisco-ios saved-output.txt"})
final class PlatformCommands {
    private final Terminal terminal;

    PlatformCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Where further definitions are. */
    static final class Directories {
        @Option(
                names = "--platforms",
                paramLabel = "DIR",
                description = "Directory with further definitions; may be given more than once.")
        private List<Path> directories = new ArrayList<>();

        Platforms load() {
            return Platforms.builtInAnd(directories);
        }
    }

    private record PlatformView(
            String name,
            String title,
            String transport,
            String verified,
            List<String> capabilities,
            List<String> readCommands,
            String origin) {
        static PlatformView of(Platform platform, Platforms platforms) {
            return new PlatformView(
                    platform.name(),
                    platform.title(),
                    platform.transport().name().toLowerCase(Locale.ROOT),
                    platform.verified().id(),
                    platform.capabilities().stream()
                            .sorted()
                            .map(Capability::id)
                            .toList(),
                    platform.readCommands(),
                    platforms.origin(platform.name()).orElse(""));
        }
    }

    @Command(
            name = "list",
            description = "Every platform.",
            footer = {"", "Example:", "  demarc platform list"})
    int list(@Mixin Directories directories, @Option(names = "--json", description = "As JSON.") boolean json) {
        Platforms platforms = directories.load();
        List<PlatformView> views = platforms.all().stream()
                .map(it -> PlatformView.of(it, platforms))
                .toList();
        if (json) {
            terminal.text(Json.indent(Json.write(views)) + "\n");
        } else {
            Table table = Table.of("PLATFORM", "TRANSPORT", "VERIFIED", "TITLE");
            views.forEach(it -> table.row(it.name(), it.transport(), it.verified(), it.title()));
            table.print(terminal);
        }
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "show",
            description = "One platform: what it can do, and which saved output it can read.",
            footer = {"", "Example:", "  demarc platform show cisco-ios"})
    int show(
            @Mixin Directories directories,
            @Option(names = "--json", description = "As JSON.") boolean json,
            @Parameters(paramLabel = "PLATFORM", description = "Its name.") String name) {
        Platforms platforms = directories.load();
        PlatformView view = PlatformView.of(platforms.find(name), platforms);
        if (json) {
            terminal.text(Json.indent(Json.write(view)) + "\n");
            return ExitStatus.DONE.code();
        }
        Table table = Table.plain()
                .row("platform", view.name())
                .row("title", view.title())
                .row("transport", view.transport())
                .row("verified", view.verified())
                .row("capabilities", String.join(" ", view.capabilities()));
        view.readCommands().forEach(it -> table.row("reads", it));
        table.row("defined in", view.origin()).print(terminal);
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "check",
            description = "Checks a definition file and tells all its problems. Exit 3 if there are any.",
            footer = {"", "Example:", "  demarc platform check my-switch.yaml"})
    int check(@Parameters(paramLabel = "FILE", description = "A platform definition.") Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "File " + file + " does not exist or cannot be read.",
                    "Name a definition file that you may read.");
        }
        List<String> problems = Platforms.check(file);
        if (!problems.isEmpty()) {
            throw new Problem(
                            ProblemCode.PLATFORM_INVALID,
                            "Platform definition " + file + " has problems:",
                            "",
                            problems)
                    .exception();
        }
        terminal.line(file + ": fine.");
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "parse",
            description = {
                "Reads saved switch output and prints the port states as JSON.",
                "null stands where the output doesn't say. SNMP: a walk (snmpwalk -On) or snmprec lines.",
                "Exit 1 if the output contradicts itself or has words or lines that can't be read."
            },
            footer = {"", "Example:", "  demarc platform parse cisco-ios --command 'show vlan' show-vlan.txt"})
    int parse(
            @Mixin Directories directories,
            @Option(
                            names = "--command",
                            paramLabel = "COMMAND",
                            description = "What printed the file; once for each file, in their order."
                                    + " Default: the one that shows port states.")
                    @Nullable
                    List<String> commands,
            @Parameters(paramLabel = "PLATFORM", description = "Its name.") String name,
            @Parameters(arity = "1..*", paramLabel = "FILE", description = "Saved output; - reads standard input.")
                    List<String> files) {
        Platform platform = directories.load().find(name);
        List<String> told = commands == null ? List.of() : commands;
        if (!told.isEmpty() && told.size() != files.size()) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "There are " + told.size() + " commands for " + files.size() + " files.",
                    "Give --command once for each file, in their order.");
        }
        Parsed parsed = parsed(platform, told, files);
        List<PortState> states = parsed.states().stream()
                .sorted(Comparator.comparing(PortState::port))
                .toList();
        terminal.text(states.stream()
                .map(state -> Json.write(PortJson.of(state)))
                .collect(Collectors.joining(",\n ", "[", "]\n")));
        List<UnreadLine> unread = parsed.unread();
        if (!unread.isEmpty()) {
            terminal.problem(unreadLines(platform, files, unread));
        }
        return ExitStatus.doneIf(unread.isEmpty()
                && states.stream().allMatch(state -> state.doubts().isEmpty()));
    }

    private static Problem unreadLines(Platform platform, List<String> files, List<UnreadLine> unread) {
        return new Problem(
                ProblemCode.SWITCH_UNREADABLE,
                "Not everything was read: platform " + platform.name() + " does not know "
                        + (unread.size() == 1 ? "this line." : "these " + unread.size() + " lines."),
                "What stands there is missing above. A line that is no row belongs under skip in the definition.",
                unread.stream()
                        .map(line -> files.get(line.output())
                                + (line.number() == 0 ? "" : " line " + line.number()) + ": "
                                + Printable.of(line.text()))
                        .toList());
    }

    private record Parsed(List<PortState> states, List<UnreadLine> unread) {}

    private Parsed parsed(Platform platform, List<String> commands, List<String> files) {
        try {
            List<String> texts = InputFile.readTexts(files, terminal);
            List<SavedOutput> outputs = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                String command = commands.isEmpty() ? platform.readCommands().get(0) : commands.get(i);
                outputs.add(new SavedOutput(command, texts.get(i)));
            }
            return new Parsed(platform.parse(outputs), platform.unread(outputs));
        } catch (OutOfMemoryError | StackOverflowError e) {
            // Nothing of it is in use any longer here, so there is memory to say so.
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "What was saved is too large, or nested too deeply, for the memory of this command.",
                    "Save less: one command a file, one part of the switch at a time.");
        }
    }

    /** Keys are written in snake_case. */
    private record PortJson(
            String port,
            String mode,
            @Nullable Integer untagged,
            List<Integer> alsoUntagged,
            @Nullable List<Integer> tagged,
            @Nullable Boolean adminUp,
            @Nullable Boolean linkUp,
            @Nullable String description,
            List<String> contradictions,
            List<String> unread) {
        static PortJson of(PortState state) {
            Vlan untagged = state.untagged();
            List<Vlan> tagged = state.tagged();
            return new PortJson(
                    state.port().value(),
                    state.mode().id(),
                    untagged == null ? null : untagged.id(),
                    state.alsoUntagged().stream().map(Vlan::id).toList(),
                    tagged == null ? null : tagged.stream().map(Vlan::id).toList(),
                    state.adminUp(),
                    state.linkUp(),
                    state.description(),
                    words(state, Doubt.Kind.CONTRADICTION),
                    words(state, Doubt.Kind.UNREAD));
        }

        private static List<String> words(PortState state, Doubt.Kind kind) {
            return state.doubts().stream()
                    .filter(doubt -> doubt.kind() == kind)
                    .map(Doubt::words)
                    .toList();
        }
    }
}
