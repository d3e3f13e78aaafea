/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.Vlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads rows from the lines of an output, the way one {@link Format} says. Immutable, thread-safe. */
final class RowReader {
    private static final Pattern PLACE = Pattern.compile("\\{([a-z-]+)\\}");

    private final Format format;
    private final Map<String, Map<Pattern, String>> meanings;
    private final RecordRemains remains;

    RowReader(Format format) {
        this.format = format;
        this.remains = new RecordRemains(format);
        Map<String, Map<Pattern, String>> compiled = new HashMap<>();
        format.values().forEach((field, words) -> {
            Map<Pattern, String> byPattern = new LinkedHashMap<>();
            words.forEach((word, meaning) -> byPattern.put(Pattern.compile(word, Pattern.CASE_INSENSITIVE), meaning));
            compiled.put(field, byPattern);
        });
        this.meanings = compiled;
    }

    /**
     * What came of an output.
     *
     * @param untaken what should be a row by its place and is none that the format knows
     * @param isBegun whether the output has the place where the rows begin
     */
    record Reading(List<Row> rows, List<String> untaken, boolean isBegun) {
        Reading {
            rows = List.copyOf(rows);
            untaken = List.copyOf(untaken);
        }

        /** With what is left over fit to be told. */
        Reading masked(UnaryOperator<String> mask) {
            return new Reading(rows, untaken.stream().map(mask).toList(), isBegun);
        }

        /** With one more line that is not to be relied on. */
        Reading leavingOver(String line) {
            List<String> more = new ArrayList<>(untaken);
            more.add(line);
            return new Reading(rows, more, isBegun);
        }

        /** The rows, and one for each line that is left over, so that nobody takes them for all. */
        List<Row> all() {
            return Stream.concat(rows.stream(), untaken.stream().map(Row::unread))
                    .toList();
        }
    }

    Reading read(List<String> lines) {
        List<String> within = bounded(lines);
        boolean isBegun = format.from() == null || CliReader.matchesAny(List.of(format.from()), lines);
        if (format.json() != null) {
            JsonRows rows = new JsonRows(format.json());
            rows.read(lines);
            return new Reading(finished(rows.drafts()), rows.untaken(), isBegun);
        }
        if (format.pairs() != null) {
            PairRows rows = new PairRows(format.pairs(), format.skip());
            rows.read(within);
            return new Reading(finished(rows.drafts()), rows.untaken(), isBegun);
        }
        if (format.record() != null) {
            return new Reading(finished(readRecords(within, format.record())), List.of(), isBegun);
        }
        LineRows rows = new LineRows(format);
        rows.read(within);
        return new Reading(finished(rows.drafts()), rows.untaken(), isBegun);
    }

    private List<Row> finished(List<Row.Draft> read) {
        List<Row.Draft> drafts = combined(read);
        drafts.forEach(this::interpret);
        return drafts.stream()
                .filter(draft -> !draft.isEmpty())
                .map(Row.Draft::row)
                .toList();
    }

    private List<Row.Draft> combined(List<Row.Draft> drafts) {
        String field = format.combine();
        if (field == null) {
            return drafts;
        }
        Map<List<String>, List<Row.Draft>> byValue = new LinkedHashMap<>();
        for (Row.Draft draft : drafts) {
            byValue.computeIfAbsent(draft.get(field), absent -> new ArrayList<>())
                    .add(draft);
        }
        return byValue.values().stream()
                .map(parts -> Row.Draft.together(parts, field))
                .toList();
    }

    private List<String> bounded(List<String> lines) {
        List<String> within = new ArrayList<>();
        boolean isInside = format.from() == null;
        for (String line : lines) {
            if (!isInside) {
                isInside = format.from() != null && Matching.finds(format.from(), line);
            } else if (format.until() != null && Matching.finds(format.until(), line)) {
                break;
            } else {
                within.add(line);
            }
        }
        return within;
    }

    private List<Row.Draft> readRecords(List<String> lines, Pattern beginning) {
        String text = lines.stream().map(String::stripTrailing).collect(Collectors.joining("\n"));
        List<Row.Draft> drafts = new ArrayList<>();
        Matcher matcher = Matching.of(beginning, text);
        int position = 0;
        while (position <= text.length() && matcher.find(position)) {
            Row.Draft draft = new Row.Draft();
            putGroups(beginning, matcher, draft);
            int bodyStart = matcher.start();
            int matchEnd = matcher.end();
            int end = matcher.end() > matcher.start() && matcher.find(matcher.end()) ? matcher.start() : text.length();
            String body = text.substring(bodyStart, end);
            format.fields().forEach((field, patterns) -> putFirst(field, patterns, body, draft));
            if (format.whole().stream().anyMatch(part -> !Matching.finds(part, body))) {
                draft.put(Field.UNREAD.id(), List.of("a part of what is said of it is missing"));
            }
            int length = matchEnd - bodyStart;
            remains.of(body, length).ifPresent(what -> draft.put(Field.UNREAD.id(), List.of(what)));
            drafts.add(draft);
            position = end < text.length() ? end : text.length() + 1;
        }
        return drafts;
    }

    private static void putFirst(String field, List<Pattern> patterns, String body, Row.Draft draft) {
        for (Pattern pattern : patterns) {
            Matcher matcher = Matching.of(pattern, body);
            List<String> found = new ArrayList<>();
            while (matcher.find()) {
                String value = matcher.groupCount() == 0 ? matcher.group() : matcher.group(1);
                if (value != null) {
                    found.add(value);
                }
            }
            if (!found.isEmpty()) {
                draft.put(field, found);
                return;
            }
        }
    }

    static void putGroups(Pattern pattern, Matcher matcher, Row.Draft draft) {
        for (String group : groupsOf(pattern)) {
            String value = matcher.group(group);
            if (value != null) {
                draft.put(Field.ofGroup(group), List.of(value));
            }
        }
    }

    /** Names of the groups in a pattern, in order. */
    static List<String> groupsOf(Pattern pattern) {
        return Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>")
                .matcher(pattern.pattern())
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    private void interpret(Row.Draft draft) {
        meanings.forEach((field, words) -> {
            if (draft.has(field)) {
                draft.put(
                        field,
                        draft.get(field).stream()
                                .map(text -> meaning(words, text))
                                .toList());
            }
        });
        for (Format.Rule rule : format.rules()) {
            boolean isMet = rule.when().entrySet().stream()
                    .allMatch(condition -> Matching.of(
                                    condition.getValue(), String.join(",", draft.get(condition.getKey())))
                            .matches());
            if (isMet) {
                Map<String, String> news = new LinkedHashMap<>();
                rule.set().forEach((field, text) -> news.put(field, fill(text, draft)));
                news.forEach((field, text) -> draft.put(field, List.of(text)));
                rule.minus().forEach((field, text) -> subtract(field, fill(text, draft), draft));
                rule.unknown().forEach(draft::remove);
            }
        }
    }

    /** Takes the VLANs of one list out of another; both must be wholly ids. */
    private static void subtract(String field, String text, Row.Draft draft) {
        VlanTable ids = new VlanTable();
        VlanTable.Told from = ids.read(draft.get(field));
        VlanTable.Told less = ids.read(List.of(text));
        Stream.of(from, less)
                .flatMap(told -> told.unread().stream())
                .forEach(word -> draft.put(Field.UNREAD.id(), List.of(word + " among VLANs")));
        draft.put(
                field,
                from.vlans().stream()
                        .filter(vlan -> !less.vlans().contains(vlan))
                        .map(Vlan::toString)
                        .toList());
    }

    private static String meaning(Map<Pattern, String> words, String text) {
        for (Map.Entry<Pattern, String> word : words.entrySet()) {
            if (Matching.of(word.getKey(), text).matches()) {
                return word.getValue();
            }
        }
        return text;
    }

    private static String fill(String text, Row.Draft draft) {
        return PLACE.matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(String.join(",", draft.get(place.group(1)))));
    }
}
