/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.access.Printable;
import io.demarc.plugin.http.Json;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Doubt;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.platform.Platform.ExplainedLine;
import io.demarc.switches.platform.Platform.SavedOutput;
import io.demarc.switches.platform.Platform.UnreadLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "parse",
        description = {
            "Reads saved switch output and prints the port states as JSON.",
            "null stands where the output doesn't say. SNMP: a walk (snmpwalk -On) or snmprec lines.",
            "A capture, in which each output follows a line '### command', is taken as it is.",
            "Exit 1 if the output contradicts itself or has words or lines that can't be read."
        },
        footer = {
            "",
            "Examples:",
            "  demarc platform parse cisco-ios --command 'show vlan' show-vlan.txt",
            "  demarc platform parse cisco-ios --table --explain capture.txt"
        })
final class ParseCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private PlatformCommands.Directories directories = new PlatformCommands.Directories();

    @Option(
            names = "--command",
            paramLabel = "COMMAND",
            description = "What printed the file; once for each file, in their order."
                    + " Default: the one that shows port states.")
    private @Nullable List<String> commands;

    @Option(names = "--table", description = "As a table for people, with VLANs as ranges, instead of JSON.")
    private boolean table;

    @Option(
            names = "--explain",
            description = "Tells which line is read by which pattern of the definition, and which by none.")
    private boolean explain;

    @Parameters(index = "0", paramLabel = "PLATFORM", description = "Its name, or its definition's file (.yaml).")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Saved output, or a capture; - reads standard input.")
    private List<String> files = List.of();

    ParseCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Platform platform = directories.find(name);
        List<String> told = commands == null ? List.of() : commands;
        if (!told.isEmpty() && told.size() != files.size()) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "There are " + told.size() + " commands for " + files.size() + " files.",
                    "Give --command once for each file, in their order.");
        }
        Parsed parsed = parsed(platform, told);
        List<PortState> states = parsed.states().stream()
                .sorted(Comparator.comparing(PortState::port))
                .toList();
        if (table) {
            PortStates.print(states, parsed.evidence(), terminal);
        } else {
            terminal.text(states.stream()
                    .map(state -> Json.write(PortJson.of(
                            state, parsed.evidence().getOrDefault(state.port(), PortEvidence.none(state.port())))))
                    .collect(Collectors.joining(",\n ", "[", "]\n")));
        }
        if (explain) {
            print(parsed);
        }
        if (states.isEmpty()) {
            terminal.problem(Problem.of(
                    ProblemCode.SWITCH_UNREADABLE,
                    "No port can be read from this alone.",
                    "It tells VLANs; give the output that shows the ports as well (see 'demarc platform show " + name
                            + "')."));
        }
        List<UnreadLine> unread = parsed.unread();
        if (!unread.isEmpty()) {
            terminal.problem(unreadLines(platform, parsed.origins(), unread));
        }
        return ExitStatus.doneIf(!states.isEmpty()
                && unread.isEmpty()
                && states.stream().allMatch(state -> state.doubts().isEmpty()));
    }

    private void print(Parsed parsed) {
        Table rows = Table.of("READ BY", "LINE");
        parsed.explained().forEach(line -> rows.row(line.how(), line.text()));
        terminal.line("");
        rows.print(terminal);
    }

    private static Problem unreadLines(Platform platform, List<Origin> origins, List<UnreadLine> unread) {
        return new Problem(
                ProblemCode.SWITCH_UNREADABLE,
                "Not everything was read: platform " + platform.name() + " does not know "
                        + (unread.size() == 1 ? "this line." : "these " + unread.size() + " lines."),
                "What stands there is missing above. A line that is no row belongs under skip in the definition.",
                unread.stream()
                        .map(line -> inWords(origins.get(line.output()), line))
                        .toList());
    }

    private static String inWords(Origin origin, UnreadLine line) {
        return origin.file()
                + (line.number() == 0 ? "" : " line " + (origin.before() + line.number())) + ": "
                + Printable.of(line.text());
    }

    /** @param before how many lines of the file stand before the output */
    private record Origin(String file, int before) {}

    private record Parsed(
            List<PortState> states,
            Map<PortName, PortEvidence> evidence,
            List<UnreadLine> unread,
            List<ExplainedLine> explained,
            List<Origin> origins) {}

    private Parsed parsed(Platform platform, List<String> told) {
        try {
            List<String> texts = InputFile.readTexts(files, terminal);
            List<SavedOutput> outputs = new ArrayList<>();
            List<Origin> origins = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                List<SavedOutput> saved = told.isEmpty()
                        ? SavedOutput.ofFile(
                                texts.get(i), platform.readCommands().get(0))
                        : List.of(new SavedOutput(told.get(i), texts.get(i)));
                for (SavedOutput output : saved) {
                    outputs.add(output);
                    origins.add(new Origin(files.get(i), output.before()));
                }
            }
            return new Parsed(
                    platform.parse(outputs),
                    platform.evidence(outputs),
                    platform.unread(outputs),
                    explain ? platform.explain(outputs) : List.of(),
                    origins);
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
            @Nullable String lag,
            @Nullable String neighbour,
            @Nullable Boolean neighbourIsBridge,
            @Nullable String address,
            List<String> contradictions,
            List<String> unread) {
        static PortJson of(PortState state, PortEvidence evidence) {
            Vlan untagged = state.untagged();
            List<Vlan> tagged = state.tagged();
            PortEvidence.Neighbour neighbour = evidence.neighbour();
            return new PortJson(
                    state.port().value(),
                    state.mode().id(),
                    untagged == null ? null : untagged.id(),
                    state.alsoUntagged().stream().map(Vlan::id).toList(),
                    tagged == null ? null : tagged.stream().map(Vlan::id).toList(),
                    state.adminUp(),
                    state.linkUp(),
                    state.description(),
                    evidence.lag(),
                    neighbour == null ? null : neighbour.systemName(),
                    neighbour == null ? null : neighbour.isBridge(),
                    evidence.managementAddress(),
                    words(state, Doubt.Kind.CONTRADICTION, Doubt.Kind.PRECONDITION),
                    words(state, Doubt.Kind.UNREAD));
        }

        private static List<String> words(PortState state, Doubt.Kind... kinds) {
            return state.doubts().stream()
                    .filter(doubt -> List.of(kinds).contains(doubt.kind()))
                    .map(Doubt::words)
                    .toList();
        }
    }
}
