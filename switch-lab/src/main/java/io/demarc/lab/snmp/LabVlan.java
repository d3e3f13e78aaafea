/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import java.util.BitSet;

/** A VLAN of a simulated switch, with its ports by number. One caller at a time. */
final class LabVlan {
    final int id;
    String name;
    boolean isSuspended;
    BitSet egress = new BitSet();
    BitSet untagged = new BitSet();

    LabVlan(int id, String name) {
        this.id = id;
        this.name = name;
    }

    LabVlan copy() {
        LabVlan copy = new LabVlan(id, name);
        copy.isSuspended = isSuspended;
        copy.egress = (BitSet) egress.clone();
        copy.untagged = (BitSet) untagged.clone();
        return copy;
    }
}
