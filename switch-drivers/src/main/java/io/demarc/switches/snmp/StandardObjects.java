/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import java.util.List;
import org.snmp4j.smi.OID;

/** Objects that are the same on every switch: SNMPv2-MIB, IF-MIB, BRIDGE-MIB, LLDP-MIB, IP-MIB. */
final class StandardObjects {
    static final OID SYS_DESCR = new OID("1.3.6.1.2.1.1.1.0");
    static final OID SYS_OBJECT_ID = new OID("1.3.6.1.2.1.1.2.0");

    /** Of the agent, in hundredths of a second; wraps after 497 days. */
    static final OID SYS_UP_TIME = new OID("1.3.6.1.2.1.1.3.0");

    /** Of the host (HOST-RESOURCES-MIB), likewise. */
    static final OID HOST_UP_TIME = new OID("1.3.6.1.2.1.25.1.1.0");
    /** Of the agent (RFC 3411), in seconds; wraps after 68 years. */
    static final OID ENGINE_TIME = new OID("1.3.6.1.6.3.10.2.1.3.0");

    static final OID IF_DESCR = new OID("1.3.6.1.2.1.2.2.1.2");
    static final OID IF_ADMIN_STATUS = new OID("1.3.6.1.2.1.2.2.1.7");
    static final OID IF_OPER_STATUS = new OID("1.3.6.1.2.1.2.2.1.8");
    static final OID IF_NAME = new OID("1.3.6.1.2.1.31.1.1.1.1");
    static final OID IF_ALIAS = new OID("1.3.6.1.2.1.31.1.1.1.18");
    /** Of ifAdminStatus, ifOperStatus and TruthValue. */
    static final int UP = 1;

    static final int DOWN = 2;
    static final int TRUE = 1;

    static final OID BASE_PORT_IF_INDEX = new OID("1.3.6.1.2.1.17.1.4.1.2");
    static final OID BRIDGE_FORWARDING_PORT = new OID("1.3.6.1.2.1.17.4.3.1.2");
    /** dot1dTpFdbStatus (RFC 4188). */
    static final OID BRIDGE_FORWARDING_STATUS = new OID("1.3.6.1.2.1.17.4.3.1.3");

    static final OID VLAN_FORWARDING_PORT = new OID("1.3.6.1.2.1.17.7.1.2.2.1.2");
    /** dot1qTpFdbStatus (RFC 4363). */
    static final OID VLAN_FORWARDING_STATUS = new OID("1.3.6.1.2.1.17.7.1.2.2.1.3");

    /** lldpLocPortId; index lldpLocPortNum. */
    static final OID LLDP_LOCAL_PORT_ID = new OID("1.0.8802.1.1.2.1.3.7.1.3");

    static final OID LLDP_LOCAL_PORT_DESCR = new OID("1.0.8802.1.1.2.1.3.7.1.4");
    /** lldpRemTable; index lldpRemTimeMark, lldpRemLocalPortNum, lldpRemIndex. */
    static final OID LLDP_REMOTE_CHASSIS = new OID("1.0.8802.1.1.2.1.4.1.1.5");

    static final OID LLDP_REMOTE_PORT_ID = new OID("1.0.8802.1.1.2.1.4.1.1.7");
    static final OID LLDP_REMOTE_SYSTEM_NAME = new OID("1.0.8802.1.1.2.1.4.1.1.9");
    static final OID LLDP_REMOTE_SUPPORTED = new OID("1.0.8802.1.1.2.1.4.1.1.11");
    static final OID LLDP_REMOTE_ENABLED = new OID("1.0.8802.1.1.2.1.4.1.1.12");
    static final List<OID> LLDP_REMOTE = List.of(
            LLDP_REMOTE_CHASSIS,
            LLDP_REMOTE_PORT_ID,
            LLDP_REMOTE_SYSTEM_NAME,
            LLDP_REMOTE_SUPPORTED,
            LLDP_REMOTE_ENABLED);

    static final OID ADDRESS_IF_INDEX = new OID("1.3.6.1.2.1.4.20.1.2");
    /** ipAddressIfIndex; index ipAddressAddrType, length, octets. */
    static final OID ANY_ADDRESS_IF_INDEX = new OID("1.3.6.1.2.1.4.34.1.3");

    /** ipNetToPhysicalPhysAddress (RFC 4293); index ifIndex, address type, length, octets. */
    static final OID NEIGHBOUR_MAC = new OID("1.3.6.1.2.1.4.35.1.4");
    /** ipNetToMediaPhysAddress, its forerunner for IPv4 alone; index ifIndex, octets. */
    static final OID ARP_MAC = new OID("1.3.6.1.2.1.4.22.1.2");

    private StandardObjects() {}
}
