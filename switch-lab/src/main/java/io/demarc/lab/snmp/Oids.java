/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import java.util.Map;
import java.util.TreeMap;
import org.snmp4j.smi.OID;

/** Objects that simulated agents serve. Written down a second time on purpose: the driver's list may be wrong. */
final class Oids {
    static final OID SYS_DESCR = new OID("1.3.6.1.2.1.1.1");
    static final OID SYS_OBJECT_ID = new OID("1.3.6.1.2.1.1.2");
    static final OID SYS_UP_TIME = new OID("1.3.6.1.2.1.1.3");
    static final OID SYS_NAME = new OID("1.3.6.1.2.1.1.5");
    static final OID IF_INDEX = new OID("1.3.6.1.2.1.2.2.1.1");
    static final OID IF_DESCR = new OID("1.3.6.1.2.1.2.2.1.2");
    static final OID IF_ADMIN = new OID("1.3.6.1.2.1.2.2.1.7");
    static final OID IF_OPER = new OID("1.3.6.1.2.1.2.2.1.8");
    static final OID IP_IF_INDEX = new OID("1.3.6.1.2.1.4.20.1.2");
    static final OID BASE_PORT_IF_INDEX = new OID("1.3.6.1.2.1.17.1.4.1.2");
    static final OID FDB_PORT = new OID("1.3.6.1.2.1.17.4.3.1.2");
    static final OID VLAN_FDB_STATUS = new OID("1.3.6.1.2.1.17.7.1.2.2.1.3");
    static final OID VLAN_FDB_PORT = new OID("1.3.6.1.2.1.17.7.1.2.2.1.2");
    static final OID CURRENT = new OID("1.3.6.1.2.1.17.7.1.4.2.1");
    static final OID CURRENT_FDB_ID = new OID("1.3.6.1.2.1.17.7.1.4.2.1.3");
    static final OID CURRENT_EGRESS = new OID("1.3.6.1.2.1.17.7.1.4.2.1.4");
    static final OID CURRENT_UNTAGGED = new OID("1.3.6.1.2.1.17.7.1.4.2.1.5");
    static final OID STATIC_NAME = new OID("1.3.6.1.2.1.17.7.1.4.3.1.1");
    static final OID STATIC_EGRESS = new OID("1.3.6.1.2.1.17.7.1.4.3.1.2");
    static final OID STATIC_UNTAGGED = new OID("1.3.6.1.2.1.17.7.1.4.3.1.4");
    static final OID STATIC_ROW_STATUS = new OID("1.3.6.1.2.1.17.7.1.4.3.1.5");
    static final OID PVID = new OID("1.3.6.1.2.1.17.7.1.4.5.1.1");
    static final OID FRAME_TYPES = new OID("1.3.6.1.2.1.17.7.1.4.5.1.2");
    static final OID INGRESS_FILTER = new OID("1.3.6.1.2.1.17.7.1.4.5.1.3");
    static final OID IF_NAME = new OID("1.3.6.1.2.1.31.1.1.1.1");
    static final OID IF_ALIAS = new OID("1.3.6.1.2.1.31.1.1.1.18");
    static final OID LAG_ATTACHED = new OID("1.2.840.10006.300.43.1.2.1.1.13");
    static final OID LAG_MIB = new OID("1.2.840.10006.300.43");
    static final OID LAG_CHANGED = new OID("1.2.840.10006.300.43.1.3");
    static final OID PAGP_MIB = new OID("1.3.6.1.4.1.9.9.98");
    static final OID PAGP_GROUP = new OID("1.3.6.1.4.1.9.9.98.1.1.1.1.8");
    static final OID IP_MIB = new OID("1.3.6.1.2.1.4");
    static final OID LLDP_MIB = new OID("1.0.8802.1.1.2");
    static final OID LLDP_CHASSIS_SUBTYPE = new OID("1.0.8802.1.1.2.1.3.1");
    static final OID TRUNKS = new OID("1.3.6.1.4.1.9.9.46.1.6");
    static final OID LLDP_LOCAL_PORT = new OID("1.0.8802.1.1.2.1.3.7.1.3");
    static final OID LLDP_REMOTE = new OID("1.0.8802.1.1.2.1.4.1.1");

    static final OID WRITE_MEM = new OID("1.3.6.1.4.1.9.2.1.54");
    static final OID VTP_VLAN_STATE = new OID("1.3.6.1.4.1.9.9.46.1.3.1.1.2");
    static final OID VTP_VLAN_TYPE = new OID("1.3.6.1.4.1.9.9.46.1.3.1.1.3");
    static final OID VTP_VLAN_NAME = new OID("1.3.6.1.4.1.9.9.46.1.3.1.1.4");
    static final OID EDIT_OPERATION = new OID("1.3.6.1.4.1.9.9.46.1.4.1.1.1");
    static final OID EDIT_STATUS = new OID("1.3.6.1.4.1.9.9.46.1.4.1.1.2");
    static final OID EDIT_OWNER = new OID("1.3.6.1.4.1.9.9.46.1.4.1.1.3");
    static final OID EDIT_TYPE = new OID("1.3.6.1.4.1.9.9.46.1.4.2.1.3");
    static final OID EDIT_NAME = new OID("1.3.6.1.4.1.9.9.46.1.4.2.1.4");
    static final OID EDIT_SAID = new OID("1.3.6.1.4.1.9.9.46.1.4.2.1.6");
    static final OID EDIT_ROW_STATUS = new OID("1.3.6.1.4.1.9.9.46.1.4.2.1.11");
    static final OID TRUNK_VLANS = new OID("1.3.6.1.4.1.9.9.46.1.6.1.1.4");
    static final OID TRUNK_NATIVE = new OID("1.3.6.1.4.1.9.9.46.1.6.1.1.5");
    static final OID TRUNK_STATE = new OID("1.3.6.1.4.1.9.9.46.1.6.1.1.13");
    static final OID TRUNK_STATUS = new OID("1.3.6.1.4.1.9.9.46.1.6.1.1.14");
    static final OID TRUNK_VLANS_2K = new OID("1.3.6.1.4.1.9.9.46.1.6.1.1.17");
    static final OID TRUNK_VLANS_3K = new OID("1.3.6.1.4.1.9.9.46.1.6.1.1.18");
    static final OID TRUNK_VLANS_4K = new OID("1.3.6.1.4.1.9.9.46.1.6.1.1.19");
    static final OID VM_VLAN_TYPE = new OID("1.3.6.1.4.1.9.9.68.1.2.2.1.1");
    static final OID VM_VLAN = new OID("1.3.6.1.4.1.9.9.68.1.2.2.1.2");
    static final OID VOICE_VLAN = new OID("1.3.6.1.4.1.9.9.68.1.5.1.1.1");
    static final OID COPY_SOURCE = new OID("1.3.6.1.4.1.9.9.96.1.1.1.1.3");
    static final OID COPY_DESTINATION = new OID("1.3.6.1.4.1.9.9.96.1.1.1.1.4");
    static final OID COPY_STATE = new OID("1.3.6.1.4.1.9.9.96.1.1.1.1.10");
    static final OID COPY_CAUSE = new OID("1.3.6.1.4.1.9.9.96.1.1.1.1.13");
    static final OID COPY_ROW_STATUS = new OID("1.3.6.1.4.1.9.9.96.1.1.1.1.14");

    private static final TreeMap<OID, String> NAMES = new TreeMap<>(Map.ofEntries(
            Map.entry(IF_ADMIN, "ifAdminStatus"),
            Map.entry(IF_ALIAS, "ifAlias"),
            Map.entry(STATIC_NAME, "dot1qVlanStaticName"),
            Map.entry(STATIC_EGRESS, "dot1qVlanStaticEgressPorts"),
            Map.entry(STATIC_UNTAGGED, "dot1qVlanStaticUntaggedPorts"),
            Map.entry(STATIC_ROW_STATUS, "dot1qVlanStaticRowStatus"),
            Map.entry(PVID, "dot1qPvid"),
            Map.entry(FRAME_TYPES, "dot1qPortAcceptableFrameTypes"),
            Map.entry(INGRESS_FILTER, "dot1qPortIngressFiltering"),
            Map.entry(WRITE_MEM, "writeMem"),
            Map.entry(EDIT_OPERATION, "vtpVlanEditOperation"),
            Map.entry(EDIT_OWNER, "vtpVlanEditBufferOwner"),
            Map.entry(EDIT_TYPE, "vtpVlanEditType"),
            Map.entry(EDIT_NAME, "vtpVlanEditName"),
            Map.entry(EDIT_SAID, "vtpVlanEditDot10Said"),
            Map.entry(EDIT_ROW_STATUS, "vtpVlanEditRowStatus"),
            Map.entry(TRUNK_STATE, "vlanTrunkPortDynamicState"),
            Map.entry(VM_VLAN_TYPE, "vmVlanType"),
            Map.entry(VM_VLAN, "vmVlan"),
            Map.entry(VOICE_VLAN, "vmVoiceVlanId"),
            Map.entry(COPY_SOURCE, "ccCopySourceFileType"),
            Map.entry(COPY_DESTINATION, "ccCopyDestFileType"),
            Map.entry(COPY_ROW_STATUS, "ccCopyEntryRowStatus")));

    private Oids() {}

    /** {@code dot1qPvid.7}, or the dotted form of an object that has no name here. */
    static String name(OID oid) {
        OID column = NAMES.floorKey(oid);
        return column != null && oid.startsWith(column)
                ? NAMES.get(column) + "." + oid.getSuffix(column).toDottedString()
                : oid.toDottedString();
    }

    static OID at(OID column, int index) {
        return new OID(column).append(index);
    }
}
