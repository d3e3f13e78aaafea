/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows in columns as wide as their widest cell. One caller at a time. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    private Table() {}

    static Table of(String... headings) {
        return new Table().row((Object[]) headings);
    }

    /** Without headings. */
    static Table plain() {
        return new Table();
    }

    /** A null cell becomes {@code -}. */
    Table row(@Nullable Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(Terminal.plain(cell == null || cell.toString().isEmpty() ? null : cell.toString()));
        }
        rows.add(row);
        return this;
    }

    void print(Terminal terminal) {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int width = row.get(i).length();
                if (i == widths.size()) {
                    widths.add(width);
                }
                widths.set(i, Math.max(widths.get(i), width));
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                String cell = row.get(i);
                line.append(cell).append(" ".repeat(widths.get(i) - cell.length() + 2));
            }
            terminal.line(line.toString().stripTrailing());
        }
    }
}
