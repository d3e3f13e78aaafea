/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.demarc.switches.cli.Format.Json.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows in JSON by simple paths: names, {@code *} for each value of an object, {@code [*]} for each of an array,
 * {@code @key} for the name under which something was found, {@code ^} for the object around it.
 */
final class JsonRows {
    private static final String KEY = "@key";
    private static final String AROUND = "^";
    private static final Pattern STEP = Pattern.compile("\\[\\*\\]|[^.\\[]+");

    private final Format.Json json;
    private final List<Row.Draft> drafts = new ArrayList<>();
    private final List<String> untaken = new ArrayList<>();

    JsonRows(Format.Json json) {
        this.json = json;
    }

    /** Rows of the output; none when it holds no JSON. */
    void read(List<String> lines) {
        for (JsonElement document : documents(String.join("\n", lines))) {
            JsonElement root = json.dialect() == Dialect.OVSDB ? byHeading(document) : document;
            String path = json.dialect() == Dialect.OVSDB ? "[*]" : json.rows();
            find(new Found("", root, null), path).forEach(this::take);
        }
    }

    List<Row.Draft> drafts() {
        return drafts;
    }

    /** Lines that are no JSON, and rows that don't tell whose they are. */
    List<String> untaken() {
        return untaken;
    }

    private void take(Found row) {
        Row.Draft draft = draft(row);
        String port = Field.PORT.id();
        boolean isAnybodys = json.fields().containsKey(port) && draft.get(port).isEmpty();
        if (isAnybodys && !draft.isEmpty()) {
            untaken.add(String.valueOf(row.value()));
        } else {
            drafts.add(draft);
        }
    }

    private Row.Draft draft(Found row) {
        Row.Draft draft = new Row.Draft();
        json.fields().forEach((field, path) -> {
            List<Found> found = find(row, path).toList();
            if (!found.isEmpty()) {
                draft.put(field, found.stream().flatMap(JsonRows::texts).toList());
            }
        });
        return draft;
    }

    /**
     * Each document: what a line with a bracket begins, up to the bracket that closes it. None where one has no end: what is
     * left of an output that was cut isn't all of it.
     */
    private List<JsonElement> documents(String output) {
        List<JsonElement> documents = new ArrayList<>();
        for (int start = 0; start < output.length(); ) {
            int first = start;
            while (first < output.length() && Character.isWhitespace(output.charAt(first))) {
                first++;
            }
            int end = output.startsWith("{", first) || output.startsWith("[", first) ? endOf(output, first) : first;
            if (end < 0) {
                untaken.add(lineAt(output, first));
                return List.of();
            }
            Optional<JsonElement> document = end > first ? parse(output.substring(first, end)) : Optional.empty();
            document.ifPresent(documents::add);
            if (document.isEmpty() && first < output.length()) {
                untaken.add(lineAt(output, first));
            }
            int lineEnd = output.indexOf('\n', end);
            start = lineEnd < 0 ? output.length() : lineEnd + 1;
        }
        return documents;
    }

    private static String lineAt(String output, int start) {
        return output.substring(start).lines().findFirst().orElse("").strip();
    }

    /** Behind the bracket that closes the one at this place; -1 where there is none. */
    private static int endOf(String output, int first) {
        int depth = 0;
        boolean isText = false;
        for (int i = first; i < output.length(); i++) {
            char c = output.charAt(i);
            if (isText && c == '\\') {
                i++;
            } else if (c == '"') {
                isText = !isText;
            } else if (!isText && (c == '{' || c == '[')) {
                depth++;
            } else if (!isText && (c == '}' || c == ']') && --depth == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    /** Empty for what only looked like JSON, such as a message in brackets. */
    private static Optional<JsonElement> parse(String text) {
        try {
            return Optional.of(JsonParser.parseString(text));
        } catch (JsonParseException e) {
            return Optional.empty();
        }
    }

    private static Stream<Found> find(Found from, String path) {
        Stream<Found> found = Stream.of(from);
        for (String step : steps(path)) {
            found = found.flatMap(each -> step(each, step));
        }
        return found;
    }

    private static List<String> steps(String path) {
        return STEP.matcher(path).results().map(MatchResult::group).toList();
    }

    private static Stream<Found> step(Found from, String step) {
        JsonElement value = from.value();
        if (step.equals(KEY)) {
            return Stream.of(new Found(from.key(), new JsonPrimitive(from.key()), from));
        }
        if (step.equals(AROUND)) {
            return Stream.ofNullable(from.around());
        }
        if (step.equals("[*]")) {
            return value.isJsonArray()
                    ? value.getAsJsonArray().asList().stream().map(item -> new Found(from.key(), item, from))
                    : Stream.empty();
        }
        if (!value.isJsonObject()) {
            return Stream.empty();
        }
        JsonObject object = value.getAsJsonObject();
        if (step.equals("*")) {
            return object.entrySet().stream().map(entry -> new Found(entry.getKey(), entry.getValue(), from));
        }
        return object.has(step) ? Stream.of(new Found(step, object.get(step), from)) : Stream.empty();
    }

    private static Stream<String> texts(Found found) {
        JsonElement value = found.value();
        if (value.isJsonNull()) {
            return Stream.empty();
        }
        if (value.isJsonPrimitive()) {
            return Stream.of(value.getAsString());
        }
        return value.isJsonArray()
                ? value.getAsJsonArray().asList().stream().flatMap(item -> texts(new Found(found.key(), item, found)))
                : Stream.of(value.toString());
    }

    private static JsonElement byHeading(JsonElement document) {
        JsonArray rows = new JsonArray();
        if (!document.isJsonObject() || !document.getAsJsonObject().has("headings")) {
            return rows;
        }
        JsonArray headings = document.getAsJsonObject().getAsJsonArray("headings");
        for (JsonElement line : document.getAsJsonObject().getAsJsonArray("data")) {
            JsonObject row = new JsonObject();
            for (int i = 0; i < headings.size(); i++) {
                row.add(
                        headings.get(i).getAsString(),
                        untagged(line.getAsJsonArray().get(i)));
            }
            rows.add(row);
        }
        return rows;
    }

    /** An OVSDB value (RFC 7047 section 5.1) without its tag: sets become arrays, maps objects. */
    private static JsonElement untagged(JsonElement value) {
        if (!value.isJsonArray() || value.getAsJsonArray().size() != 2) {
            return value;
        }
        JsonElement content = value.getAsJsonArray().get(1);
        switch (value.getAsJsonArray().get(0).getAsString()) {
            case "set" -> {
                JsonArray set = new JsonArray();
                content.getAsJsonArray().forEach(item -> set.add(untagged(item)));
                return set;
            }
            case "map" -> {
                JsonObject map = new JsonObject();
                for (JsonElement pair : content.getAsJsonArray()) {
                    JsonArray both = pair.getAsJsonArray();
                    map.add(both.get(0).getAsString(), untagged(both.get(1)));
                }
                return map;
            }
            default -> {
                return content;
            }
        }
    }

    /** @param parent what it was found in; null for the document */
    private record Found(
            String key, JsonElement value, @Nullable Found parent) {
        /** The object around it; arrays in between don't count. */
        @Nullable
        Found around() {
            Found around = parent;
            while (around != null && around.value().isJsonArray()) {
                around = around.parent();
            }
            return around;
        }
    }

    /** Whether the text is a path to a field of a row. */
    static boolean isPath(String path) {
        return path.matches("(?:\\^\\.)*(?:(?:[A-Za-z0-9_:@/-]+|\\*|\\[\\*\\])(?:\\.(?!$)|(?=\\[)|$))+");
    }

    /** Whether the text is a path to rows. */
    static boolean isPathOfRows(String path) {
        return isPath(path) && !path.startsWith(AROUND) && !path.endsWith(KEY);
    }

    /** The lists and objects of which the path takes every element, each as the path to its elements. */
    static Set<String> everyOf(String path) {
        Set<String> lists = new LinkedHashSet<>();
        StringBuilder soFar = new StringBuilder();
        for (String step : steps(path)) {
            soFar.append(soFar.isEmpty() || step.startsWith("[") ? "" : ".").append(step);
            if (step.endsWith("*") || step.endsWith("*]")) {
                lists.add(soFar.toString());
            }
        }
        return lists;
    }
}
