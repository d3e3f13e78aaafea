/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.access.Printable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last lines of what was asked and answered. Secrets are never part of it. One caller at a time. */
final class Transcript {
    private static final int MOST_LINES = 2000;

    private final Deque<String> lines = new ArrayDeque<>();
    private int dropped;

    void add(String line) {
        if (lines.size() == MOST_LINES) {
            lines.removeFirst();
            dropped++;
        }
        lines.addLast(Printable.of(line));
    }

    List<String> lines() {
        List<String> all = new ArrayList<>();
        if (dropped > 0) {
            all.add("(" + dropped + " earlier lines left out)");
        }
        all.addAll(lines);
        return List.copyOf(all);
    }
}
