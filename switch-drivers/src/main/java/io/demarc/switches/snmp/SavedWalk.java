/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;

/** An agent's objects as somebody saved them. Immutable. */
final class SavedWalk implements ObjectReader {
    private final NavigableMap<OID, Variable> objects;

    private SavedWalk(NavigableMap<OID, Variable> objects) {
        this.objects = objects;
    }

    @Override
    public Map<OID, Column> columns(List<OID> columns) {
        Map<OID, Column> found = new LinkedHashMap<>();
        for (OID column : columns) {
            TreeMap<OID, Variable> rows = new TreeMap<>();
            for (Map.Entry<OID, Variable> entry : objects.tailMap(column, false).entrySet()) {
                if (!entry.getKey().startsWith(column)) {
                    break;
                }
                rows.put(entry.getKey().getSuffix(column), entry.getValue());
            }
            found.put(column, new Column(rows));
        }
        return found;
    }

    /** Gathers walks of one switch. One caller at a time. */
    static final class Builder {
        private final NavigableMap<OID, Variable> objects = new TreeMap<>();
        private final ObjectNames names;
        private int lines;

        Builder(ObjectNames names) {
            this.names = names;
        }

        /** Adds the output of {@code snmpwalk -On} (or {@code -Onx}), or snmprec lines: whichever it looks like. */
        void add(String text) {
            lines += (int) text.lines().count();
            if (SnmprecLines.looksLike(text)) {
                SnmprecLines.read(text, objects);
            } else {
                WalkLines.read(text, names.byName(), objects);
            }
        }

        SavedWalk build() {
            return new SavedWalk(objects);
        }

        /** For messages: how much there was to read. */
        String inWords() {
            return objects.size() + " objects in " + lines + " lines, and no ports among them";
        }
    }
}
