/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A table as its server's catalogue describes it.
 *
 * @param key     the columns of its primary key, in the key's order; empty when it has none
 * @param rows    an estimate
 * @param rowSize octets, an estimate
 */
record TableShape(
        String schema, String name, String engine, long rows, long rowSize, List<Column> columns, List<Column> key) {
    private static final Set<String> NUMBERS =
            Set.of("tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "year");
    private static final Set<String> TIMES = Set.of("date", "datetime", "timestamp", "time");
    private static final Set<String> TEXTS = Set.of("char", "varchar");
    private static final Set<String> OCTETS = Set.of("binary", "varbinary");
    private static final Set<String> SHAPES = Set.of(
            "geometry",
            "point",
            "linestring",
            "polygon",
            "multipoint",
            "multilinestring",
            "multipolygon",
            "geometrycollection");
    private static final Pattern WORD = Pattern.compile("[a-z0-9_]{1,64}");

    TableShape {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /**
     * One column.
     *
     * @param collation empty unless it holds text
     */
    record Column(String name, String type, String characterSet, String collation) {
        String quoted() {
            return SqlText.identifier(name);
        }

        boolean isNumber() {
            return NUMBERS.contains(type);
        }

        boolean isTime() {
            return TIMES.contains(type);
        }

        boolean isText() {
            return TEXTS.contains(type)
                    && WORD.matcher(characterSet).matches()
                    && WORD.matcher(collation).matches();
        }

        boolean isOctets() {
            return OCTETS.contains(type);
        }

        boolean isShape() {
            return SHAPES.contains(type);
        }

        boolean isLarge() {
            return type.endsWith("text") || type.endsWith("blob") || type.equals("json") || isShape();
        }

        /** Whether a range of it can be named exactly. */
        boolean isOrdered() {
            return isNumber() || isTime() || isText() || isOctets();
        }
    }

    String quoted() {
        return SqlText.identifier(schema) + "." + SqlText.identifier(name);
    }

    /** For people, and by which two servers' tables are matched. */
    String id() {
        return schema + "." + name;
    }

    boolean isTransactional() {
        return engine.equals("InnoDB") || engine.equals("ROCKSDB");
    }

    boolean isChunked() {
        return !key.isEmpty() && key.stream().allMatch(Column::isOrdered);
    }

    /** Every table outside the server's own schemas, by its id. */
    static Map<String, TableShape> read(SqlClient client) {
        List<List<SqlRow>> answers = client.askAll(
                SqlClient.USUAL,
                List.of(
                        "SELECT table_schema AS s, table_name AS t, IFNULL(engine,'') AS e, IFNULL(table_rows,0) AS r,"
                                + " IFNULL(avg_row_length,0) AS l FROM information_schema.tables"
                                + " WHERE table_type='BASE TABLE' AND table_schema NOT IN " + ServerReader.SYSTEM,
                        "SELECT table_schema AS s, table_name AS t, column_name AS c, LOWER(data_type) AS d,"
                                + " IFNULL(character_set_name,'') AS h, IFNULL(collation_name,'') AS o"
                                + " FROM information_schema.columns WHERE table_schema NOT IN " + ServerReader.SYSTEM
                                + " ORDER BY table_schema, table_name, ordinal_position",
                        "SELECT table_schema AS s, table_name AS t, column_name AS c, IFNULL(sub_part,0) AS p"
                                + " FROM information_schema.statistics WHERE index_name='PRIMARY' AND table_schema NOT IN "
                                + ServerReader.SYSTEM + " ORDER BY table_schema, table_name, seq_in_index"));
        Map<String, Map<String, Column>> columns = columns(answers.get(1));
        Map<String, List<SqlRow>> keys = answers.get(2).stream().collect(Collectors.groupingBy(TableShape::idOf));
        Map<String, TableShape> shapes = new TreeMap<>();
        for (SqlRow row : answers.get(0)) {
            String id = idOf(row);
            Map<String, Column> own = columns.getOrDefault(id, Map.of());
            List<Column> key = key(keys.getOrDefault(id, List.of()), own);
            shapes.put(
                    id,
                    new TableShape(
                            row.text("s"),
                            row.text("t"),
                            row.text("e"),
                            row.number("r"),
                            row.number("l"),
                            List.copyOf(own.values()),
                            key));
        }
        return shapes;
    }

    private static Map<String, Map<String, Column>> columns(List<SqlRow> rows) {
        Map<String, Map<String, Column>> columns = new TreeMap<>();
        for (SqlRow row : rows) {
            columns.computeIfAbsent(idOf(row), id -> new LinkedHashMap<>())
                    .put(row.text("c"), new Column(row.text("c"), row.text("d"), row.text("h"), row.text("o")));
        }
        return columns;
    }

    private static List<Column> key(List<SqlRow> rows, Map<String, Column> own) {
        List<Column> key = new ArrayList<>();
        for (SqlRow row : rows) {
            Column column = own.get(row.text("c"));
            if (column == null || row.number("p") != 0) {
                return List.of();
            }
            key.add(column);
        }
        return key;
    }

    private static String idOf(SqlRow row) {
        return row.text("s") + "." + row.text("t");
    }
}
