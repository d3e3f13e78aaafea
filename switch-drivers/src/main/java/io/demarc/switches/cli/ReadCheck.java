/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.yaml.YamlProblems;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** What the reads of a definition must hold. One caller, once. */
final class ReadCheck {
    private static final Set<Field> NAMING = Set.of(
            Field.PORT, Field.NUMBER, Field.UNTAGGED_PORTS, Field.TAGGED_PORTS, Field.MEMBER_PORTS, Field.LAG_PORTS);
    private static final Map<String, Set<String>> WORDS = Map.of(
            Field.MODE.id(), Set.of("access", "trunk", "hybrid", "routed", "unknown"),
            Field.ADMIN.id(), Set.of("up", "down"),
            Field.LINK.id(), Set.of("up", "down"),
            Field.TAGGING.id(), Set.of("tagged", "untagged"),
            Field.VLAN_STATE.id(), Set.of("active", "suspended"),
            Field.NEIGHBOUR_KIND.id(), Set.of("bridge", "other"));

    private final YamlProblems problems;

    ReadCheck(YamlProblems problems) {
        this.problems = problems;
    }

    void run(List<Read> reads) {
        Set<String> commands = new HashSet<>();
        for (int i = 0; i < reads.size(); i++) {
            Read read = reads.get(i);
            String here = "reads[" + i + "]";
            problems.require(!read.command().isBlank(), here + ".command", "missing: the command to send");
            problems.require(read.about() != null, here + ".about", "missing: ports, details, vlans, selection or own");
            Stream.concat(Stream.of(read.command()), read.also().stream())
                    .forEach(command -> problems.require(
                            commands.add(command), here + ".command", "'" + command + "' is read twice"));
            Matcher place = CommandLines.PLACE.matcher(read.command());
            while (place.find()) {
                problems.require(
                        place.group(1).equals("bridge"),
                        here + ".command",
                        "unknown placeholder {" + place.group(1) + "}; known here: bridge");
            }
            problems.require(
                    read.one().isEmpty() || read.one().contains("{port}"), here + ".one", "must have {port} in it");
            Read.Follow follow = read.follow();
            if (follow != null) {
                problems.require(
                        follow.command().contains("{port}"), here + ".follow.command", "must have {port} in it");
                checkFormats(here + ".follow", follow.formats(), NAMING);
            }
            checkFormats(here, read.formats(), read.about() == Read.About.VLANS ? Set.of(Field.VLAN) : NAMING);
        }
    }

    /** Each format must tell one of these fields. */
    void checkFormats(String place, List<Format> formats, Set<Field> anyOf) {
        problems.require(!formats.isEmpty(), place + ".formats", "missing: how the output is read");
        for (int i = 0; i < formats.size(); i++) {
            Format format = formats.get(i);
            String here = place + ".formats[" + i + "]";
            long ways = Stream.of(
                            format.record() != null,
                            !format.lines().isEmpty(),
                            format.json() != null,
                            format.pairs() != null)
                    .filter(given -> given)
                    .count();
            problems.require(ways == 1, here, "exactly one of record, lines, json and pairs must be given");
            problems.require(
                    format.record() != null || format.fields().isEmpty(), here + ".fields", "go with record only");
            problems.require(
                    format.record() != null || format.whole().isEmpty(), here + ".whole", "goes with record only");
            problems.require(format.json() == null || format.skip().isEmpty(), here + ".skip", "does not go with json");
            problems.require(
                    !format.lines().isEmpty() || format.continued() == null,
                    here + ".continued",
                    "goes with lines only");
            problems.require(
                    format.skip().stream()
                            .noneMatch(skip -> skip.matcher("x 1 y").find()),
                    here + ".skip",
                    "takes just any line: name the headings, rules and legends that are no rows");
            Set<String> told = fieldsOf(format);
            for (String field : told) {
                problems.require(
                        Field.isKnown(field), here, "unknown field '" + field + "'; one of your own begins with x-");
            }
            problems.require(
                    anyOf.stream().anyMatch(field -> told.contains(field.id())),
                    here,
                    "tells none of the fields that its rows need: " + ids(anyOf));
            checkValues(here, format, told);
            Format.Pairs pairs = format.pairs();
            problems.require(
                    pairs == null || pairs.text().isEmpty() || !pairs.keys().isEmpty(),
                    here + ".pairs.keys",
                    "missing: the keys that stand behind a text, in the order in which they are printed");
        }
    }

    private void checkValues(String here, Format format, Set<String> told) {
        format.carry()
                .forEach(field -> problems.require(
                        told.contains(field), here + ".carry", "'" + field + "' is not a field of this format"));
        String combine = format.combine();
        problems.require(
                combine == null || told.contains(combine),
                here + ".combine",
                "'" + combine + "' is not a field of this format");
        format.values().forEach((field, meanings) -> {
            problems.require(told.contains(field), here + ".values", "'" + field + "' is not a field of this format");
            meanings.forEach((word, meaning) -> {
                try {
                    Pattern.compile(word);
                } catch (PatternSyntaxException e) {
                    problems.add(
                            here + ".values." + field, "not a regular expression: " + e.getDescription() + ": " + word);
                }
                checkWord(here + ".values." + field, field, meaning);
            });
        });
        for (Format.Rule rule : format.rules()) {
            rule.when()
                    .keySet()
                    .forEach(field -> problems.require(
                            told.contains(field), here + ".rules", "'" + field + "' is not a field of this format"));
            rule.minus().forEach((field, text) -> {
                problems.require(
                        told.contains(field), here + ".rules.minus", "'" + field + "' is not a field of this format");
                requireFields(here + ".rules.minus", text, told);
            });
            rule.unknown()
                    .forEach(field -> problems.require(
                            told.contains(field),
                            here + ".rules.unknown",
                            "'" + field + "' is not a field of this format"));
            rule.set().forEach((field, text) -> {
                requireFields(here + ".rules", text, told);
                if (!CommandLines.PLACE.matcher(text).find()) {
                    checkWord(here + ".rules", field, text);
                }
            });
        }
        if (format.json() != null) {
            checkJson(here + ".json", format.json());
        }
    }

    private void requireFields(String here, String text, Set<String> told) {
        CommandLines.PLACE
                .matcher(text)
                .results()
                .map(place -> place.group(1))
                .forEach(name ->
                        problems.require(told.contains(name), here, "'" + name + "' is not a field of this format"));
    }

    private void checkJson(String here, Format.Json json) {
        json.fields()
                .forEach((field, path) -> problems.require(
                        JsonRows.isPath(path), here + ".fields." + field, "'" + path + "' is not a path"));
        problems.require(
                json.rows().isEmpty() || JsonRows.isPathOfRows(json.rows()),
                here + ".rows",
                "'" + json.rows() + "' is not a path to rows");
        Map<String, String> firstOf = new TreeMap<>();
        new TreeMap<>(json.fields()).forEach((field, path) -> {
            for (String list : JsonRows.everyOf(path)) {
                String first = firstOf.putIfAbsent(list, field);
                problems.require(
                        first == null,
                        here + ".fields." + field,
                        "it and '" + first + "' each take every element of " + list + " of one row, and which of their"
                                + " values belong together can't be told: make each element a row, and reach what is"
                                + " around it by ^, as in ^.name");
            }
        });
    }

    private void checkWord(String here, String field, String word) {
        Set<String> words = WORDS.get(field);
        problems.require(
                words == null || word.isEmpty() || words.contains(word),
                here,
                "'" + word + "' is not one of " + (words == null ? "" : String.join(", ", new TreeSet<>(words))));
    }

    /** The fields that a format can tell. */
    static Set<String> fieldsOf(Format format) {
        Set<String> fields = new TreeSet<>(format.fields().keySet());
        if (format.record() != null) {
            RowReader.groupsOf(format.record()).forEach(group -> fields.add(Field.ofGroup(group)));
        }
        format.lines().forEach(line -> RowReader.groupsOf(line).forEach(group -> fields.add(Field.ofGroup(group))));
        if (format.json() != null) {
            fields.addAll(format.json().fields().keySet());
        }
        if (format.pairs() != null) {
            RowReader.groupsOf(format.pairs().row()).forEach(group -> fields.add(Field.ofGroup(group)));
            fields.addAll(format.pairs().fields().keySet());
        }
        format.rules().forEach(rule -> fields.addAll(rule.set().keySet()));
        return fields;
    }

    private static String ids(Set<Field> fields) {
        return String.join(", ", fields.stream().map(Field::id).sorted().toList());
    }
}
