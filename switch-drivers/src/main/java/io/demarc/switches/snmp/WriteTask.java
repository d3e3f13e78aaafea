/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.snmp.SnmpDefinition.Write;

/** One write to the lists of one VLAN, or to a port itself; the VLAN is the one that the write is about. */
record WriteTask(Write action, int vlan) {
    boolean isJoining() {
        return action == Write.JOIN_EGRESS || action == Write.JOIN_UNTAGGED;
    }

    boolean isLeaving() {
        return action == Write.LEAVE_EGRESS || action == Write.LEAVE_UNTAGGED;
    }
}
