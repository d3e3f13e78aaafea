/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.PortMode;
import io.demarc.switches.Vlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What one output says of the VLANs of one port, gathered from the rows that speak of it. One caller at a time. */
final class Membership {
    private @Nullable PortMode mode;
    private final Set<Vlan> untagged = new TreeSet<>();
    private final Set<Vlan> ingress = new TreeSet<>();
    private final Set<Vlan> accessVlans = new TreeSet<>();
    private final Set<Vlan> nativeVlans = new TreeSet<>();
    private final Set<Vlan> tagged = new TreeSet<>();
    private final Set<Vlan> trunkVlans = new TreeSet<>();
    private final Set<Vlan> voiceVlans = new TreeSet<>();
    private final List<String> unread = new ArrayList<>();
    private boolean saysTagged;
    private boolean saysMembers;
    private boolean saysTrunk;
    private boolean saysAnything;

    void add(Row row, VlanTable vlans) {
        String word = row.first(Field.MODE);
        if (word != null) {
            PortMode said = modeOf(word);
            mode = mode == null || mode == PortMode.UNKNOWN ? said : mode;
            saysAnything = true;
        }
        gather(row, Field.UNTAGGED, vlans, untagged);
        gather(row, Field.PVID, vlans, ingress);
        gather(row, Field.ACCESS_VLAN, vlans, accessVlans);
        gather(row, Field.NATIVE_VLAN, vlans, nativeVlans);
        gather(row, Field.VOICE_VLAN, vlans, voiceVlans);
        saysTagged |= gather(row, Field.TAGGED, vlans, tagged);
        saysTrunk |= gather(row, Field.TRUNK_VLANS, vlans, trunkVlans);
        String tagging = row.first(Field.TAGGING);
        if (row.has(Field.MEMBER) && tagging != null) {
            gather(row, Field.MEMBER, vlans, tagging.equals("tagged") ? tagged : untagged);
            saysTagged = true;
            saysMembers = true;
        }
    }

    void addUntagged(Vlan vlan) {
        untagged.add(vlan);
        saysTagged = true;
        saysMembers = true;
        saysAnything = true;
    }

    /** The output lists the members of every VLAN, and this port isn't among them. */
    void addNothing() {
        saysTagged = true;
        saysAnything = true;
    }

    void addTagged(Vlan vlan) {
        tagged.add(vlan);
        saysTagged = true;
        saysMembers = true;
        saysAnything = true;
    }

    /** Whether the mode was said in a word, and not concluded from the members. */
    boolean saysMode() {
        return mode != null;
    }

    boolean saysAnything() {
        return saysAnything;
    }

    /**
     * Null where the output does not say; hybrid where it says that several VLANs are untagged. Where it lists tagged and
     * untagged members and names no mode, the members say it.
     */
    @Nullable
    PortMode mode() {
        int count = untagged().size();
        boolean isMixed = saysMembers && !ingress.isEmpty() && !leaving().containsAll(ingress);
        if (mode != PortMode.ROUTED && (count > 1 || isMixed)) {
            return PortMode.HYBRID;
        }
        if (mode == null && saysMembers) {
            return tagged.isEmpty() ? PortMode.ACCESS : count == 0 ? PortMode.TRUNK : PortMode.HYBRID;
        }
        return mode;
    }

    /** Every VLAN of untagged frames, coming in or leaving; mostly one. */
    Set<Vlan> untagged() {
        Set<Vlan> all = leaving();
        if (mode != PortMode.ROUTED) {
            all.addAll(ingress);
        }
        return all;
    }

    /** Words of its lists that could not be read. */
    List<String> unread() {
        return unread;
    }

    /** Null where the output does not say. */
    @Nullable
    Set<Vlan> tagged() {
        if (mode == PortMode.ROUTED) {
            return null;
        }
        boolean isTrunk = mode == PortMode.TRUNK || mode == PortMode.HYBRID;
        if (!saysTagged && voiceVlans.isEmpty() && !(isTrunk && saysTrunk) && mode != PortMode.ACCESS) {
            return null;
        }
        Set<Vlan> all = new TreeSet<>();
        if (isTrunk) {
            all.addAll(trunkVlans);
            all.removeAll(nativeVlans);
        } else {
            all.addAll(voiceVlans);
        }
        all.addAll(tagged);
        return all;
    }

    private Set<Vlan> leaving() {
        Set<Vlan> all = new TreeSet<>(untagged);
        if (mode == PortMode.ACCESS) {
            all.addAll(accessVlans);
        } else if (mode == PortMode.TRUNK || mode == PortMode.HYBRID) {
            all.addAll(nativeVlans);
        } else if (mode == PortMode.ROUTED) {
            all.clear();
        }
        return all;
    }

    private boolean gather(Row row, Field field, VlanTable vlans, Set<Vlan> into) {
        if (!row.has(field)) {
            return false;
        }
        saysAnything = true;
        VlanTable.Told told = vlans.read(row.all(field));
        into.addAll(told.vlans());
        unread.addAll(told.unread());
        return true;
    }

    private static PortMode modeOf(String word) {
        return Arrays.stream(PortMode.values())
                .filter(known -> known.id().equals(word))
                .findFirst()
                .orElse(PortMode.UNKNOWN);
    }
}
