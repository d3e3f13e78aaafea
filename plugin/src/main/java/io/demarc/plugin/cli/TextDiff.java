/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.Patch;
import io.demarc.plugin.operations.InventoryOperations.InventoryText;
import java.util.ArrayList;
import java.util.List;

/**
 * What differs between two texts.
 *
 * @param from    version of the one
 * @param to      version of the other
 * @param unified as of {@code diff -u}; empty when nothing differs
 */
record TextDiff(long from, long to, String unified) {
    private static final int LINES_AROUND = 3;

    static TextDiff of(InventoryText before, InventoryText after) {
        List<String> lines = lines(before.text());
        Patch<String> patch = DiffUtils.diff(lines, lines(after.text()), new MyersDiffWithLinearSpace<>());
        List<String> unified =
                UnifiedDiffUtils.generateUnifiedDiff(title(before), title(after), lines, patch, LINES_AROUND);
        return new TextDiff(before.version(), after.version(), asDiffWrites(unified));
    }

    /** The library says what is new before what is gone, and counts the lines of an empty text from 1. */
    private static String asDiffWrites(List<String> unified) {
        StringBuilder written = new StringBuilder();
        StringBuilder added = new StringBuilder();
        for (String line : unified) {
            if (line.startsWith("+")) {
                added.append(line).append('\n');
            } else {
                if (!line.startsWith("-")) {
                    written.append(added);
                    added.setLength(0);
                }
                written.append(line.replaceFirst("^@@ -1,0 ", "@@ -0,0 ")).append('\n');
            }
        }
        return written.append(added).toString();
    }

    private static String title(InventoryText text) {
        return text.version() == 0
                ? "nothing"
                : "version " + text.version() + "\t" + text.appliedAt() + " " + text.actorKind() + " "
                        + text.actorName();
    }

    /** A last line without a line break differs from one that has it, and is marked as {@code diff} marks it. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        String last = lines.remove(lines.size() - 1);
        if (!last.isEmpty()) {
            lines.add(last + "\n\\ No newline at end of file");
        }
        return lines;
    }
}
