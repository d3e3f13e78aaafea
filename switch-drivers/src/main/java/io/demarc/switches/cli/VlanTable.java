/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.Vlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The VLANs that a switch named, and what lists of VLANs mean on it. One caller at a time. */
final class VlanTable {
    private static final Pattern ID = Pattern.compile("(\\d{1,9})(?:\\s*\\(.*\\))?");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})-(\\d{1,9})");
    /** How the ends of a range are written apart: {@code 2 to 100}, {@code 2 - 100}. */
    private static final Pattern APART = Pattern.compile("(?i)(?<=\\d)\\s*(?:\\bto\\b|-)\\s*(?=\\d)");

    /** What is said of a VLAN behind its id: {@code 1(default vlan)}. */
    private static final Pattern REMARK = Pattern.compile("(?<=\\d)\\s?\\([^()]*\\)");

    private static final Set<String> NONE = Set.of("none", "n/a", "-", "--");
    private static final int LAST = 4094;

    private final Map<String, Set<Vlan>> byName = new HashMap<>();
    private final Map<String, String> nameById = new HashMap<>();
    private final Set<Vlan> ids = new TreeSet<>();
    private final Set<Vlan> suspended = new TreeSet<>();

    /**
     * What a list says.
     *
     * @param vlans  those that were understood
     * @param unread words of the list that were not; then it may have named more VLANs than these
     */
    record Told(Set<Vlan> vlans, List<String> unread) {}

    void add(Vlan vlan, String name) {
        ids.add(vlan);
        if (!name.isEmpty()) {
            nameById.putIfAbsent(vlan.toString(), name);
            byName.computeIfAbsent(name, absent -> new TreeSet<>()).add(vlan);
        }
    }

    /** The VLAN exists and carries nothing. */
    void suspend(Vlan vlan) {
        suspended.add(vlan);
    }

    Set<Vlan> ids() {
        return ids;
    }

    /** Names by id, where the switch told one. */
    Map<String, String> names() {
        return nameById;
    }

    Set<Vlan> suspended() {
        return suspended;
    }

    /**
     * Reads lists such as {@code 1-10,20}, {@code 2 to 100 200}, {@code mgmt 30-39}, {@code ALL} or {@code none}. A number is
     * an id, whatever a VLAN may be called.
     */
    Told read(Collection<String> lists) {
        Set<Vlan> vlans = new TreeSet<>();
        List<String> unread = new ArrayList<>();
        for (String list : lists) {
            String text = list.strip();
            Matcher whole = ID.matcher(text);
            if (whole.matches()) {
                addRange(whole.group(1), whole.group(1), vlans, unread);
                continue;
            }
            if (text.endsWith(",")) {
                unread.add("what follows '" + text + "'");
            }
            String bare = REMARK.matcher(text).replaceAll(" ");
            for (String part : APART.matcher(bare).replaceAll("-").split("[\\s,]+", -1)) {
                if (!part.isEmpty()) {
                    addPart(part, vlans, unread);
                }
            }
        }
        return new Told(vlans, unread);
    }

    private void addPart(String part, Set<Vlan> vlans, List<String> unread) {
        String lower = part.toLowerCase(Locale.ROOT);
        Matcher range = RANGE.matcher(part);
        if (part.matches("\\d{1,9}")) {
            addRange(part, part, vlans, unread);
        } else if (range.matches()) {
            addRange(range.group(1), range.group(2), vlans, unread);
        } else if (byName.containsKey(part)) {
            addNamed(part, vlans, unread);
        } else if (lower.equals("all")) {
            addRange("1", String.valueOf(LAST), vlans, unread);
        } else if (!NONE.contains(lower)) {
            unread.add("'" + part + "'");
        }
    }

    private void addNamed(String name, Set<Vlan> vlans, List<String> unread) {
        Set<Vlan> named = byName.getOrDefault(name, Set.of());
        vlans.addAll(named);
        if (named.size() > 1) {
            unread.add("'" + name + "', which is the name of VLANs " + named);
        }
    }

    private static void addRange(String from, String to, Set<Vlan> vlans, List<String> unread) {
        int first = Integer.parseInt(from);
        int last = Integer.parseInt(to);
        if (first < 1 || last > LAST || last < first) {
            unread.add("'" + (from.equals(to) ? from : from + "-" + to) + "'");
        }
        for (int id = Math.max(1, first); id <= Math.min(LAST, last); id++) {
            vlans.add(new Vlan(id));
        }
    }
}
