/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches;

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

    @Override
    public String toString() {
        return Integer.toString(id);
    }
}
