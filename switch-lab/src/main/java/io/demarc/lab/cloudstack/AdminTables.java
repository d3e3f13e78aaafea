/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.cloudstack;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Rows of the simulated CloudStack's administration, by the name that they have in answers. One caller at a time. */
final class AdminTables {
    /** Parameters by which rows are chosen; others only page or sort. */
    private static final Set<String> FILTERS = Set.of("name", "roleid", "userid", "extensionid", "physicalnetworkid");

    private final Map<String, List<JsonObject>> tables = new TreeMap<>();

    static JsonObject row(String key, String value) {
        JsonObject row = new JsonObject();
        row.addProperty(key, value);
        return row;
    }

    static String text(JsonObject row, String key) {
        JsonElement value = row.get(key);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }

    Stream<JsonObject> rows(String table) {
        return tables.getOrDefault(table, List.of()).stream();
    }

    /** Refuses a second row of the name, and of the same rule in a role; what has no id gets one. */
    ApiAnswer add(String command, String table, JsonObject row) {
        boolean isThere = rows(table)
                .anyMatch(other -> row.has("name")
                        && !Set.of("userkeys", "networkserviceprovider").contains(table)
                        && text(other, "name").equals(text(row, "name"))
                        && text(other, "extensionid").equals(text(row, "extensionid")));
        if (isThere) {
            return ApiAnswer.error(command, 431, "There is a " + table + " of the name " + text(row, "name"));
        }
        if (!row.has("id")) {
            row.addProperty("id", UUID.randomUUID().toString());
        }
        tables.computeIfAbsent(table, name -> new ArrayList<>()).add(row);
        JsonObject content = new JsonObject();
        content.add(table, row);
        return ApiAnswer.of(command, content);
    }

    ApiAnswer list(String command, String table, ApiRequest request) {
        JsonArray found = new JsonArray();
        rows(table)
                .filter(row -> FILTERS.stream()
                        .allMatch(filter -> !row.has(filter)
                                || request.value(filter)
                                        .map(text(row, filter)::equals)
                                        .orElse(true)))
                .forEach(found::add);
        return ApiAnswer.list(command, table, found, found.size());
    }

    ApiAnswer change(String command, String table, ApiRequest request, Consumer<JsonObject> change) {
        Optional<JsonObject> row = byId(table, request);
        row.ifPresent(change);
        return row.map(it -> {
                    JsonObject content = new JsonObject();
                    content.add(table, it);
                    return ApiAnswer.of(command, content);
                })
                .orElseGet(() -> unknown(command, request));
    }

    ApiAnswer delete(String command, String table, ApiRequest request) {
        Optional<JsonObject> row = byId(table, request);
        row.ifPresent(it -> remove(table, "id", text(it, "id")));
        return row.isPresent() ? ApiAnswer.of(command, row("success", "true")) : unknown(command, request);
    }

    void remove(String table, String key, String value) {
        tables.getOrDefault(table, new ArrayList<>())
                .removeIf(row -> text(row, key).equals(value));
    }

    private Optional<JsonObject> byId(String table, ApiRequest request) {
        return rows(table)
                .filter(row -> text(row, "id").equals(request.value("id").orElse("")))
                .findFirst();
    }

    /** What CloudStack says of an id that names nothing. */
    static ApiAnswer unknown(String command, ApiRequest request) {
        return ApiAnswer.error(
                command,
                431,
                "Unable to execute API command " + command + " due to invalid value. Invalid parameter id value="
                        + request.value("id").orElse("")
                        + " due to incorrect long value format, or entity does not exist or due to incorrect parameter"
                        + " annotation for the field in api cmd class.");
    }

    /** Everything that there is but ids, keys and passwords, which no two servers have in common. */
    String inWords() {
        StringBuilder words = new StringBuilder();
        tables.forEach((table, rows) -> rows.stream()
                .map(row -> row.toString()
                        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID")
                        .replaceAll("\"(path|secretkey)\":\"[^\"]*\"", ""))
                .sorted()
                .forEach(row -> words.append(table).append(' ').append(row).append('\n')));
        return words.toString();
    }
}
