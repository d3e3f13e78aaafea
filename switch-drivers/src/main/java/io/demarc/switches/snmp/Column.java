/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UnsignedInteger32;
import org.snmp4j.smi.Variable;

/** One column of a table: values by what follows the column's identifier. Immutable. */
record Column(NavigableMap<OID, Variable> rows) {
    Column {
        rows = Collections.unmodifiableNavigableMap(new TreeMap<>(rows));
    }

    static Column empty() {
        return new Column(new TreeMap<>());
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Null when there is no such row or it is no number. */
    @Nullable
    Integer number(int index) {
        return number(rows.get(new OID(new int[] {index})));
    }

    /** Null when there is no such row or it is no text. */
    @Nullable
    String text(int index) {
        byte[] octets = octets(rows.get(new OID(new int[] {index})));
        return octets == null ? null : new String(octets, StandardCharsets.UTF_8);
    }

    byte @Nullable [] octets(int index) {
        return octets(rows.get(new OID(new int[] {index})));
    }

    /** The last part of every row's index, ascending. */
    NavigableSet<Integer> lastIndexes() {
        NavigableSet<Integer> indexes = new TreeSet<>();
        rows.keySet().forEach(index -> indexes.add(index.last()));
        return indexes;
    }

    static @Nullable Integer number(@Nullable Variable value) {
        if (value instanceof org.snmp4j.smi.Integer32 integer) {
            return integer.getValue();
        }
        if (value instanceof UnsignedInteger32 unsigned && unsigned.getValue() <= Integer.MAX_VALUE) {
            return (int) unsigned.getValue();
        }
        return null;
    }

    static byte @Nullable [] octets(@Nullable Variable value) {
        return value instanceof OctetString octets ? octets.getValue() : null;
    }
}
