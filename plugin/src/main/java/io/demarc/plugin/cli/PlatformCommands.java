/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.plugin.http.Json;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Capability;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.platform.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

        /** The platform of this name, or the one that the file of this name defines. */
        Platform find(String name) {
            return name.endsWith(".yaml") ? Platforms.ofFile(Path.of(name)) : load().find(name);
        }
    }

    private record PlatformView(
            String name,
            String title,
            String transport,
            String verified,
            List<String> capabilities,
            List<String> readCommands,
            String origin,
            String sha256) {
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
                    platforms.origin(platform.name()).orElse(""),
                    platforms.digest(platform.name()));
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
        table.row("defined in", view.origin()).row("sha256", view.sha256()).print(terminal);
        return ExitStatus.DONE.code();
    }

    @Command(
            name = "schema",
            description = {
                "Prints the JSON Schema of definitions, with which editors complete and check them while they are written.",
                "A definition's first line names it: # yaml-language-server: $$schema=platform.schema.json"
            },
            footer = {"", "Example:", "  demarc platform schema > platform.schema.json"})
    int schema() {
        terminal.text(Platforms.schema() + "\n");
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
}
