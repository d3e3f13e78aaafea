/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.PortName;
import io.demarc.switches.snmp.SnmpDefinition.ObjectRole;
import io.demarc.switches.snmp.SnmpDefinition.ObjectSpec;
import io.demarc.switches.snmp.SnmpDefinition.PortIndexing;
import io.demarc.switches.snmp.SnmpDefinition.Vlans;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import org.snmp4j.smi.OID;

/**
 * Reads port lists per VLAN, configured and in force, and each port's own VLAN, for {@link QBridgeView} to hold them
 * against each other. Immutable.
 */
final class QBridgeReader implements VlanReader {
    private final SnmpDefinition definition;
    private final Vlans objects;

    QBridgeReader(SnmpDefinition definition) {
        this.definition = definition;
        this.objects = definition.vlans();
    }

    @Override
    public VlanReading read(ObjectReader reader) {
        Map<OID, Column> columns = new TreeMap<>(reader.columns(columns(
                ObjectRole.STATIC_EGRESS,
                ObjectRole.STATIC_UNTAGGED,
                ObjectRole.LIVE_EGRESS,
                ObjectRole.LIVE_UNTAGGED)));
        columns.putAll(reader.columns(columns(ObjectRole.PORT_VLAN, ObjectRole.STATIC_ROW_STATUS)));
        PortTable ports = PortTable.ofBridge(reader, definition.ports(), column(columns, ObjectRole.PORT_VLAN));
        Map<SwitchPort, Integer> portVlans = portVlans(column(columns, ObjectRole.PORT_VLAN), ports);
        MembershipTable configured =
                table(columns, portVlans, ports, ObjectRole.STATIC_EGRESS, ObjectRole.STATIC_UNTAGGED);
        MembershipTable live = objects.has(ObjectRole.LIVE_EGRESS) && objects.has(ObjectRole.LIVE_UNTAGGED)
                ? table(columns, portVlans, ports, ObjectRole.LIVE_EGRESS, ObjectRole.LIVE_UNTAGGED)
                : null;
        Column rows = objects.has(ObjectRole.STATIC_ROW_STATUS)
                ? column(columns, ObjectRole.STATIC_ROW_STATUS)
                : Column.empty();
        QBridgeView view =
                new QBridgeView(objects, configured, live == null || live.isEmpty() ? null : live, portVlans, rows);
        Map<PortName, PortVlans> vlans = new TreeMap<>();
        for (SwitchPort port : ports.all()) {
            PortVlans found = view.of(port);
            vlans.put(
                    port.name(),
                    port.isUnique() ? found : found.contradicting("several ports are named " + port.name()));
        }
        return new VlanReading(ports, vlans, view.known(), view.suspended(), configured.strangeness());
    }

    private Column column(Map<OID, Column> columns, ObjectRole role) {
        return columns.getOrDefault(objects.object(role).column(), Column.empty());
    }

    private List<OID> columns(ObjectRole... roles) {
        List<OID> columns = new ArrayList<>();
        for (ObjectRole role : roles) {
            if (objects.has(role)) {
                columns.add(objects.object(role).column());
            }
        }
        return columns;
    }

    private MembershipTable table(
            Map<OID, Column> columns,
            Map<SwitchPort, Integer> portVlans,
            PortTable ports,
            ObjectRole egressRole,
            ObjectRole untaggedRole) {
        ObjectSpec egress = objects.object(egressRole);
        ObjectSpec untagged = objects.object(untaggedRole);
        BitSet existing = new BitSet();
        ports.all().forEach(port -> existing.set(port.bit(egress.portIndexing())));
        PortListEncoding encoding = PortListEncoding.of(
                MembershipTable.octets(columns, egress, untagged),
                egress.order(),
                existing,
                each -> MembershipTable.read(columns, egress, untagged, each).agreesWith(portVlans));
        return MembershipTable.read(columns, egress, untagged, encoding);
    }

    /** Some agents count their ports in one way in the lists and in another here: what fits no base port is an ifIndex. */
    private Map<SwitchPort, Integer> portVlans(Column column, PortTable ports) {
        ObjectSpec object = objects.object(ObjectRole.PORT_VLAN);
        NavigableSet<Integer> rows = column.lastIndexes();
        boolean countsAsSaid = ports.all().stream().anyMatch(port -> rows.contains(port.row(object.portIndexing())));
        PortIndexing indexing = countsAsSaid ? object.portIndexing() : PortIndexing.IF_INDEX;
        Map<SwitchPort, Integer> vlans = new HashMap<>();
        for (SwitchPort port : ports.all()) {
            Integer vlan = column.number(port.row(indexing));
            if (vlan != null) {
                vlans.put(port, vlan);
            }
        }
        return vlans;
    }
}
