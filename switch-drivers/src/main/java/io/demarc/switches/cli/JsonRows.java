/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.demarc.switches.cli.Format.Json.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds rows in JSON by simple paths: names, {@code *} for each value of an object, {@code [*]} for each of an array. */
final class JsonRows {
    private static final String KEY = "@key";

    private final Format.Json json;
    private final List<Row.Draft> drafts = new ArrayList<>();
    private final List<String> untaken = new ArrayList<>();

    JsonRows(Format.Json json) {
        this.json = json;
    }

    /** Rows of the output; none when it holds no JSON. */
    void read(List<String> lines) {
        for (JsonElement document : documents(lines)) {
            JsonElement root = json.dialect() == Dialect.OVSDB ? byHeading(document) : document;
            String path = json.dialect() == Dialect.OVSDB ? "[*]" : json.rows();
            find(new Found("", root), path).forEach(this::take);
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
            if (path.equals(KEY)) {
                draft.put(field, List.of(row.key()));
                return;
            }
            List<Found> found = find(row, path).toList();
            if (!found.isEmpty()) {
                draft.put(field, found.stream().flatMap(JsonRows::texts).toList());
            }
        });
        return draft;
    }

    /** The document that begins with the first bracket, or each of several on lines of their own. */
    private List<JsonElement> documents(List<String> lines) {
        List<JsonElement> documents = new ArrayList<>();
        StringBuilder waiting = new StringBuilder();
        for (String line : lines) {
            String stripped = line.strip();
            if (waiting.isEmpty() && !stripped.startsWith("{") && !stripped.startsWith("[")) {
                if (!stripped.isEmpty()) {
                    untaken.add(stripped);
                }
                continue;
            }
            waiting.append(line).append('\n');
            if (stripped.endsWith("}") || stripped.endsWith("]")) {
                try {
                    documents.add(JsonParser.parseString(waiting.toString()));
                    waiting.setLength(0);
                } catch (JsonParseException e) {
                    waiting.append(""); // not complete yet: a line to come may end it
                }
            }
        }
        waiting.toString().lines().limit(1).forEach(untaken::add);
        return documents;
    }

    private static Stream<Found> find(Found from, String path) {
        if (path.isEmpty()) {
            return Stream.of(from);
        }
        int end = path.startsWith("[*]") ? 3 : path.indexOf('.') < 0 ? path.length() : path.indexOf('.');
        int bracket = path.indexOf("[*]");
        if (bracket > 0 && bracket < end) {
            end = bracket;
        }
        String step = path.substring(0, end);
        String rest = path.substring(end).startsWith(".") ? path.substring(end + 1) : path.substring(end);
        return step(from, step).flatMap(found -> find(found, rest));
    }

    private static Stream<Found> step(Found from, String step) {
        JsonElement value = from.value();
        if (step.equals("[*]")) {
            return value.isJsonArray()
                    ? value.getAsJsonArray().asList().stream().map(item -> new Found(from.key(), item))
                    : Stream.empty();
        }
        if (!value.isJsonObject()) {
            return Stream.empty();
        }
        JsonObject object = value.getAsJsonObject();
        if (step.equals("*")) {
            return object.entrySet().stream().map(entry -> new Found(entry.getKey(), entry.getValue()));
        }
        return object.has(step) ? Stream.of(new Found(step, object.get(step))) : Stream.empty();
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
                ? value.getAsJsonArray().asList().stream().flatMap(item -> texts(new Found(found.key(), item)))
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

    private record Found(String key, JsonElement value) {}

    /** The names of the steps of a path, for checking it. */
    static boolean isPath(String path) {
        return path.equals(KEY) || path.matches("(?:(?:[A-Za-z0-9_:@/-]+|\\*|\\[\\*\\])(?:\\.(?!$)|(?=\\[)|$))+");
    }
}
