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
 */
record DataView(
        long bytes,
        long rowBytes,
        List<String> nonTransactional,
        long lockedBytes,
        TreeSet<String> names,
        TreeSet<String> schemas) {
    private static final String ENGINES = "SELECT table_schema AS s, table_name AS t, engine AS e,"
            + " IFNULL(data_length,0) AS d, IFNULL(index_length,0) AS i FROM information_schema.tables"
            + " WHERE table_type='BASE TABLE' AND table_schema NOT IN " + ServerReader.SYSTEM;
    private static final String SCHEMAS =
            "SELECT schema_name AS s FROM information_schema.schemata WHERE schema_name NOT IN " + ServerReader.SYSTEM;
    private static final List<String> TRANSACTIONAL = List.of("InnoDB", "ROCKSDB");

    DataView {
        nonTransactional = List.copyOf(nonTransactional);
        names = new TreeSet<>(names);
        schemas = new TreeSet<>(schemas);
    }

    int tables() {
        return names.size();
    }

    /** @param wanted the tables that are looked at; empty: every one */
    static DataView read(SqlClient client, List<String> wanted) {
        List<List<SqlRow>> answers = client.askAll(SqlClient.USUAL, List.of(ENGINES, SCHEMAS));
        long data = 0;
        long indexes = 0;
        long locked = 0;
        List<String> others = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>();
        for (SqlRow row : answers.get(0)) {
            String name = row.text("s") + "." + row.text("t");
            if (!wanted.isEmpty() && !wanted.contains(name)) {
                continue;
            }
            names.add(name);
            data += row.number("d");
            indexes += row.number("i");
            if (!TRANSACTIONAL.contains(row.text("e"))) {
                others.add(name + " (" + row.text("e") + ")");
                locked += row.number("d") + row.number("i");
            }
        }
        TreeSet<String> schemas =
                answers.get(1).stream().map(row -> row.text("s")).collect(Collectors.toCollection(TreeSet::new));
        return new DataView(data + indexes, data, others, locked, names, schemas);
    }
}
