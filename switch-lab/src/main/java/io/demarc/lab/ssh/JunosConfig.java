/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import io.demarc.switches.PortName;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A configuration of a simulated Junos switch: the set of its statements, each a path of words. Confined to the device's monitor. */
final class JunosConfig {
    /** Words of {@code interfaces NAME unit NUMBER family FAMILY}. */
    private static final int FAMILY_LENGTH = 6;

    private static final List<String> TOP = List.of("system", "interfaces", "protocols", "vlans");
    private static final Comparator<List<String>> ORDER = Comparator.<List<String>>comparingInt(
                    path -> TOP.indexOf(path.get(0)))
            .thenComparing(path -> new PortName(path.size() > 1 && PortName.isValid(path.get(1)) ? path.get(1) : "0"))
            .thenComparingInt(JunosSchema::position)
            .thenComparing(path -> String.join(" ", path));

    private final Set<List<String>> paths = new TreeSet<>(ORDER);

    JunosConfig copy() {
        JunosConfig copy = new JunosConfig();
        copy.paths.addAll(paths);
        return copy;
    }

    List<List<String>> all() {
        return List.copyOf(paths);
    }

    boolean isSameAs(JunosConfig other) {
        return paths.equals(other.paths);
    }

    void set(List<String> path, boolean isList) {
        if (!isList) {
            List<String> siblings = path.subList(0, path.size() - 1);
            boolean isFlag = !path.get(path.size() - 2)
                    .matches("description|host-name|interface-mode|vlan-id"
                            + "|native-vlan-id|802.3ad|l3-interface|storm-control");
            paths.removeIf(other -> !isFlag && other.size() == path.size() && startsWith(other, siblings));
        }
        paths.removeIf(other -> other.size() < path.size() && startsWith(path, other));
        if (under(path).isEmpty()) {
            paths.add(path);
        }
    }

    /**
     * False when there was nothing to delete. A protocol family stays when the last statement in it goes: only deleting
     * the family itself makes the port stop switching.
     */
    boolean delete(List<String> beginning) {
        boolean deleted = paths.removeIf(path -> startsWith(path, beginning));
        if (deleted
                && beginning.size() > FAMILY_LENGTH
                && beginning.get(FAMILY_LENGTH - 2).equals("family")) {
            List<String> family = beginning.subList(0, FAMILY_LENGTH);
            if (under(family).isEmpty()) {
                paths.add(List.copyOf(family));
            }
        }
        return deleted;
    }

    List<List<String>> under(List<String> beginning) {
        return paths.stream().filter(path -> startsWith(path, beginning)).toList();
    }

    boolean has(String... path) {
        return paths.contains(List.of(path));
    }

    /** The word that follows, of the only or first such statement. */
    Optional<String> value(String... beginning) {
        List<String> start = List.of(beginning);
        return under(start).stream()
                .filter(path -> path.size() > start.size())
                .map(path -> path.get(start.size()))
                .findFirst();
    }

    /** The words that follow. */
    Set<String> values(String... beginning) {
        List<String> start = List.of(beginning);
        Set<String> values = new LinkedHashSet<>();
        under(start).stream()
                .filter(path -> path.size() > start.size())
                .forEach(path -> values.add(path.get(start.size())));
        return values;
    }

    /** As {@code display set} prints it. */
    static String asSetCommands(Collection<List<String>> paths) {
        StringBuilder text = new StringBuilder();
        for (List<String> path : paths) {
            text.append("set");
            path.forEach(word -> text.append(' ').append(quoted(word)));
            text.append('\n');
        }
        return text.toString();
    }

    /** As {@code show configuration} prints it below a beginning that all paths share. */
    static String asBraces(Collection<List<String>> paths, int depth, String indent) {
        StringBuilder text = new StringBuilder();
        Set<String> done = new LinkedHashSet<>();
        for (List<String> path : paths) {
            String word = path.get(depth);
            if (!done.add(word)) {
                continue;
            }
            List<List<String>> below = paths.stream()
                    .filter(other -> other.get(depth).equals(word) && other.size() > depth + 1)
                    .toList();
            if (below.isEmpty()) {
                text.append(indent).append(quoted(word)).append(";\n");
            } else if (below.size() == 1 && below.get(0).size() == depth + 2 && isKeyword(word)) {
                String value = quoted(below.get(0).get(depth + 1));
                text.append(indent).append(word).append(' ').append(value).append(";\n");
            } else {
                text.append(indent).append(quoted(word)).append(" {\n");
                text.append(asBraces(below, depth + 1, indent + "    "));
                text.append(indent).append("}\n");
            }
        }
        return text.toString();
    }

    private static boolean isKeyword(String word) {
        return word.matches("description|host-name|interface-mode|vlan-id|native-vlan-id|members|address|l3-interface"
                + "|interface|family|802.3ad|storm-control");
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9._:/-]+") ? word : "\"" + word + "\"";
    }

    private static boolean startsWith(List<String> path, List<String> beginning) {
        return path.size() >= beginning.size()
                && path.subList(0, beginning.size()).equals(beginning);
    }
}
