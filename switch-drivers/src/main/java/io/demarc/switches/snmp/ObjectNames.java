/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.PortEvidence;
import io.demarc.switches.snmp.SnmpDefinition.Assignment;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.snmp4j.smi.OID;

/** Objects by the names that people know them by. Immutable. */
final class ObjectNames {
    private static final Map<OID, String> STANDARD = Map.ofEntries(
            Map.entry(new OID("1.3.6.1.2.1.1.1"), "sysDescr"),
            Map.entry(new OID("1.3.6.1.2.1.1.2"), "sysObjectID"),
            Map.entry(StandardObjects.IF_DESCR, "ifDescr"),
            Map.entry(StandardObjects.IF_ADMIN_STATUS, "ifAdminStatus"),
            Map.entry(StandardObjects.IF_OPER_STATUS, "ifOperStatus"),
            Map.entry(StandardObjects.IF_NAME, "ifName"),
            Map.entry(StandardObjects.IF_ALIAS, "ifAlias"),
            Map.entry(StandardObjects.BASE_PORT_IF_INDEX, "dot1dBasePortIfIndex"),
            Map.entry(StandardObjects.BRIDGE_FORWARDING_PORT, "dot1dTpFdbPort"),
            Map.entry(StandardObjects.VLAN_FORWARDING_PORT, "dot1qTpFdbPort"),
            Map.entry(StandardObjects.LLDP_LOCAL_PORT_ID, "lldpLocPortId"),
            Map.entry(StandardObjects.LLDP_LOCAL_PORT_DESCR, "lldpLocPortDesc"),
            Map.entry(StandardObjects.LLDP_REMOTE_CHASSIS, "lldpRemChassisId"),
            Map.entry(StandardObjects.LLDP_REMOTE_PORT_ID, "lldpRemPortId"),
            Map.entry(StandardObjects.LLDP_REMOTE_SYSTEM_NAME, "lldpRemSysName"),
            Map.entry(StandardObjects.LLDP_REMOTE_SUPPORTED, "lldpRemSysCapSupported"),
            Map.entry(StandardObjects.LLDP_REMOTE_ENABLED, "lldpRemSysCapEnabled"),
            Map.entry(StandardObjects.ADDRESS_IF_INDEX, "ipAdEntIfIndex"),
            Map.entry(StandardObjects.ANY_ADDRESS_IF_INDEX, "ipAddressIfIndex"),
            Map.entry(StandardObjects.NEIGHBOUR_MAC, "ipNetToPhysicalPhysAddress"),
            Map.entry(StandardObjects.ARP_MAC, "ipNetToMediaPhysAddress"));

    private final TreeMap<OID, String> names = new TreeMap<>(STANDARD);
    private final Set<OID> timeFiltered = new HashSet<>(StandardObjects.LLDP_REMOTE);

    /** The standard ones alone. */
    ObjectNames() {}

    ObjectNames(SnmpDefinition definition) {
        for (SnmpDefinition.ObjectSpec object : definition.vlans().objects().values()) {
            names.put(object.column(), object.name());
            if (object.isTimeFiltered()) {
                timeFiltered.add(object.column());
            }
        }
        for (SnmpDefinition.LagObject object : definition.lagObjects()) {
            names.put(object.column(), object.name());
            object.probesInOrder().forEach(probe -> names.put(new OID(probe.oid()), probe.name()));
        }
        for (PortEvidence.Kind kind : PortEvidence.Kind.values()) {
            definition.probesOf(kind).forEach(probe -> names.put(new OID(probe.oid()), probe.name()));
        }
        for (SnmpDefinition.Save save : definition.savesInOrder()) {
            for (Assignment assignment : save.set()) {
                names.put(new OID(assignment.oid()), assignment.name());
            }
            SnmpDefinition.Await await = save.await();
            if (await != null) {
                names.put(new OID(await.oid()), await.name());
            }
        }
    }

    /** {@code dot1qPvid.7}; dotted where nobody gave it a name. */
    String of(OID object) {
        OID column = names.floorKey(object);
        if (column == null || !object.startsWith(column)) {
            return object.toDottedString();
        }
        OID index = object.getSuffix(column);
        return names.get(column) + (index.size() == 0 ? "" : "." + index.toDottedString());
    }

    /** Columns whose first index is a TimeFilter. */
    Set<OID> timeFiltered() {
        return Set.copyOf(timeFiltered);
    }

    /** The object that has this name, with the rest of the text as its index. */
    Map<String, OID> byName() {
        Map<String, OID> byName = new TreeMap<>();
        names.forEach((oid, name) -> byName.put(name, oid));
        return byName;
    }
}
