/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.Vlan;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The VLANs that a switch named, and what lists of VLANs mean on it. One caller at a time. */
final class VlanTable {
    private static final Pattern ID = Pattern.compile("(\\d{1,4})(?:\\s*\\(.*\\))?");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,4})-(\\d{1,4})");

    private final Map<String, Vlan> byName = new HashMap<>();
    private final Set<Vlan> ids = new TreeSet<>();

    void add(Vlan vlan, String name) {
        ids.add(vlan);
        if (!name.isEmpty()) {
            byName.putIfAbsent(name, vlan);
        }
    }

    Set<Vlan> ids() {
        return ids;
    }

    /**
     * The VLANs of a list such as {@code 1-10,20}, {@code mgmt 30-39}, {@code ALL} or {@code none}. What is neither an
     * id, a range nor a known name is left out.
     */
    Set<Vlan> parse(Collection<String> lists) {
        Set<Vlan> vlans = new TreeSet<>();
        for (String list : lists) {
            Matcher whole = ID.matcher(list.strip());
            if (whole.matches()) {
                addId(whole.group(1), vlans);
                continue;
            }
            for (String part : list.strip().split("[\\s,]+", -1)) {
                addPart(part, vlans);
            }
        }
        return vlans;
    }

    private void addPart(String part, Set<Vlan> vlans) {
        Vlan named = byName.get(part);
        Matcher range = RANGE.matcher(part);
        if (named != null) {
            vlans.add(named);
        } else if (part.toLowerCase(Locale.ROOT).equals("all")) {
            addRange(1, 4094, vlans);
        } else if (part.matches("\\d{1,4}")) {
            addId(part, vlans);
        } else if (range.matches()) {
            addRange(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)), vlans);
        }
    }

    private static void addId(String digits, Set<Vlan> vlans) {
        int id = Integer.parseInt(digits);
        addRange(id, id, vlans);
    }

    private static void addRange(int first, int last, Set<Vlan> vlans) {
        for (int id = Math.max(1, first); id <= Math.min(4094, last); id++) {
            vlans.add(new Vlan(id));
        }
    }
}
