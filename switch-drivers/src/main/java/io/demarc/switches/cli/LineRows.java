/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows in the lines of a table. Every line that isn't blank is a row or known to be none; the others are left over,
 * and nobody may take the table for read. One caller, once.
 */
final class LineRows {
    private final Format format;
    private final List<Row.Draft> drafts = new ArrayList<>();
    private final List<String> untaken = new ArrayList<>();
    private final Map<String, List<String>> carried = new HashMap<>();

    LineRows(Format format) {
        this.format = format;
    }

    void read(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).stripTrailing();
            String whole = line;
            while (matches(format.continued(), whole)
                    && i + 1 < lines.size()
                    && row(lines.get(i + 1).stripTrailing()) == null) {
                whole += lines.get(++i).stripTrailing();
            }
            String read = whole;
            Row.Draft draft = row(whole);
            if (draft != null) {
                carry(draft);
                drafts.add(draft);
            } else if (!whole.isBlank() && format.skip().stream().noneMatch(skip -> matches(skip, read))) {
                untaken.add(whole);
            }
        }
    }

    List<Row.Draft> drafts() {
        return drafts;
    }

    List<String> untaken() {
        return untaken;
    }

    private Row.@Nullable Draft row(String line) {
        for (Pattern pattern : format.lines()) {
            Matcher matcher = Matching.of(pattern, line);
            if (matcher.find()) {
                Row.Draft draft = new Row.Draft();
                RowReader.putGroups(pattern, matcher, draft);
                return draft;
            }
        }
        return null;
    }

    private static boolean matches(@Nullable Pattern pattern, String line) {
        return pattern != null && Matching.finds(pattern, line);
    }

    private void carry(Row.Draft draft) {
        for (String field : format.carry()) {
            if (draft.has(field)) {
                carried.put(field, draft.get(field));
            } else if (carried.containsKey(field)) {
                draft.put(field, carried.getOrDefault(field, List.of()));
            }
        }
    }
}
