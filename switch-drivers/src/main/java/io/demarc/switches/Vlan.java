/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/** A VLAN id, 1 to 4094 (IEEE 802.1Q). */
public record Vlan(int id) implements Comparable<Vlan> {
    public Vlan {
        if (id < 1 || id > 4094) {
            throw new IllegalArgumentException("VLAN id " + id + " is not within 1 to 4094");
        }
    }

    @Override
    public int compareTo(Vlan other) {
        return Integer.compare(id, other.id);
    }

    /** These VLANs for people: {@code 10,20-29}; the empty text for none. */
    public static String ranges(Collection<Vlan> vlans) {
        BitSet ids = new BitSet();
        vlans.forEach(vlan -> ids.set(vlan.id()));
        List<String> ranges = new ArrayList<>();
        for (int first = ids.nextSetBit(0); first >= 0; ) {
            int end = ids.nextClearBit(first);
            ranges.add(end - first == 1 ? String.valueOf(first) : first + "-" + (end - 1));
            first = ids.nextSetBit(end);
        }
        return String.join(",", ranges);
    }

    @Override
    public String toString() {
        return Integer.toString(id);
    }
}
