/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one row of an output tells: values by field. Immutable. */
record Row(Map<String, List<String>> values) {
    /** Not a field: the first word of a line that cannot be read. */
    static final String BEGINNING = "beginning";

    Row {
        values = Map.copyOf(values);
    }

    /** A line that should be a row and cannot be read. Most tables begin their rows with a name. */
    static Row unread(String line) {
        String text = line.strip();
        return new Row(Map.of(
                Field.UNREAD.id(),
                List.of("the line '" + Printable.of(text) + "'"),
                BEGINNING,
                List.of(text.split("\\s", 2)[0])));
    }

    boolean has(Field field) {
        return values.containsKey(field.id());
    }

    @Nullable
    String first(Field field) {
        return first(field.id());
    }

    @Nullable
    String first(String field) {
        List<String> all = values.get(field);
        return all == null || all.isEmpty() ? null : all.get(0);
    }

    List<String> all(Field field) {
        return values.getOrDefault(field.id(), List.of());
    }

    /** A row in the making. One caller at a time. */
    static final class Draft {
        private final Map<String, List<String>> values = new LinkedHashMap<>();

        /** Sets a field; blank texts are left out, so a field may be there and empty: the switch said that there is none. */
        void put(String field, List<String> texts) {
            values.put(
                    field,
                    texts.stream()
                            .map(String::strip)
                            .filter(text -> !text.isEmpty())
                            .toList());
        }

        /** Makes a field one of which nothing was said. */
        void remove(String field) {
            values.remove(field);
        }

        /** The values of all of these; of one field the first value stays alone. */
        static Draft together(List<Draft> parts, String alone) {
            Map<String, List<String>> all = new LinkedHashMap<>();
            for (Draft part : parts) {
                part.values.forEach((field, texts) -> {
                    List<String> values = all.computeIfAbsent(field, absent -> new ArrayList<>());
                    if (values.isEmpty() || !field.equals(alone)) {
                        values.addAll(texts);
                    }
                });
            }
            Draft draft = new Draft();
            all.forEach((field, values) -> draft.values.put(field, List.copyOf(values)));
            return draft;
        }

        List<String> get(String field) {
            return values.getOrDefault(field, List.of());
        }

        boolean has(String field) {
            return values.containsKey(field);
        }

        boolean isEmpty() {
            return values.isEmpty();
        }

        Row row() {
            return new Row(values);
        }
    }
}
