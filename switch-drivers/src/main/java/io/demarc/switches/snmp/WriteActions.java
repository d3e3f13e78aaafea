/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.snmp.SnmpDefinition.ObjectRole;
import io.demarc.switches.snmp.SnmpDefinition.Write;

/** Which object each write is about. */
final class WriteActions {
    private WriteActions() {}

    static ObjectRole objectOf(Write action) {
        return switch (action) {
            case JOIN_EGRESS, LEAVE_EGRESS -> ObjectRole.STATIC_EGRESS;
            case JOIN_UNTAGGED, LEAVE_UNTAGGED -> ObjectRole.STATIC_UNTAGGED;
            case PORT_VLAN -> ObjectRole.PORT_VLAN;
            case UNTAGGED_FRAMES_ONLY -> ObjectRole.FRAME_TYPES;
            case INGRESS_FILTER -> ObjectRole.INGRESS_FILTER;
            case TRUNK_OFF -> ObjectRole.TRUNK_STATE;
            case STATIC_MEMBERSHIP -> ObjectRole.MEMBERSHIP_TYPE;
            case VOICE_VLAN_OFF -> ObjectRole.VOICE_VLAN;
        };
    }
}
