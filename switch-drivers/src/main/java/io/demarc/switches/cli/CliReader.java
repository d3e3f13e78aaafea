/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.cli.Dialogue.Pager;
import io.demarc.switches.cli.RowReader.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what the commands of a definition print. Immutable, thread-safe. */
final class CliReader {
    /** In characters, with the command typed after it. */
    private static final int LONGEST_PROMPT = 4096;

    private static final String ENDS_HERE = " [what was saved ends here, without a line's end]";

    private static final Pattern PROMPT_END = Pattern.compile("[#>%]");

    private final List<Read> reads;
    private final @Nullable Dialogue dialogue;
    private final Map<Format, RowReader> readers;

    CliReader(CliDefinition definition) {
        this.reads = Stream.concat(
                        definition.reads().stream(),
                        definition.reads().stream()
                                .map(Read::follow)
                                .flatMap(Stream::ofNullable)
                                .map(Read.Follow::saved))
                .toList();
        this.dialogue = definition.session();
        CliDefinition.Locating locate = definition.locate();
        List<Format> formats = new ArrayList<>(locate == null ? List.of() : locate.formats());
        reads.forEach(read -> formats.addAll(read.formats()));
        this.readers = formats.stream().distinct().collect(Collectors.toMap(Function.identity(), RowReader::new));
    }

    /** Every one, and last those that {@link Read#follow} another. */
    List<Read> reads() {
        return reads;
    }

    /** The read whose command, or one that prints the same, this is. */
    Optional<Read> find(String command) {
        return reads.stream()
                .filter(read -> isSame(read.command(), command)
                        || read.also().stream().anyMatch(also -> isSame(also, command))
                        || isOneOf(read.one(), command))
                .findFirst();
    }

    /** Whether the command is that of a read for some port. */
    private static boolean isOneOf(String one, String command) {
        String[] around = normal(one).split("\\{port\\}", 2);
        String typed = normal(command);
        return around.length == 2
                && typed.length() > around[0].length() + around[1].length()
                && typed.startsWith(around[0])
                && typed.endsWith(around[1]);
    }

    /** Whether two commands are the same but for blanks. */
    static boolean isSame(String one, String other) {
        return normal(one).equals(normal(other));
    }

    private static String normal(String command) {
        return command.strip().replaceAll("\\s+", " ").replaceFirst(" ?\\| ?no-more$", "");
    }

    /** What one of a read's formats made of an output. */
    record Choice(Format format, Reading reading) {}

    /** What the first format makes of an output that finds a row; where none does, the one that leaves least of it over. */
    Reading read(List<Format> formats, List<String> lines) {
        return choose(formats, lines).map(Choice::reading).orElse(new Reading(List.of(), List.of(), false));
    }

    /** As {@link #read}, with the format; empty where no format has found its beginning. */
    Optional<Choice> choose(List<Format> formats, List<String> lines) {
        Choice least = null;
        for (Format format : formats) {
            Choice choice = new Choice(format, read(format, lines));
            Reading reading = choice.reading();
            if (!reading.rows().isEmpty()) {
                return Optional.of(choice);
            }
            boolean isLess = least == null
                    || reading.untaken().size() < least.reading().untaken().size();
            if (reading.isBegun() && isLess) {
                least = choice;
            }
        }
        return Optional.ofNullable(least);
    }

    private Reading read(Format format, List<String> lines) {
        try {
            return Objects.requireNonNull(readers.get(format)).read(lines);
        } catch (StackOverflowError e) {
            throw Matching.tooDeep("A pattern of the platform's definition repeats", e);
        }
    }

    /** What a saved output of a read tells. */
    Reading readSaved(Read read, String text) {
        List<String> lines = linesOfCapture(text);
        Reading reading = read(read.formats(), lines);
        boolean isAbsent = reading.rows().isEmpty() && matchesAny(read.absent(), lines);
        if (isAbsent) {
            return new Reading(List.of(), List.of(), true);
        }
        boolean isText = read.formats().stream().noneMatch(format -> format.json() != null);
        return isText ? begunLine(text).map(reading::leavingOver).orElse(reading) : reading;
    }

    /** The last line, where the text ends in the middle of it: nobody knows how it would go on. A prompt is whole. */
    private Optional<String> begunLine(String text) {
        String last = text.substring(1 + Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')));
        return linesOfCapture(last).stream()
                .filter(line -> !line.isBlank())
                .findFirst()
                .map(line -> line + ENDS_HERE);
    }

    /** Whether an output without rows says that there are none, rather than something that cannot be read. */
    static boolean isEmptyTable(Read read, List<String> lines) {
        boolean isBlank = lines.stream().allMatch(String::isBlank);
        Pattern recognise = read.recognise();
        return recognise == null ? isBlank : isBlank || matchesAny(List.of(recognise), lines);
    }

    static boolean matchesAny(List<Pattern> patterns, List<String> lines) {
        return lines.stream().anyMatch(line -> patterns.stream().anyMatch(pattern -> Matching.finds(pattern, line)));
    }

    /** The lines of a capture: without log messages, turned pages, prompts and the echoed command. */
    List<String> linesOfCapture(String text) {
        List<Pattern> noise = dialogue == null ? List.of() : dialogue.noise();
        List<String> lines = new ArrayList<>();
        for (String line : TerminalText.linesOf(SavedLines.withEnds(text.replace("\uFEFF", "")) + "\n", noise)) {
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
        Matcher matcher = Matching.of(pager.match(), line);
        return matcher.find() && line.substring(0, matcher.start()).isBlank()
                ? line.substring(matcher.end()).replaceFirst("^\\s+", "")
                : line;
    }

    /** A prompt, alone or with a command typed after it. */
    private boolean isPrompt(String line) {
        if (dialogue == null) {
            return false;
        }
        Matcher end = PROMPT_END.matcher(line);
        boolean isTyped = end.find() && isCommand(line.substring(end.end()));
        String prompt = isTyped ? line.substring(0, end.end()) : line.stripTrailing();
        return dialogue.modes().values().stream().anyMatch(mode -> Matching.finds(mode.prompt(), prompt));
    }

    /** Whether the words are those of a read command, however much they are shortened. */
    private boolean isCommand(String typed) {
        List<String> words = List.of(normal(typed).split(" ", -1));
        return reads.stream()
                .flatMap(read -> Stream.concat(Stream.of(read.command()), read.also().stream()))
                .map(command -> List.of(normal(command).split(" ", -1)))
                .anyMatch(command -> words.size() == command.size()
                        && IntStream.range(0, words.size())
                                .allMatch(i -> !words.get(i).isEmpty()
                                        && command.get(i).startsWith(words.get(i))));
    }
}
