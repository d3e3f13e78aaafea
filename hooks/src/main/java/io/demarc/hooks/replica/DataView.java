/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The data of a database server, by what its own catalogue says: sizes are estimates, the engines are not.
 *
 * @param bytes            of tables and their indexes
 * @param rowBytes         of the tables alone: about what a dump of them has
 * @param nonTransactional tables outside the server's own schemas whose engine knows no transactions: {@code app.log (MyISAM)}
 * @param lockedBytes      of those tables and their indexes
 * @param names            of the tables, as {@code app.orders}
 * @param schemas          but for the server's own
 * @param strangers        directories among them that are none, as the server calls them: {@code #mysql50#lost+found}
 * @param versioned        tables that keep their history: {@code app.prices}
 * @param inexact          columns that a dump prints with fewer digits than they have: {@code app.prices.rate}
 * @param elsewhere        files of tables that are outside the server's data directory
 */
record DataView(
        long bytes,
        long rowBytes,
        List<String> nonTransactional,
        long lockedBytes,
        TreeSet<String> names,
        TreeSet<String> schemas,
        TreeSet<String> strangers,
        List<String> versioned,
        List<String> inexact,
        List<String> elsewhere) {
    private static final String ENGINES = "SELECT table_schema AS s, table_name AS t, engine AS e,"
            + " IFNULL(data_length,0) AS d, IFNULL(index_length,0) AS i, table_type AS k FROM information_schema.tables"
            + " WHERE " + TableShape.TABLES + " AND table_schema NOT IN " + ServerReader.SYSTEM;
    private static final String SCHEMAS =
            "SELECT schema_name AS s FROM information_schema.schemata WHERE schema_name NOT IN " + ServerReader.SYSTEM;
    /** Six digits of seven to nine, with both makes. */
    private static final String FLOATS =
            "SELECT table_schema AS s, table_name AS t, column_name AS c FROM information_schema.columns"
                    + " WHERE data_type='float' AND table_schema NOT IN " + ServerReader.SYSTEM;
    /** How a server calls a directory that it finds among its databases and that isn't one: {@code lost+found}. */
    private static final String STRANGER = "#mysql50#";

    private static final List<String> TRANSACTIONAL = List.of("InnoDB", "ROCKSDB");

    DataView {
        nonTransactional = List.copyOf(nonTransactional);
        names = new TreeSet<>(names);
        schemas = new TreeSet<>(schemas);
        strangers = new TreeSet<>(strangers);
        versioned = List.copyOf(versioned);
        inexact = List.copyOf(inexact);
        elsewhere = List.copyOf(elsewhere);
    }

    int tables() {
        return names.size();
    }

    /** @param wanted the tables that are looked at; empty: every one */
    static DataView read(SqlClient client, Dialect dialect, List<String> wanted) {
        List<List<SqlRow>> answers = client.askAll(
                SqlClient.USUAL,
                List.of(dialect.freshStatistics(), ENGINES, SCHEMAS, FLOATS, dialect.filesElsewhere()));
        long data = 0;
        long indexes = 0;
        long locked = 0;
        List<String> others = new ArrayList<>();
        List<String> versioned = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>();
        for (SqlRow row : answers.get(1)) {
            String name = TableShape.id(row.text("s"), row.text("t"));
            if (!wanted.isEmpty() && !wanted.contains(name)) {
                continue;
            }
            names.add(name);
            if (row.text("k").equals(TableShape.VERSIONED)) {
                versioned.add(name);
            }
            data += row.number("d");
            indexes += row.number("i");
            if (!TRANSACTIONAL.contains(row.text("e"))) {
                others.add(name + " (" + row.text("e") + ")");
                locked += row.number("d") + row.number("i");
            }
        }
        TreeSet<String> schemas =
                answers.get(2).stream().map(row -> row.text("s")).collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> strangers =
                schemas.stream().filter(it -> it.startsWith(STRANGER)).collect(Collectors.toCollection(TreeSet::new));
        schemas.removeAll(strangers);
        // Views have columns, too.
        List<String> inexact = answers.get(3).stream()
                .filter(row -> names.contains(TableShape.id(row.text("s"), row.text("t"))))
                .map(row -> TableShape.id(row.text("s"), row.text("t")) + "." + row.text("c"))
                .sorted()
                .toList();
        List<String> elsewhere =
                answers.get(4).stream().map(row -> row.text("f")).sorted().toList();
        return new DataView(
                data + indexes, data, others, locked, names, schemas, strangers, versioned, inexact, elsewhere);
    }
}
