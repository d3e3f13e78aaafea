/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.util.Arrays;
import java.util.List;

/** The tables that a run's parameter names: {@code app.orders,app.customers}; none means every table. */
final class TableNames {
    private TableNames() {}

    static List<String> of(String parameter) {
        return parameter.isBlank() || parameter.equals("all")
                ? List.of()
                : Arrays.stream(parameter.split(",", -1))
                        .filter(it -> !it.isBlank())
                        .toList();
    }

    static String database(String table) {
        return table.substring(0, table.indexOf('.'));
    }

    static String bare(String table) {
        return table.substring(table.indexOf('.') + 1);
    }
}
