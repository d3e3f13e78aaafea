/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.util.ArrayList;
import java.util.Collection;
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
 * @param kind    BASE TABLE, SEQUENCE or SYSTEM VERSIONED
 * @param rows    an estimate
 * @param rowSize octets, an estimate
 */
record TableShape(
        String schema,
        String name,
        String kind,
        String engine,
        long rows,
        long rowSize,
        List<Column> columns,
        List<Column> key) {
    /** A condition: everything that holds rows of its own. */
    static final String TABLES = "table_type IN ('BASE TABLE','SYSTEM VERSIONED','SEQUENCE')";

    static final String VERSIONED = "SYSTEM VERSIONED";
    private static final String ROW = "ROW ";
    private static final Set<String> FLOATS = Set.of("float", "double");
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
            "geometrycollection",
            "geomcollection");
    private static final Pattern WORD = Pattern.compile("[a-z0-9_]{1,64}");

    TableShape {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /**
     * One column.
     *
     * @param collation empty unless it holds text
     * @param generated the expression that it is generated as; empty when it isn't
     */
    record Column(String name, String type, String characterSet, String collation, String generated) {
        /** An end of a row's time as the number of a transaction, which is another one on each server. */
        boolean isTransaction() {
            return type.equals("bigint") && generated.startsWith(ROW);
        }

        String quoted() {
            return SqlText.identifier(name);
        }

        boolean isNumber() {
            return NUMBERS.contains(type);
        }

        boolean isFloat() {
            return FLOATS.contains(type);
        }

        boolean isJson() {
            return type.equals("json");
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
            return type.endsWith("text") || type.endsWith("blob") || isJson() || isShape();
        }

        /** Whether it holds text or octets, of whatever size. */
        boolean isString() {
            return !characterSet.isEmpty() || isOctets() || type.endsWith("blob");
        }

        /** Whether a range of it can be named exactly. */
        boolean isOrdered() {
            return isNumber() || isTime() || isText() || isOctets();
        }
    }

    String quoted() {
        return SqlText.identifier(schema) + "." + SqlText.identifier(name);
    }

    /** All rows that it has, and ever had if it is versioned. */
    String everyRow() {
        return quoted() + (kind.equals(VERSIONED) ? " FOR SYSTEM_TIME ALL" : "");
    }

    /** For people, and by which two servers' tables are matched. */
    String id() {
        return id(schema, name);
    }

    /** A name with a dot stands between backticks: {@code a.b} and {@code c} are not {@code a} and {@code b.c}. */
    static String id(String schema, String name) {
        return part(schema) + "." + part(name);
    }

    private static String part(String name) {
        return name.indexOf('.') < 0 ? name : SqlText.identifier(name);
    }

    /** A sequence is no part of any transaction, whatever holds it. */
    boolean isTransactional() {
        return (engine.equals("InnoDB") || engine.equals("ROCKSDB")) && !kind.equals("SEQUENCE");
    }

    /** Whether the other can be asked the same questions. */
    boolean isLike(TableShape other) {
        return kind.equals(other.kind) && key.equals(other.key) && names().equals(other.names());
    }

    private Set<String> names() {
        return columns.stream().map(Column::name).collect(Collectors.toSet());
    }

    /** All of it, an estimate. */
    long bytes() {
        return rows * rowSize;
    }

    boolean isChunked() {
        return !key.isEmpty() && key.stream().allMatch(Column::isOrdered);
    }

    /** What to ask a server of its tables. */
    static List<String> questions(Dialect dialect) {
        return List.of(
                dialect.freshStatistics(),
                "SELECT table_schema AS s, table_name AS t, IFNULL(engine,'') AS e, IFNULL(table_rows,0) AS r,"
                        + " IFNULL(avg_row_length,0) AS l, table_type AS k FROM information_schema.tables WHERE "
                        + TABLES + " AND table_schema NOT IN " + ServerReader.SYSTEM,
                "SELECT table_schema AS s, table_name AS t, column_name AS c, LOWER(data_type) AS d,"
                        + " IFNULL(character_set_name,'') AS h, IFNULL(collation_name,'') AS o,"
                        + " IFNULL(generation_expression,'') AS g FROM information_schema.columns WHERE table_schema NOT IN "
                        + ServerReader.SYSTEM + " ORDER BY table_schema, table_name, ordinal_position",
                "SELECT table_schema AS s, table_name AS t, column_name AS c, IFNULL(sub_part,0) AS p"
                        + " FROM information_schema.statistics WHERE index_name='PRIMARY' AND table_schema NOT IN "
                        + ServerReader.SYSTEM + " ORDER BY table_schema, table_name, seq_in_index");
    }

    /** Every table outside the server's own schemas, by its id, from the answers to {@link #questions}. */
    static Map<String, TableShape> read(List<List<SqlRow>> all) {
        List<List<SqlRow>> answers = all.subList(1, 4);
        Map<String, Map<String, Column>> columns = columns(answers.get(1));
        Map<String, List<SqlRow>> keys = answers.get(2).stream().collect(Collectors.groupingBy(TableShape::idOf));
        Map<String, TableShape> shapes = new TreeMap<>();
        for (SqlRow row : answers.get(0)) {
            String id = idOf(row);
            Map<String, Column> own = columns.getOrDefault(id, Map.of());
            List<Column> key = key(keys.getOrDefault(id, List.of()), own);
            List<Column> every = new ArrayList<>(own.values());
            if (row.text("k").equals(VERSIONED)) {
                every.addAll(period(own.values()));
            }
            shapes.put(
                    id,
                    new TableShape(
                            row.text("s"),
                            row.text("t"),
                            row.text("k"),
                            row.text("e"),
                            row.number("r"),
                            row.number("l"),
                            every.stream().filter(it -> !it.isTransaction()).toList(),
                            key));
        }
        return shapes;
    }

    private static Map<String, Map<String, Column>> columns(List<SqlRow> rows) {
        Map<String, Map<String, Column>> columns = new TreeMap<>();
        for (SqlRow row : rows) {
            columns.computeIfAbsent(idOf(row), id -> new LinkedHashMap<>())
                    .put(
                            row.text("c"),
                            new Column(row.text("c"), row.text("d"), row.text("h"), row.text("o"), row.text("g")));
        }
        return columns;
    }

    /** The catalogue doesn't tell the ends of a row's time unless the table names them. */
    private static List<Column> period(Collection<Column> own) {
        return own.stream().anyMatch(it -> it.generated().startsWith(ROW))
                ? List.of()
                : List.of(
                        new Column("ROW_START", "timestamp", "", "", "ROW START"),
                        new Column("ROW_END", "timestamp", "", "", "ROW END"));
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
        return id(row.text("s"), row.text("t"));
    }
}
