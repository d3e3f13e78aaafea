/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches;

import io.demarc.access.Printable;
import java.util.BitSet;

/** A set of VLAN ids, written {@code 100-199,250}. Immutable. */
public final class VlanRanges {
    private final BitSet ids;
    private final String text;

    private VlanRanges(BitSet ids, String text) {
        this.ids = ids;
        this.text = text;
    }

    /**
     * Reads the written form.
     *
     * @param text comma-separated ids and ranges, such as {@code 100-199,250}
     * @throws IllegalArgumentException naming the part that is not one
     */
    public static VlanRanges parse(String text) {
        BitSet ids = new BitSet();
        for (String part : text.split(",", -1)) {
            String range = part.strip();
            if (!range.matches("\\d{1,4}(?:-\\d{1,4})?")) {
                throw new IllegalArgumentException(
                        "'" + Printable.of(text) + "' is not a list of VLAN ranges such as 100-199,250");
            }
            int dash = range.indexOf('-');
            int first = new Vlan(Integer.parseInt(dash < 0 ? range : range.substring(0, dash))).id();
            int last = new Vlan(Integer.parseInt(dash < 0 ? range : range.substring(dash + 1))).id();
            if (last < first) {
                throw new IllegalArgumentException("VLAN range " + range + " ends before it begins");
            }
            ids.set(first, last + 1);
        }
        return new VlanRanges(ids, text);
    }

    public boolean contains(Vlan vlan) {
        return ids.get(vlan.id());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VlanRanges ranges && ranges.ids.equals(ids);
    }

    @Override
    public int hashCode() {
        return ids.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
