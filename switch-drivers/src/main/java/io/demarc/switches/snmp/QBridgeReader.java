/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.PortMode;
import io.demarc.switches.PortName;
import io.demarc.switches.Vlan;
import io.demarc.switches.snmp.SnmpDefinition.ObjectRole;
import io.demarc.switches.snmp.SnmpDefinition.ObjectSpec;
import io.demarc.switches.snmp.SnmpDefinition.PortIndexing;
import io.demarc.switches.snmp.SnmpDefinition.Vlans;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.OID;

/**
 * Reads port lists per VLAN, configured and in force, and each port's own VLAN, and holds them against each other.
 * Immutable.
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
        PortTable ports = PortTable.ofBridge(reader, definition.ports());
        Map<OID, Column> columns = new TreeMap<>(reader.columns(columns(
                ObjectRole.STATIC_EGRESS,
                ObjectRole.STATIC_UNTAGGED,
                ObjectRole.LIVE_EGRESS,
                ObjectRole.LIVE_UNTAGGED)));
        columns.putAll(reader.columns(columns(ObjectRole.PORT_VLAN)));
        MembershipTable configured = table(columns, ObjectRole.STATIC_EGRESS, ObjectRole.STATIC_UNTAGGED);
        @Nullable
        MembershipTable live = objects.has(ObjectRole.LIVE_EGRESS) && objects.has(ObjectRole.LIVE_UNTAGGED)
                ? table(columns, ObjectRole.LIVE_EGRESS, ObjectRole.LIVE_UNTAGGED)
                : null;
        View view = new View(configured, live == null || live.isEmpty() ? null : live, portVlans(columns, ports));
        Map<PortName, PortVlans> vlans = new TreeMap<>();
        for (SwitchPort port : ports.all()) {
            PortVlans found = view.of(port);
            vlans.put(
                    port.name(),
                    port.isUnique() ? found : found.contradicting("several ports are named " + port.name()));
        }
        return new VlanReading(ports, vlans, view.known());
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

    private MembershipTable table(Map<OID, Column> columns, ObjectRole egress, ObjectRole untagged) {
        return MembershipTable.read(columns, objects.object(egress), objects.object(untagged));
    }

    /** Some agents count their ports in one way in the lists and in another here: what fits no base port is an ifIndex. */
    private Map<PortName, Integer> portVlans(Map<OID, Column> columns, PortTable ports) {
        ObjectSpec object = objects.object(ObjectRole.PORT_VLAN);
        Column column = columns.getOrDefault(object.column(), Column.empty());
        NavigableSet<Integer> rows = column.lastIndexes();
        boolean countsAsSaid = ports.all().stream().anyMatch(port -> rows.contains(port.row(object.portIndexing())));
        PortIndexing indexing = countsAsSaid ? object.portIndexing() : PortIndexing.IF_INDEX;
        Map<PortName, Integer> vlans = new TreeMap<>();
        for (SwitchPort port : ports.all()) {
            Integer vlan = column.number(port.row(indexing));
            if (vlan != null) {
                vlans.put(port.name(), vlan);
            }
        }
        return vlans;
    }

    /** Everything that was read, seen from one port at a time. */
    private final class View {
        private final MembershipTable configured;
        private final @Nullable MembershipTable live;
        private final Map<PortName, Integer> portVlans;

        View(MembershipTable configured, @Nullable MembershipTable live, Map<PortName, Integer> portVlans) {
            this.configured = configured;
            this.live = live;
            this.portVlans = portVlans;
        }

        @Nullable
        Set<Vlan> known() {
            MembershipTable table = configured.isEmpty() ? live : configured;
            return table == null || table.isEmpty() ? null : new TreeSet<>(asVlans(table.vlans()));
        }

        PortVlans of(SwitchPort port) {
            Integer own = portVlans.get(port.name());
            MembershipTable table = configured.isEmpty() ? live : configured;
            if (table == null || table.isEmpty()) {
                return new PortVlans(PortMode.UNKNOWN, vlan(own), List.of(), null, List.of());
            }
            if (table.isConstant()) {
                return new PortVlans(PortMode.UNKNOWN, vlan(own), List.of(), null, List.of())
                        .contradicting(name(ObjectRole.STATIC_UNTAGGED) + " tells the same ports for every VLAN");
            }
            NavigableSet<Integer> untagged = table.untaggedOf(port);
            NavigableSet<Integer> tagged = table.taggedOf(port);
            MembershipTable current = live;
            if (current != null && current != table) {
                boolean isConfigured = !untagged.isEmpty() || !tagged.isEmpty();
                if (!isConfigured) {
                    untagged = current.untaggedOf(port);
                }
                if (!isConfigured || Boolean.TRUE.equals(port.linkUp())) {
                    tagged.addAll(current.taggedOf(port));
                    tagged.removeAll(untagged);
                }
            }
            PortVlans vlans = seen(untagged, tagged, own, table);
            String contradiction = contradiction(port, untagged, own);
            return contradiction == null ? vlans : vlans.contradicting(contradiction);
        }

        private PortVlans seen(
                NavigableSet<Integer> untagged,
                NavigableSet<Integer> tagged,
                @Nullable Integer own,
                MembershipTable table) {
            Vlan ownVlan = vlan(own);
            if (untagged.isEmpty() && tagged.isEmpty()) {
                boolean isImplicit = own != null && !table.vlans().contains(own);
                return new PortVlans(
                        isImplicit && ownVlan != null ? PortMode.ACCESS : PortMode.UNKNOWN,
                        isImplicit ? ownVlan : null,
                        isImplicit || ownVlan == null ? List.of() : List.of(ownVlan),
                        List.of(),
                        List.of());
            }
            if (untagged.isEmpty()) {
                return new PortVlans(PortMode.TRUNK, null, List.of(), asVlans(tagged), List.of());
            }
            Vlan main = ownVlan != null && untagged.contains(ownVlan.id()) ? ownVlan : new Vlan(untagged.first());
            NavigableSet<Integer> others = new TreeSet<>(untagged);
            if (ownVlan != null) {
                others.add(ownVlan.id());
            }
            others.remove(main.id());
            PortMode mode = untagged.size() > 1 ? PortMode.HYBRID : tagged.isEmpty() ? PortMode.ACCESS : PortMode.TRUNK;
            return new PortVlans(mode, main, asVlans(others), asVlans(tagged), List.of());
        }

        private @Nullable String contradiction(SwitchPort port, NavigableSet<Integer> untagged, @Nullable Integer own) {
            if (own != null && !untagged.isEmpty() && !untagged.contains(own)) {
                return name(ObjectRole.PORT_VLAN) + " is " + own + ", but untagged frames of VLAN " + inWords(untagged)
                        + " leave the port";
            }
            MembershipTable current = live;
            if (current == null || configured.isEmpty() || !Boolean.TRUE.equals(port.linkUp())) {
                return null;
            }
            if (current.isConstant()) {
                return name(ObjectRole.LIVE_UNTAGGED) + " tells the same ports for every VLAN";
            }
            NavigableSet<Integer> wanted = configured.untaggedOf(port);
            NavigableSet<Integer> found = current.untaggedOf(port);
            return wanted.equals(found)
                    ? null
                    : name(ObjectRole.STATIC_UNTAGGED) + " has the port in VLAN " + inWords(wanted) + ", "
                            + name(ObjectRole.LIVE_UNTAGGED) + " in VLAN " + inWords(found);
        }

        private String name(ObjectRole role) {
            return objects.object(role).name();
        }
    }

    private static String inWords(NavigableSet<Integer> vlans) {
        return vlans.isEmpty()
                ? "none"
                : vlans.stream().limit(8).map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static @Nullable Vlan vlan(@Nullable Integer id) {
        return id == null || id < 1 || id > 4094 ? null : new Vlan(id);
    }

    private static List<Vlan> asVlans(Collection<Integer> ids) {
        return ids.stream().map(Vlan::new).toList();
    }
}
