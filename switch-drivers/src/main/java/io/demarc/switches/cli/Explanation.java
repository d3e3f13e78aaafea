/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.platform.Platform.ExplainedLine;
import io.demarc.switches.platform.Platform.SavedOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which pattern of a definition takes which line of saved output. Immutable, thread-safe. */
final class Explanation {
    private final CliDefinition definition;
    private final CliReader reader;

    Explanation(CliDefinition definition, CliReader reader) {
        this.definition = definition;
        this.reader = reader;
    }

    List<ExplainedLine> of(List<SavedOutput> outputs) {
        List<ExplainedLine> all = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            SavedOutput output = outputs.get(i);
            Read read = reader.find(output.command()).orElse(null);
            List<String> lines = reader.linesOfCapture(output.text()).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
            if (read == null) {
                int at = i;
                lines.forEach(line -> all.add(new ExplainedLine(at, line, "no read of the platform", false)));
                continue;
            }
            Format format = reader.choose(read.formats(), lines)
                    .map(CliReader.Choice::format)
                    .orElse(read.formats().get(0));
            String here = place(read) + ".formats[" + read.formats().indexOf(format) + "]";
            explain(i, lines, here, format, all);
        }
        return all;
    }

    private String place(Read read) {
        int index = definition.reads().indexOf(read);
        if (index >= 0) {
            return "reads[" + index + "]";
        }
        int followed = definition.reads().stream().map(Read::follow).toList().indexOf(follower(read));
        return "reads[" + followed + "].follow";
    }

    private Read.@Nullable Follow follower(Read saved) {
        return definition.reads().stream()
                .map(Read::follow)
                .filter(follow -> follow != null && follow.saved().equals(saved))
                .findFirst()
                .orElse(null);
    }

    private static void explain(int output, List<String> lines, String here, Format format, List<ExplainedLine> all) {
        boolean isInside = format.from() == null;
        boolean isOver = false;
        for (String text : lines) {
            String line = text.stripTrailing();
            String how;
            boolean isTaken = true;
            if (isOver || !isInside) {
                isInside |= !isOver && matches(format.from(), line);
                how = isOver ? "behind " + here + ".until" : isInside ? here + ".from" : "before " + here + ".from";
            } else if (matches(format.until(), line)) {
                isOver = true;
                how = here + ".until";
            } else {
                String place = place(format, line);
                isTaken = !place.isEmpty();
                how = isTaken ? here + place : "nothing";
            }
            all.add(new ExplainedLine(output, line, how, isTaken));
        }
    }

    private static String place(Format format, String line) {
        if (format.json() != null) {
            return ".json";
        }
        if (format.record() != null) {
            return matches(format.record(), line) ? ".record" : field(format, line);
        }
        if (format.pairs() != null && !CliReader.matchesAny(format.skip(), List.of(line))) {
            return matches(format.pairs().row(), line) ? ".pairs" : "";
        }
        for (int i = 0; i < format.lines().size(); i++) {
            if (matches(format.lines().get(i), line)) {
                return ".lines[" + i + "]";
            }
        }
        for (int i = 0; i < format.skip().size(); i++) {
            if (matches(format.skip().get(i), line)) {
                return ".skip[" + i + "]";
            }
        }
        return matches(format.continued(), line) ? ".continued" : "";
    }

    /** Within a record a line that no field takes says something else. */
    private static String field(Format format, String line) {
        return format.fields().entrySet().stream()
                .filter(field -> CliReader.matchesAny(field.getValue(), List.of(line)))
                .map(field -> ".fields." + field.getKey())
                .sorted()
                .findFirst()
                .orElse(".record, and no field");
    }

    private static boolean matches(@Nullable Pattern pattern, String line) {
        return pattern != null && Matching.finds(pattern, line);
    }
}
