/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.cli.Dialogue.Mode;
import io.demarc.switches.cli.Dialogue.Pager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what the commands of a definition print. Immutable, thread-safe. */
final class CliReader {
    /** In characters, with the command typed after it. */
    private static final int LONGEST_PROMPT = 4096;

    private final List<Read> reads;
    private final @Nullable Dialogue dialogue;
    private final Map<Format, RowReader> readers;

    CliReader(CliDefinition definition) {
        this.reads = definition.reads();
        this.dialogue = definition.session();
        CliDefinition.Locating locate = definition.locate();
        List<Format> formats = new ArrayList<>(locate == null ? List.of() : locate.formats());
        for (Read read : reads) {
            formats.addAll(read.formats());
            Read.Follow follow = read.follow();
            formats.addAll(follow == null ? List.of() : follow.formats());
        }
        this.readers = formats.stream().distinct().collect(Collectors.toMap(Function.identity(), RowReader::new));
    }

    List<Read> reads() {
        return reads;
    }

    /** The read whose command, or one that prints the same, this is. */
    Optional<Read> find(String command) {
        String wanted = normal(command);
        return reads.stream()
                .filter(read -> normal(read.command()).equals(wanted)
                        || read.also().stream().anyMatch(also -> normal(also).equals(wanted)))
                .findFirst();
    }

    private static String normal(String command) {
        return command.strip().replaceAll("\\s+", " ").replaceFirst(" ?\\| ?no-more$", "");
    }

    /** Rows by the first format that finds any. */
    List<Row> rows(List<Format> formats, List<String> lines) {
        for (Format format : formats) {
            RowReader reader = readers.get(format);
            List<Row> rows = reader == null ? List.of() : reader.read(lines);
            if (!rows.isEmpty()) {
                return rows;
            }
        }
        return List.of();
    }

    /** Whether an output without rows says that there are none, rather than something that cannot be read. */
    static boolean isEmptyTable(Read read, List<String> lines) {
        boolean isBlank = lines.stream().allMatch(String::isBlank);
        Pattern recognise = read.recognise();
        return recognise == null ? isBlank : isBlank || matchesAny(List.of(recognise), lines);
    }

    static boolean matchesAny(List<Pattern> patterns, List<String> lines) {
        return lines.stream()
                .anyMatch(line -> patterns.stream()
                        .anyMatch(pattern -> pattern.matcher(line).find()));
    }

    /** The lines of a capture: without log messages, turned pages, prompts and the echoed command. */
    List<String> linesOfCapture(String text) {
        List<Pattern> noise = dialogue == null ? List.of() : dialogue.noise();
        List<String> lines = new ArrayList<>();
        for (String line : TerminalText.linesOf(SavedLines.withEnds(text.replace("\uFEFF", "")), noise)) {
            if (line.length() > LONGEST_PROMPT) {
                lines.add(line);
                continue;
            }
            String unpaged = withoutPager(line);
            boolean wasPager = unpaged.isEmpty() && !line.isBlank();
            if (!wasPager && !isPrompt(unpaged)) {
                lines.add(unpaged);
            }
        }
        return lines;
    }

    private String withoutPager(String line) {
        Pager pager = dialogue == null ? null : dialogue.pager();
        if (pager == null) {
            return line;
        }
        Matcher matcher = pager.match().matcher(line);
        return matcher.find() && line.substring(0, matcher.start()).isBlank()
                ? line.substring(matcher.end()).replaceFirst("^\\s+", "")
                : line;
    }

    /** A prompt, alone or with a command typed after it. */
    private boolean isPrompt(String line) {
        if (dialogue == null) {
            return false;
        }
        for (Mode mode : dialogue.modes().values()) {
            if (mode.prompt().matcher(line.stripTrailing()).find()) {
                return true;
            }
            for (Read read : reads) {
                int at = line.indexOf(read.command());
                if (at > 0
                        && mode.prompt()
                                .matcher(line.substring(0, at).stripTrailing())
                                .find()) {
                    return true;
                }
            }
        }
        return false;
    }
}
