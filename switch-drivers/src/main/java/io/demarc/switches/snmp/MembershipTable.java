/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.snmp.SnmpDefinition.ObjectSpec;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;

/** Egress and untagged port lists of every VLAN, either configured or in force. Immutable. */
final class MembershipTable {
    private static final int LAST_VLAN = 4094;
    /** Two VLANs with the same untagged ports can be meant; from three on it is an agent that always says the same. */
    private static final int ENOUGH_TO_BE_SUSPICIOUS = 3;

    private final ObjectSpec egressObject;
    private final ObjectSpec untaggedObject;
    private final NavigableMap<Integer, PortList> egress;
    private final NavigableMap<Integer, PortList> untagged;

    private MembershipTable(
            ObjectSpec egressObject,
            ObjectSpec untaggedObject,
            NavigableMap<Integer, PortList> egress,
            NavigableMap<Integer, PortList> untagged) {
        this.egressObject = egressObject;
        this.untaggedObject = untaggedObject;
        this.egress = egress;
        this.untagged = untagged;
    }

    /** The VLAN is the last part of the index, whatever stands before it (the current tables have a time mark there). */
    static MembershipTable read(Map<OID, Column> columns, ObjectSpec egressObject, ObjectSpec untaggedObject) {
        return new MembershipTable(
                egressObject,
                untaggedObject,
                lists(columns.getOrDefault(egressObject.column(), Column.empty()), egressObject),
                lists(columns.getOrDefault(untaggedObject.column(), Column.empty()), untaggedObject));
    }

    private static NavigableMap<Integer, PortList> lists(Column column, ObjectSpec object) {
        NavigableMap<Integer, PortList> lists = new TreeMap<>();
        for (Map.Entry<OID, Variable> row : column.rows().entrySet()) {
            int vlan = row.getKey().last();
            byte[] octets = Column.octets(row.getValue());
            if (octets != null && vlan >= 1 && vlan <= LAST_VLAN) {
                lists.put(vlan, PortList.of(octets, object.order()));
            }
        }
        return lists;
    }

    boolean isEmpty() {
        return egress.isEmpty();
    }

    NavigableSet<Integer> vlans() {
        NavigableSet<Integer> vlans = new TreeSet<>(egress.keySet());
        vlans.addAll(untagged.keySet());
        return vlans;
    }

    /** VLANs that leave the port untagged. A port that is untagged but no egress port is neither. */
    NavigableSet<Integer> untaggedOf(SwitchPort port) {
        NavigableSet<Integer> vlans = new TreeSet<>();
        for (int vlan : egress.keySet()) {
            if (isEgress(vlan, port) && isUntagged(vlan, port)) {
                vlans.add(vlan);
            }
        }
        return vlans;
    }

    /** VLANs that leave the port tagged. */
    NavigableSet<Integer> taggedOf(SwitchPort port) {
        NavigableSet<Integer> vlans = new TreeSet<>();
        for (int vlan : egress.keySet()) {
            if (isEgress(vlan, port) && !isUntagged(vlan, port)) {
                vlans.add(vlan);
            }
        }
        return vlans;
    }

    /** VLANs in whose lists the port stands in any way, consistent or not. */
    NavigableSet<Integer> mentioning(SwitchPort port) {
        NavigableSet<Integer> vlans = new TreeSet<>();
        for (int vlan : vlans()) {
            if (isEgress(vlan, port) || isUntagged(vlan, port)) {
                vlans.add(vlan);
            }
        }
        return vlans;
    }

    /** Whether the same untagged ports are told for every VLAN: then the table says nothing. */
    boolean isConstant() {
        if (untagged.size() < ENOUGH_TO_BE_SUSPICIOUS) {
            return false;
        }
        Set<BitSet> different = new HashSet<>();
        untagged.values().forEach(list -> different.add(list.bits()));
        return different.size() == 1 && !untagged.firstEntry().getValue().isEmpty();
    }

    private boolean isEgress(int vlan, SwitchPort port) {
        PortList list = egress.get(vlan);
        return list != null && list.contains(port.bit(egressObject.portIndexing()));
    }

    private boolean isUntagged(int vlan, SwitchPort port) {
        PortList list = untagged.get(vlan);
        return list != null && list.contains(port.bit(untaggedObject.portIndexing()));
    }
}
