/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/**
 * One walk along columns, side by side. It ends whatever an agent answers: rows have to ascend, there is a most of them, and
 * where a table's first index is a TimeFilter (RFC 4502) it ends with the first row that was told before, since such an
 * agent tells all of them again for every hundredth of a second of its life. One caller at a time.
 */
final class TableWalk {
    /** Of one column: a router's neighbours are the most that anybody asks for. */
    static final int MOST_ROWS = 100_000;
    /** Of all columns, with what a row takes by itself: 4,094 VLANs of 512 octets in four columns need 11 million. */
    static final int MOST_OCTETS = 16 << 20;

    private static final int OCTETS_A_ROW = 96;

    private final Set<OID> timeFiltered;
    private final BiFunction<OID, String, RuntimeException> unreadable;
    private final Map<OID, NavigableMap<OID, Variable>> found = new LinkedHashMap<>();
    private final Map<OID, Map<OID, Variable>> told = new HashMap<>();
    private final Map<OID, OID> last = new LinkedHashMap<>();
    private long octets;

    /**
     * Begins a walk.
     *
     * @param timeFiltered columns, of these or others, whose first index is a TimeFilter
     * @param unreadable   makes an error of a column and what the agent answered
     */
    TableWalk(List<OID> columns, Set<OID> timeFiltered, BiFunction<OID, String, RuntimeException> unreadable) {
        this.timeFiltered = timeFiltered;
        this.unreadable = unreadable;
        for (OID column : columns) {
            found.put(column, new TreeMap<>());
            told.put(column, new HashMap<>());
            last.put(column, column);
        }
    }

    boolean isAtEnd() {
        return last.isEmpty();
    }

    /** How many rows the longest column has so far. */
    int rows() {
        return found.values().stream().mapToInt(Map::size).max().orElse(0);
    }

    /** What to ask for the followers of, one object for each column that isn't at its end. */
    List<OID> wanted() {
        return List.copyOf(last.values());
    }

    /** Takes what follows the wanted objects: one or more of each, in turns. */
    void take(List<? extends VariableBinding> answered) {
        List<OID> asked = List.copyOf(last.keySet());
        for (int i = 0; i < answered.size(); i++) {
            OID column = asked.get(i % asked.size());
            if (last.containsKey(column) && !isTaken(answered.get(i), column)) {
                last.remove(column);
            }
        }
    }

    /** False when the column is at its end. */
    private boolean isTaken(VariableBinding binding, OID column) {
        OID oid = binding.getOid();
        if (binding.isException()) {
            return false;
        }
        OID before = last.getOrDefault(column, column);
        if (oid.compareTo(before) <= 0) {
            throw unreadable.apply(
                    column, oid.toDottedString() + " after " + before.toDottedString() + ": its rows do not ascend");
        }
        if (!oid.startsWith(column)) {
            return false;
        }
        last.put(column, oid);
        return binding.getVariable() instanceof Null || isNew(column, oid.getSuffix(column), binding.getVariable());
    }

    private boolean isNew(OID column, OID index, Variable value) {
        if (timeFiltered.contains(column) && index.size() > 1) {
            OID row = new OID(index.getValue(), 1, index.size() - 1);
            Variable before = told.getOrDefault(column, new HashMap<>()).put(row, value);
            if (value.equals(before)) {
                return false;
            }
        }
        NavigableMap<OID, Variable> rows = found.computeIfAbsent(column, key -> new TreeMap<>());
        rows.put(index, value);
        octets += OCTETS_A_ROW
                + (long) Integer.BYTES * index.size()
                + (value instanceof OctetString text ? text.length() : Long.BYTES);
        if (rows.size() > MOST_ROWS || octets > MOST_OCTETS) {
            throw unreadable.apply(column, rows.size() + " rows without an end");
        }
        return true;
    }

    Map<OID, Column> columns() {
        Map<OID, Column> columns = new LinkedHashMap<>();
        found.forEach((column, rows) -> columns.put(column, new Column(rows)));
        return columns;
    }
}
