/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.replica.TableShape.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The rows of a table whose primary key is above one and at most another.
 *
 * @param above the key's values as {@link #keyOf} read them; empty: from the beginning
 * @param upTo  as well; empty: to the end
 */
record Chunk(TableShape table, List<String> above, List<String> upTo) {
    static final Pattern NUMBER = Pattern.compile("-?\\d{1,70}(\\.\\d{1,40})?");
    static final Pattern TIME = Pattern.compile("[0-9:. -]{1,40}");
    static final Pattern HEX = Pattern.compile("([0-9A-F]{2})*");

    Chunk {
        above = List.copyOf(above);
        upTo = List.copyOf(upTo);
        check(table, above);
        check(table, upTo);
    }

    /** They were read from a database: nothing goes into a statement that isn't what its column's type prints. */
    private static void check(TableShape table, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            Column column = table.key().get(i);
            Pattern form = column.isNumber() ? NUMBER : column.isTime() ? TIME : HEX;
            if (!form.matcher(values.get(i)).matches()) {
                throw new IllegalArgumentException("no value of a key column of type " + column.type());
            }
        }
    }

    static Chunk whole(TableShape table) {
        return new Chunk(table, List.of(), List.of());
    }

    /** How many rows, and one number made of all of them whatever their order is. */
    String checksum() {
        return "SELECT COUNT(*) AS n, IFNULL(BIT_XOR(CAST(CONV(LEFT(MD5(" + row()
                + "),16),16,10) AS UNSIGNED)),0) AS x FROM " + table.everyRow() + where();
    }

    /** Each column's value with its length, so that no two rows look alike; octets, so that no character set matters. */
    private String row() {
        return "CONCAT(" + table.columns().stream().map(Chunk::value).collect(Collectors.joining(",")) + ")";
    }

    private static String value(Column column) {
        String octets = octets(column);
        // A row may be longer than one value may be: what can be large stands there as its hash.
        String shown = column.isLarge() ? "MD5(" + octets + ")" : octets;
        return "IFNULL(CONCAT(LENGTH(" + octets + "),':'," + shown + "),'-')";
    }

    private static String octets(Column column) {
        String quoted = column.quoted();
        if (column.isShape()) {
            return "HEX(" + quoted + ")";
        } else if (column.isFloat()) {
            // A FLOAT is printed with six digits only, a DOUBLE as one with all of them, but MySQL leaves digits out
            // where a sign and an
            // exponent need their room: what the printed number lacks follows it. The last tells 0 from -0.
            String exact = quoted + "*1e0";
            return "CONCAT(" + exact + ",' '," + exact + "-(CAST(" + exact + " AS CHAR)+0e0),' ',ATAN2(0," + quoted
                    + "))";
        } else if (column.isJson()) {
            // As it would be after a dump, which keeps no types of numbers and times.
            return "CAST(CAST(CAST(CAST(" + quoted + " AS CHAR) AS JSON) AS CHAR) AS BINARY)";
        }
        return "CAST(" + quoted + " AS BINARY)";
    }

    /** With a space before it; empty when it is the whole table. */
    String where() {
        List<String> conditions = new ArrayList<>();
        if (!above.isEmpty()) {
            conditions.add("(" + beyond(above, ">") + ")");
        }
        if (!upTo.isEmpty()) {
            conditions.add("NOT (" + beyond(upTo, ">") + ")");
        }
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    /** a > 1 OR (a = 1 AND b > 2): what a comparison of rows means, in words that use the key. */
    private String beyond(List<String> values, String operator) {
        List<String> ways = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            List<String> parts = new ArrayList<>();
            for (int j = 0; j < i; j++) {
                parts.add(
                        table.key().get(j).quoted() + "=" + literal(table.key().get(j), values.get(j)));
            }
            parts.add(
                    table.key().get(i).quoted() + operator + literal(table.key().get(i), values.get(i)));
            ways.add("(" + String.join(" AND ", parts) + ")");
        }
        return String.join(" OR ", ways);
    }

    private static String literal(Column column, String value) {
        if (column.isNumber()) {
            return value;
        }
        if (column.isTime()) {
            return "'" + value + "'";
        }
        return column.isText()
                ? "(CONVERT(X'" + value + "' USING " + column.characterSet() + ") COLLATE " + column.collation() + ")"
                : "X'" + value + "'";
    }

    /** Asks for the key that ends a chunk of so many rows which begins where this one does; nothing when fewer are left. */
    String end(long rows) {
        String columns = table.key().stream().map(Chunk::keyOf).collect(Collectors.joining(","));
        String order = table.key().stream().map(Column::quoted).collect(Collectors.joining(","));
        return "SELECT " + columns + " FROM " + table.everyRow() + where() + " ORDER BY " + order + " LIMIT 1 OFFSET "
                + (rows - 1);
    }

    private static String keyOf(Column column) {
        return column.isNumber() || column.isTime() ? column.quoted() : "HEX(CAST(" + column.quoted() + " AS BINARY))";
    }

    /** For people: {@code app.t above 42}. */
    String inWords() {
        return table.id()
                + (above.isEmpty() ? "" : " above " + String.join(",", above))
                + (upTo.isEmpty() ? "" : " up to " + String.join(",", upTo));
    }
}
