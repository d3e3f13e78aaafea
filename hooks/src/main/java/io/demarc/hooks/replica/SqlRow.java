/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One row that the client printed, by column. A NULL is the text {@code NULL}, as the client prints it. */
record SqlRow(Map<String, String> columns) {
    static final String NULL = "NULL";

    SqlRow {
        columns = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /** The column's value; empty when there is no such column. */
    String text(String column) {
        return columns.getOrDefault(column, "");
    }

    /** The value of the first column. */
    String first() {
        return columns.values().stream().findFirst().orElse("");
    }

    /** The value as a whole number; 0 when it is none. */
    long number(String column) {
        try {
            return Long.parseLong(text(column));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** What {@code mariadb --batch} prints of one result: the names, then the rows; nothing at all of an empty one. */
    static List<SqlRow> parse(List<String> lines) {
        List<SqlRow> rows = new ArrayList<>();
        if (lines.isEmpty()) {
            return rows;
        }
        String[] names = lines.get(0).split("\t", -1);
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split("\t", -1);
            Map<String, String> columns = new LinkedHashMap<>();
            for (int i = 0; i < names.length && i < values.length; i++) {
                columns.put(plain(names[i]), plain(values[i]));
            }
            rows.add(new SqlRow(columns));
        }
        return rows;
    }

    /** The client writes a tab, a line break, a NUL and a backslash with a backslash before it. */
    static String plain(String printed) {
        if (printed.indexOf('\\') < 0) {
            return printed;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < printed.length(); i++) {
            char c = printed.charAt(i);
            if (c == '\\' && i + 1 < printed.length()) {
                i++;
                text.append(
                        switch (printed.charAt(i)) {
                            case 't' -> '\t';
                            case 'n' -> '\n';
                            case '0' -> '\0';
                            default -> printed.charAt(i);
                        });
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
