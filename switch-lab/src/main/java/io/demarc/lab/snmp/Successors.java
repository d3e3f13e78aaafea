/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import io.demarc.lab.snmp.Faults.Vice;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/** What an agent says follows an object, with its faults. Immutable but for its faults. */
final class Successors {
    /** A TimeFilter may be any number; agents go on until their own time, which is months. */
    private static final int LAST_TIME_MARK = 1_000_000_000;

    private static final int LONG_VALUE = 1200;
    private static final int LLDP_PORT_ID = 7;

    private final Faults faults;

    Successors(Faults faults) {
        this.faults = faults;
    }

    VariableBinding of(NavigableMap<OID, Variable> objects, OID object) {
        VariableBinding answer = null;
        if (faults.has(Vice.TIME_MARKS_REPEAT)) {
            answer = inTime(objects, object);
        }
        if (answer == null && faults.has(Vice.ROWS_WITHOUT_END)) {
            answer = afterTheLast(object);
        }
        if (answer == null && faults.has(Vice.ROWS_DESCEND)) {
            answer = back(objects, object);
        }
        if (answer == null) {
            Map.Entry<OID, Variable> next = objects.higherEntry(object);
            answer = next == null
                    ? new VariableBinding(object, Null.endOfMibView)
                    : new VariableBinding(next.getKey(), next.getValue());
        }
        return answer;
    }

    /** All rows of the current tables at every moment of the agent's life (RFC 4502, TimeFilter). */
    private static @Nullable VariableBinding inTime(NavigableMap<OID, Variable> objects, OID object) {
        int columnSize = Oids.CURRENT_EGRESS.size();
        if (!object.startsWith(Oids.CURRENT) || object.size() < columnSize) {
            return null;
        }
        OID column = new OID(object.getValue(), 0, columnSize);
        NavigableMap<Integer, Variable> rows = new TreeMap<>();
        objects.tailMap(column).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(column))
                .forEach(entry -> rows.put(entry.getKey().last(), entry.getValue()));
        int mark = object.size() > columnSize ? object.get(columnSize) : 0;
        int vlan = object.size() > columnSize + 1 ? object.get(columnSize + 1) : 0;
        Map.Entry<Integer, Variable> next = rows.higherEntry(vlan);
        if (next == null && mark < LAST_TIME_MARK) {
            mark++;
            next = rows.firstEntry();
        }
        return next == null
                ? null
                : new VariableBinding(new OID(column).append(mark).append(next.getKey()), next.getValue());
    }

    /** Neighbours for ever. */
    private static @Nullable VariableBinding afterTheLast(OID object) {
        OID column = Oids.at(Oids.LLDP_REMOTE, LLDP_PORT_ID);
        if (!object.startsWith(column)) {
            return null;
        }
        int mark = object.size() > column.size() ? object.get(column.size()) : 0;
        byte[] value = new byte[LONG_VALUE];
        value[mark % LONG_VALUE] = (byte) mark;
        return new VariableBinding(new OID(column).append(mark + 1).append(1).append(1), new OctetString(value));
    }

    /** The second VLAN's list is followed by the first one's. */
    private static @Nullable VariableBinding back(NavigableMap<OID, Variable> objects, OID object) {
        Map.Entry<OID, Variable> first = objects.higherEntry(Oids.STATIC_EGRESS);
        Map.Entry<OID, Variable> second = first == null ? null : objects.higherEntry(first.getKey());
        return first != null && second != null && object.equals(second.getKey())
                ? new VariableBinding(first.getKey(), first.getValue())
                : null;
    }
}
