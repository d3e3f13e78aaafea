/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.PortName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What may stand in lines and is no part of a step: facts of the switch and the names of its VLANs; and the ports that it has. Immutable.
 *
 * @param values    by name: the facts that a definition asks for, {@code bridge} and {@code unique}
 * @param vlanNames by id
 * @param ports     every one that it has told of
 * @param unknown   what to put for the name of a VLAN, by its id, that the switch has not told; the empty text where that
 *                  must not be sent
 */
record SwitchFacts(
        Map<String, String> values, Map<String, String> vlanNames, Set<PortName> ports, UnaryOperator<String> unknown) {
    static final SwitchFacts NONE = new SwitchFacts(Map.of(), Map.of(), Set.of(), id -> "");

    SwitchFacts {
        values = Map.copyOf(values);
        vlanNames = Map.copyOf(vlanNames);
        ports = Set.copyOf(ports);
    }

    /** What is known before anything was asked. */
    static SwitchFacts of(CliDefinition definition, @Nullable String bridge, String unique) {
        Map<String, String> values = new HashMap<>();
        definition.facts().forEach(fact -> values.put(fact.name(), fact.otherwise()));
        values.put("bridge", bridge == null ? "" : bridge);
        values.put("unique", unique);
        return new SwitchFacts(values, Map.of(), Set.of(), id -> "");
    }

    /** What the switch says of itself: without the bridge, which the inventory names, and the word that Demarc makes. */
    Map<String, String> told() {
        Map<String, String> told = new HashMap<>(values);
        told.keySet().removeAll(Set.of("bridge", "unique"));
        return told;
    }

    String nameOf(String vlan) {
        return vlan.isEmpty() ? "" : vlanNames.getOrDefault(vlan, unknown.apply(vlan));
    }

    /** With what the switch told. */
    SwitchFacts with(Map<String, String> told, Map<String, String> names, Set<PortName> more) {
        Map<String, String> all = new HashMap<>(values);
        all.putAll(told);
        return new SwitchFacts(all, names, union(ports, more), unknown);
    }

    /** With ports that it has. */
    SwitchFacts withPorts(Set<PortName> more) {
        return new SwitchFacts(values, vlanNames, union(ports, more), unknown);
    }

    private static Set<PortName> union(Set<PortName> some, Set<PortName> more) {
        Set<PortName> all = new HashSet<>(some);
        all.addAll(more);
        return all;
    }

    /** With one more VLAN. */
    SwitchFacts withVlan(String id, String name) {
        Map<String, String> all = new HashMap<>(vlanNames);
        all.put(id, name);
        return new SwitchFacts(values, all, ports, unknown);
    }

    /** For showing lines of a switch of which nothing is known: a VLAN's name is made from its id. */
    SwitchFacts guessingNames() {
        return new SwitchFacts(values, vlanNames, ports, id -> "name-of-" + id);
    }
}
