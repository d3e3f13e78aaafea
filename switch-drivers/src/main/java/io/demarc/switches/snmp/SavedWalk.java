/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/** An agent's objects as somebody saved them, as far as a platform reads them. Immutable. */
final class SavedWalk implements ObjectReader {
    /** The tables that a switch has most rows in; nobody looks for a MAC address in a file. */
    private static final Set<OID> UNREAD = Set.of(
            StandardObjects.BRIDGE_FORWARDING_PORT,
            StandardObjects.VLAN_FORWARDING_PORT,
            StandardObjects.NEIGHBOUR_MAC,
            StandardObjects.ARP_MAC);

    private final NavigableSet<OID> known;
    private final NavigableMap<OID, Variable> objects;

    private SavedWalk(NavigableSet<OID> known, NavigableMap<OID, Variable> objects) {
        this.known = known;
        this.objects = objects;
    }

    @Override
    public Map<OID, Column> columns(List<OID> columns) {
        Map<OID, Column> found = new LinkedHashMap<>();
        for (OID column : columns) {
            if (!isBelow(column, known)) {
                throw new IllegalStateException("ObjectNames has no name for " + column + ", so no walk keeps it");
            }
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

    private static boolean isBelow(OID object, NavigableSet<OID> columns) {
        OID column = columns.floor(object);
        return column != null && object.startsWith(column);
    }

    /** Gathers walks of one switch. One caller at a time. */
    static final class Builder {
        private final NavigableMap<OID, Variable> objects = new TreeMap<>();
        private final Map<String, OID> byName;
        private final NavigableSet<OID> known;
        private long lines;

        Builder(ObjectNames names) {
            this.byName = names.byName();
            this.known = new TreeSet<>(byName.values());
            known.removeAll(UNREAD);
        }

        /** Whether the platform reads the object at all: a walk of everything holds a hundred times as many. */
        boolean wants(OID object) {
            return isBelow(object, known);
        }

        void add(VariableBinding object) {
            objects.put(object.getOid(), object.getVariable());
        }

        /** Adds the output of {@code snmpwalk -On} (or {@code -Onx}), or snmprec lines: whichever it looks like. */
        void add(String text) {
            lines += text.lines().count();
            if (SnmprecLines.looksLike(text)) {
                SnmprecLines.read(text, this);
            } else {
                WalkLines.read(text, byName, this);
            }
        }

        SavedWalk build() {
            return new SavedWalk(known, objects);
        }

        /** For messages: how much there was to read. */
        String inWords() {
            return objects.size() + " objects that the platform reads in " + lines + " lines, and no ports among them";
        }
    }
}
