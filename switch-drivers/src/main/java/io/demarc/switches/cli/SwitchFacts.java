/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What may stand in lines and is no part of a step: facts of the switch and the names of its VLANs. Immutable.
 *
 * @param values    by name: the facts that a definition asks for, {@code bridge} and {@code unique}
 * @param vlanNames by id
 * @param unknown   what to put for the name of a VLAN, by its id, that the switch has not told; the empty text where that
 *                  must not be sent
 */
record SwitchFacts(Map<String, String> values, Map<String, String> vlanNames, UnaryOperator<String> unknown) {
    static final SwitchFacts NONE = new SwitchFacts(Map.of(), Map.of(), id -> "");

    SwitchFacts {
        values = Map.copyOf(values);
        vlanNames = Map.copyOf(vlanNames);
    }

    /** What is known before anything was asked. */
    static SwitchFacts of(CliDefinition definition, @Nullable String bridge, String unique) {
        Map<String, String> values = new HashMap<>();
        definition.facts().forEach(fact -> values.put(fact.name(), fact.otherwise()));
        values.put("bridge", bridge == null ? "" : bridge);
        values.put("unique", unique);
        return new SwitchFacts(values, Map.of(), id -> "");
    }

    String nameOf(String vlan) {
        return vlan.isEmpty() ? "" : vlanNames.getOrDefault(vlan, unknown.apply(vlan));
    }

    /** With what the switch told. */
    SwitchFacts with(Map<String, String> told, Map<String, String> names) {
        Map<String, String> all = new HashMap<>(values);
        all.putAll(told);
        return new SwitchFacts(all, names, unknown);
    }

    /** With one more VLAN. */
    SwitchFacts withVlan(String id, String name) {
        Map<String, String> all = new HashMap<>(vlanNames);
        all.put(id, name);
        return new SwitchFacts(values, all, unknown);
    }

    /** For showing lines of a switch of which nothing is known: a VLAN's name is made from its id. */
    SwitchFacts guessingNames() {
        return new SwitchFacts(values, vlanNames, id -> "name-of-" + id);
    }
}
