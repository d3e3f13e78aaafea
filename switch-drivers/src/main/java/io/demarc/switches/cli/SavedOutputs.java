/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.Printable;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Observation;
import io.demarc.switches.cli.RowReader.Reading;
import io.demarc.switches.platform.Platform.SavedOutput;
import io.demarc.switches.platform.Platform.UnreadLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads what a switch has printed, without the switch. Immutable, thread-safe. */
final class SavedOutputs {
    /** Of one output: nobody reads more of them. */
    private static final int MOST_UNREAD = 100;

    private final CliDefinition definition;
    private final Dialogue dialogue;
    private final PortNames names;
    private final CliReader reader;

    SavedOutputs(CliDefinition definition, Dialogue dialogue, PortNames names, CliReader reader) {
        this.definition = definition;
        this.dialogue = dialogue;
        this.names = names;
        this.reader = reader;
    }

    /** Those whose output can be read, the one that shows the states of ports first. */
    List<String> commands() {
        List<String> commands = new ArrayList<>();
        for (Read read : reader.reads()) {
            commands.add(read.command());
            commands.addAll(read.also());
        }
        return List.copyOf(commands);
    }

    /** Whether output of this command can be read. */
    boolean reads(String command) {
        return reader.find(command).isPresent() || !requirements(command).isEmpty();
    }

    /** Everything that they tell; throws {@code INPUT_INVALID} and {@code SWITCH_UNREADABLE}. */
    Observation observe(List<SavedOutput> outputs) {
        Sightings sightings = new Sightings(names);
        boolean hasRows = false;
        for (SavedOutput output : outputs) {
            List<CliDefinition.Requirement> required = requirements(output.command());
            List<String> answer = required.isEmpty() ? List.of() : reader.linesOfCapture(output.text());
            required.forEach(it -> sightings.doubt(
                    Preconditions.doubt(it, answer, dialogue.errors()).stream().toList()));
            if (!required.isEmpty() && reader.find(output.command()).isEmpty()) {
                continue;
            }
            Read read = reader.find(output.command())
                    .orElseThrow(() -> ProblemException.of(
                            ProblemCode.INPUT_INVALID,
                            "Platform " + definition.platform() + " does not read '" + Printable.of(output.command())
                                    + "'.",
                            "It reads: " + String.join("; ", commands()) + "."));
            Reading reading = reader.readSaved(read, output.text());
            hasRows |= !reading.rows().isEmpty();
            // Saved output of one command is all that there is: every port that it speaks of is told.
            sightings.add(
                    read,
                    outputs.size() == 1 && (read.about() != Read.About.VLANS || read.listsPorts())
                            ? Read.About.PORTS
                            : Objects.requireNonNull(read.about()),
                    reading.all());
        }
        Observation seen = sightings.observation(Set.of());
        if (!hasRows) {
            throw nothingRead(outputs);
        }
        return seen;
    }

    private List<CliDefinition.Requirement> requirements(String command) {
        return definition.requirements().stream()
                .filter(it -> CliReader.isSame(it.command(), command))
                .toList();
    }

    /** The lines that should tell something by their place and cannot be read. */
    List<UnreadLine> unread(List<SavedOutput> outputs) {
        List<UnreadLine> unread = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            int output = i;
            String text = outputs.get(i).text();
            List<String> left = reader.find(outputs.get(i).command())
                    .map(read -> reader.readSaved(read, text).untaken())
                    .orElse(List.of());
            if (!left.isEmpty()) {
                Map<String, Integer> numbers = numbers(text);
                left.stream()
                        .limit(MOST_UNREAD)
                        .map(String::strip)
                        .map(line -> new UnreadLine(output, numbers.getOrDefault(line, 0), line))
                        .forEach(unread::add);
            }
        }
        return List.copyOf(unread);
    }

    /** Where each line stands first, counted from 1. */
    private static Map<String, Integer> numbers(String text) {
        Map<String, Integer> numbers = new HashMap<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            numbers.putIfAbsent(line.strip(), number);
        }
        return numbers;
    }

    private ProblemException nothingRead(List<SavedOutput> outputs) {
        List<String> beginning = outputs.stream()
                .flatMap(output -> output.text().lines())
                .filter(line -> !line.isBlank())
                .limit(5)
                .map(line -> "| " + Printable.of(line))
                .toList();
        return new Problem(
                        ProblemCode.SWITCH_UNREADABLE,
                        "Nothing could be read from the output of '"
                                + String.join(
                                        "', '",
                                        outputs.stream()
                                                .map(SavedOutput::command)
                                                .toList())
                                + "' for platform " + definition.platform() + ".",
                        "Check that the platform and the command are the right ones; it reads: "
                                + String.join("; ", commands()) + ".",
                        beginning)
                .exception();
    }
}
