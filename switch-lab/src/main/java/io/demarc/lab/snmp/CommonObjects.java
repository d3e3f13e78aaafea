/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import io.demarc.lab.ground.LldpNeighbour;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.NavigableMap;
import java.util.Set;
import org.snmp4j.PDU;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/** What every simulated agent serves: system, interfaces, bridge ports, LLDP, aggregation, addresses. Immutable. */
final class CommonObjects {
    private static final int UP = 1;
    private static final int DOWN = 2;
    private static final int LONGEST_ALIAS = 64;
    private static final int MAC_ADDRESS = 4;
    private static final int INTERFACE_NAME = 5;
    private static final int CHASSIS_ID_TYPE = 4;
    private static final int CHASSIS_ID = 5;
    private static final int PORT_ID_TYPE = 6;
    private static final int PORT_ID = 7;
    private static final int SYSTEM_NAME = 9;
    private static final int SUPPORTED = 11;
    private static final int ENABLED = 12;
    private static final int BRIDGE = 0x20;
    private static final int ROUTER = 0x08;
    private static final int STATION = 0x01;
    /** LLDP rows carry the time at which they came; readers must not expect 0. */
    private static final int TIME_MARK = 4711;
    /** The address that a switch is managed at, on no port. */
    private static final String OWN_ADDRESS = "198.51.100.2";

    private static final int VLAN_INTERFACE = 9001;
    /** Of each port, with its number behind. */
    private static final String OWN_MAC = "02:00:5e:00:0a:";

    private static final int LEARNED = 3;
    private static final int SELF = 4;

    private final String sysDescr;
    private final String sysObjectId;
    private final Faults faults;

    CommonObjects(String sysDescr, String sysObjectId, Faults faults) {
        this.sysDescr = sysDescr;
        this.sysObjectId = sysObjectId;
        this.faults = faults;
    }

    void publish(SwitchModel model, NavigableMap<OID, Variable> into) {
        into.put(Oids.at(Oids.SYS_DESCR, 0), text(sysDescr));
        into.put(Oids.at(Oids.SYS_OBJECT_ID, 0), new OID(sysObjectId));
        into.put(Oids.at(Oids.SYS_NAME, 0), text(model.hostname));
        for (LabPort port : model.ports.values()) {
            int index = port.ifIndex;
            into.put(Oids.at(Oids.IF_INDEX, index), new Integer32(index));
            into.put(Oids.at(Oids.IF_DESCR, index), text(port.name));
            into.put(Oids.at(Oids.IF_NAME, index), text(port.name));
            into.put(Oids.at(Oids.IF_ADMIN, index), new Integer32(port.adminUp ? UP : DOWN));
            into.put(Oids.at(Oids.IF_OPER, index), new Integer32(port.hasLink() ? UP : DOWN));
            into.put(Oids.at(Oids.IF_ALIAS, index), text(port.alias));
            into.put(Oids.at(Oids.LAG_ATTACHED, index), new Integer32(port.aggregator));
            if (port.aggregator != 0) {
                into.put(Oids.at(Oids.IF_NAME, port.aggregator), text("lag" + port.aggregator));
            }
            into.put(Oids.at(Oids.LLDP_LOCAL_PORT, port.number), text(port.name));
            LldpNeighbour neighbour = port.neighbour;
            if (neighbour != null && port.hasLink()) {
                publish(neighbour, port.number, into);
            }
        }
        into.put(Oids.at(Oids.LAG_CHANGED, 0), new TimeTicks(0));
        into.put(Oids.at(Oids.LLDP_CHASSIS_SUBTYPE, 0), new Integer32(MAC_ADDRESS));
        into.put(new OID(Oids.IP_IF_INDEX).append(new OID(OWN_ADDRESS)), new Integer32(VLAN_INTERFACE));
        model.addresses.forEach((ifIndex, address) ->
                into.put(new OID(Oids.IP_IF_INDEX).append(new OID(address)), new Integer32(ifIndex)));
    }

    private static void publish(LldpNeighbour neighbour, int port, NavigableMap<OID, Variable> into) {
        put(into, CHASSIS_ID_TYPE, port, new Integer32(MAC_ADDRESS));
        put(into, CHASSIS_ID, port, new OctetString(HexFormat.ofDelimiter(":").parseHex(neighbour.chassis())));
        put(into, PORT_ID_TYPE, port, new Integer32(INTERFACE_NAME));
        put(into, PORT_ID, port, text(neighbour.portId()));
        put(into, SYSTEM_NAME, port, text(neighbour.systemName()));
        int bits = 0;
        bits |= neighbour.capabilities().contains("B") ? BRIDGE : 0;
        bits |= neighbour.capabilities().contains("R") ? ROUTER : 0;
        bits |= neighbour.capabilities().contains("S") ? STATION : 0;
        put(into, SUPPORTED, port, new OctetString(new byte[] {(byte) bits, 0}));
        put(into, ENABLED, port, new OctetString(new byte[] {(byte) bits, 0}));
    }

    private static void put(NavigableMap<OID, Variable> into, int column, int port, Variable value) {
        into.put(
                new OID(Oids.LLDP_REMOTE)
                        .append(column)
                        .append(TIME_MARK)
                        .append(port)
                        .append(1),
                value);
    }

    /** Ports and forwarding tables of the whole bridge. */
    void publishBridge(SwitchModel model, NavigableMap<OID, Variable> into) {
        for (LabPort port : model.ports.values()) {
            if (!faults.has(Faults.Vice.NO_BASE_PORTS)) {
                int ifIndex = faults.has(Faults.Vice.BASE_PORTS_ZERO) ? 0 : port.ifIndex;
                into.put(Oids.at(Oids.BASE_PORT_IF_INDEX, port.number), new Integer32(ifIndex));
            }
            if (port.hasLink()) {
                port.macs.forEach(mac -> putLearned(into, port, mac, LEARNED));
                putLearned(into, port, OWN_MAC + "%02x".formatted(port.number & 0xff), SELF);
            }
        }
    }

    private static void putLearned(NavigableMap<OID, Variable> into, LabPort port, String mac, int status) {
        OID row = new OID().append(port.pvid).append(index(mac));
        into.put(new OID(Oids.VLAN_FDB_PORT).append(row), new Integer32(port.number));
        into.put(new OID(Oids.VLAN_FDB_STATUS).append(row), new Integer32(status));
    }

    static OID index(String mac) {
        OID index = new OID();
        for (byte octet : HexFormat.ofDelimiter(":").parseHex(mac)) {
            index.append(octet & 0xff);
        }
        return index;
    }

    /** As {@link Dialect#write}. */
    boolean write(SwitchModel model, VariableBinding binding, Set<Integer> touched) throws SetRefusal {
        OID oid = binding.getOid();
        if (oid.startsWith(Oids.IF_ADMIN)) {
            LabPort port = port(model, oid, touched);
            port.adminUp = Values.oneOf(Values.integer(binding.getVariable()), UP, DOWN) == UP;
            return true;
        }
        if (oid.startsWith(Oids.IF_ALIAS)) {
            LabPort port = port(model, oid, touched);
            if (faults.has(Faults.Vice.NO_ALIAS)) {
                throw new SetRefusal(PDU.notWritable);
            }
            port.alias = Values.text(binding.getVariable(), LONGEST_ALIAS);
            return true;
        }
        return false;
    }

    static LabPort port(SwitchModel model, OID oid, Set<Integer> touched) throws SetRefusal {
        LabPort port = model.byIfIndex(oid.last()).orElseThrow(() -> new SetRefusal(PDU.noCreation));
        touched.add(port.number);
        return port;
    }

    static OctetString text(String text) {
        return new OctetString(text.getBytes(StandardCharsets.UTF_8));
    }
}
