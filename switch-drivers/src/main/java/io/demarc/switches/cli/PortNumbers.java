/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.PortName;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The numbers and ids that outputs use for ports instead of their names. Stateless. */
final class PortNumbers {
    private PortNumbers() {}

    /** All of a row's, in order. */
    static List<String> in(Row row) {
        return row.all(Field.NUMBER).stream()
                .flatMap(text -> Arrays.stream(text.split("[\\s,]+", -1)))
                .filter(number -> !number.isEmpty())
                .toList();
    }

    /**
     * Ports by their numbers. A row that names no port is about the one that its first number stands for, and tells that
     * port's other numbers. What stands for several ports stands for none.
     *
     * @param counts which ports have numbers at all
     */
    static Map<String, PortName> of(List<Row> rows, PortNames names, Predicate<PortName> counts) {
        Map<String, Set<PortName>> told = new HashMap<>();
        for (Row row : rows) {
            String port = row.first(Field.PORT);
            if (port != null) {
                names.tryNormalise(port).filter(counts).ifPresent(name -> add(name, in(row), told));
            }
        }
        Map<String, PortName> named = unambiguous(told);
        for (Row row : rows) {
            List<String> numbers = row.has(Field.PORT) ? List.of() : in(row);
            PortName port = numbers.isEmpty() ? null : named.get(numbers.get(0));
            if (port != null) {
                add(port, numbers, told);
            }
        }
        return unambiguous(told);
    }

    private static void add(PortName port, List<String> numbers, Map<String, Set<PortName>> told) {
        numbers.forEach(number ->
                told.computeIfAbsent(number, absent -> new TreeSet<>()).add(port));
    }

    private static Map<String, PortName> unambiguous(Map<String, Set<PortName>> told) {
        Map<String, PortName> ports = new HashMap<>();
        told.forEach((number, all) -> {
            if (all.size() == 1) {
                ports.put(number, all.iterator().next());
            }
        });
        return ports;
    }
}
