/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/**
 * One object that is to be written, because it reads otherwise now.
 *
 * @param name   for messages, such as {@code dot1qPvid.7}
 * @param values what to write; the next one is tried when the agent finds one of a wrong type or value
 * @param words  the value for people
 * @param list   the port list that is written, to see afterwards that nothing but our bit changed; null for other objects
 * @param bit    our bit in it
 */
record Binding(
        String name,
        OID oid,
        List<Variable> values,
        String words,
        @Nullable PortList list,
        int bit) {
    Binding {
        values = List.copyOf(values);
    }

    /** An object that has one value to be, whatever it reads. */
    static Binding of(String name, OID oid, Variable value, String words) {
        return value(name, oid, List.of(value), words);
    }

    static Binding value(String name, OID oid, List<Variable> values, String words) {
        return new Binding(name, oid, values, words, null, 0);
    }

    /** As it is sent. */
    VariableBinding first() {
        return new VariableBinding(oid, values.get(0));
    }

    /** The same with this value alone. */
    Binding with(Variable value) {
        return new Binding(name, oid, List.of(value), words, list, bit);
    }

    /** {@code set dot1qPvid.7 = 150}. */
    String line() {
        return "set " + name + " = " + words;
    }
}
