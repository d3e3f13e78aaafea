/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

/** Understands one family of VLAN objects. Immutable. */
sealed interface VlanReader permits QBridgeReader, CiscoVlanReader {
    VlanReading read(ObjectReader reader);

    static VlanReader of(SnmpDefinition definition) {
        return switch (definition.vlans().strategy()) {
            case Q_BRIDGE -> new QBridgeReader(definition);
            case CISCO_VMVLAN -> new CiscoVlanReader(definition);
        };
    }
}
