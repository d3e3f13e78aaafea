/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.session.PortStep.CreateVlan;

/** One way in which VLANs come into being. */
sealed interface VlanCreation permits RowStatusCreation, VtpEditBuffer, NoCreation {
    /** Makes the VLAN exist and leaves one that exists alone. */
    void create(CreateVlan step);

    static VlanCreation of(SnmpDefinition definition, Conversation conversation, Settling settling) {
        return switch (definition.vlans().create()) {
            case NONE -> new NoCreation(conversation.access().name());
            case ROW_STATUS -> new RowStatusCreation(definition.vlans(), conversation, settling);
            case VTP_EDIT_BUFFER -> new VtpEditBuffer(definition.vlans(), conversation, settling);
        };
    }
}
