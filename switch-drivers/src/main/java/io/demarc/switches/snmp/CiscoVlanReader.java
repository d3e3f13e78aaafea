/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.PortMode;
import io.demarc.switches.PortName;
import io.demarc.switches.Vlan;
import io.demarc.switches.snmp.SnmpDefinition.BitOrder;
import io.demarc.switches.snmp.SnmpDefinition.ObjectRole;
import io.demarc.switches.snmp.SnmpDefinition.Vlans;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.OID;

/**
 * Reads one VLAN per access port, and trunks from a table of their own. A port has a row in the former only while it is
 * no trunk. Immutable.
 */
final class CiscoVlanReader implements VlanReader {
    /** Of vlanTrunkPortDynamicState. */
    private static final int STATE_ON = 1;

    private static final int STATE_ON_NO_NEGOTIATE = 5;
    /** Of vlanTrunkPortDynamicStatus. */
    private static final int TRUNKING = 1;
    /** Of vtpVlanState. */
    private static final int OPERATIONAL = 1;
    /** Of vtpVlanType. */
    private static final int ETHERNET = 1;

    private static final int VLANS_A_MASK = 1024;
    private static final int LAST_VLAN = 4094;
    private static final List<ObjectRole> MASKS = List.of(
            ObjectRole.TRUNK_VLANS, ObjectRole.TRUNK_VLANS_2K, ObjectRole.TRUNK_VLANS_3K, ObjectRole.TRUNK_VLANS_4K);

    private final SnmpDefinition definition;
    private final Vlans objects;

    CiscoVlanReader(SnmpDefinition definition) {
        this.definition = definition;
        this.objects = definition.vlans();
    }

    @Override
    public VlanReading read(ObjectReader reader) {
        Map<OID, Column> columns = new TreeMap<>();
        List<OID> small = new ArrayList<>();
        for (ObjectRole role : List.of(
                ObjectRole.PORT_VLAN,
                ObjectRole.VOICE_VLAN,
                ObjectRole.TRUNK_STATE,
                ObjectRole.TRUNK_STATUS,
                ObjectRole.TRUNK_NATIVE)) {
            if (objects.has(role)) {
                small.add(objects.object(role).column());
            }
        }
        columns.putAll(reader.columns(small));
        columns.putAll(reader.columns(MASKS.stream()
                .filter(objects::has)
                .map(role -> objects.object(role).column())
                .toList()));
        Set<Integer> ifIndexes =
                new TreeSet<>(column(columns, ObjectRole.PORT_VLAN).lastIndexes());
        ifIndexes.addAll(column(columns, ObjectRole.TRUNK_STATUS).lastIndexes());
        PortTable ports = PortTable.ofInterfaces(reader, definition.ports(), ifIndexes);
        NavigableSet<Integer> known = knownVlans(reader);
        Map<PortName, PortVlans> vlans = new TreeMap<>();
        for (SwitchPort port : ports.all()) {
            PortVlans found = vlansOf(columns, port, known);
            vlans.put(
                    port.name(),
                    port.isUnique() ? found : found.contradicting("several ports are named " + port.name()));
        }
        return new VlanReading(ports, vlans, known.isEmpty() ? null : new TreeSet<>(asVlans(known)));
    }

    private PortVlans vlansOf(Map<OID, Column> columns, SwitchPort port, NavigableSet<Integer> known) {
        if (isTrunk(columns, port.ifIndex())) {
            Integer nativeVlan = column(columns, ObjectRole.TRUNK_NATIVE).number(port.ifIndex());
            List<Vlan> carried = trunkVlans(columns, port.ifIndex(), known);
            Vlan untagged = vlan(nativeVlan);
            List<Vlan> tagged =
                    carried.stream().filter(each -> !each.equals(untagged)).toList();
            return new PortVlans(
                    PortMode.TRUNK,
                    untagged != null && carried.contains(untagged) ? untagged : null,
                    List.of(),
                    tagged,
                    List.of());
        }
        Integer own = column(columns, ObjectRole.PORT_VLAN).number(port.ifIndex());
        Integer status = column(columns, ObjectRole.TRUNK_STATUS).number(port.ifIndex());
        if (own == null) {
            return PortVlans.unknown();
        }
        Vlan voice = objects.has(ObjectRole.VOICE_VLAN)
                ? vlan(column(columns, ObjectRole.VOICE_VLAN).number(port.ifIndex()))
                : null;
        PortMode mode = status == null ? PortMode.UNKNOWN : PortMode.ACCESS;
        return new PortVlans(mode, vlan(own), List.of(), voice == null ? List.of() : List.of(voice), List.of());
    }

    /** Trunking now, or told to trunk as soon as there is a link. */
    private boolean isTrunk(Map<OID, Column> columns, int ifIndex) {
        Integer status = column(columns, ObjectRole.TRUNK_STATUS).number(ifIndex);
        Integer state = column(columns, ObjectRole.TRUNK_STATE).number(ifIndex);
        return (status != null && status == TRUNKING)
                || (state != null && (state == STATE_ON || state == STATE_ON_NO_NEGOTIATE));
    }

    /** Of the VLANs that the trunk lets through those that exist, where the agent tells which do. */
    private List<Vlan> trunkVlans(Map<OID, Column> columns, int ifIndex, NavigableSet<Integer> known) {
        List<Vlan> vlans = new ArrayList<>();
        for (int mask = 0; mask < MASKS.size(); mask++) {
            if (!objects.has(MASKS.get(mask))) {
                continue;
            }
            byte[] octets = column(columns, MASKS.get(mask)).octets(ifIndex);
            if (octets == null) {
                continue;
            }
            int first = mask * VLANS_A_MASK;
            PortList list = PortList.of(octets, BitOrder.MSB_FIRST);
            list.bits().stream()
                    .map(bit -> first + bit - 1)
                    .filter(id -> id >= 1 && id <= LAST_VLAN && (known.isEmpty() || known.contains(id)))
                    .forEach(id -> vlans.add(new Vlan(id)));
        }
        return vlans;
    }

    /** Ethernet VLANs that are operational, of whichever management domain. */
    private NavigableSet<Integer> knownVlans(ObjectReader reader) {
        NavigableSet<Integer> known = new TreeSet<>();
        if (!objects.has(ObjectRole.VLAN_STATE)) {
            return known;
        }
        OID state = objects.object(ObjectRole.VLAN_STATE).column();
        List<OID> wanted = new ArrayList<>(List.of(state));
        OID type = objects.has(ObjectRole.VLAN_TYPE)
                ? objects.object(ObjectRole.VLAN_TYPE).column()
                : null;
        if (type != null) {
            wanted.add(type);
        }
        Map<OID, Column> columns = reader.columns(wanted);
        Column types = type == null ? Column.empty() : columns.getOrDefault(type, Column.empty());
        columns.getOrDefault(state, Column.empty()).rows().forEach((index, value) -> {
            Integer number = Column.number(value);
            Integer kind = Column.number(types.rows().get(index));
            int id = index.last();
            if (number != null
                    && number == OPERATIONAL
                    && (kind == null || kind == ETHERNET)
                    && id >= 1
                    && id <= LAST_VLAN) {
                known.add(id);
            }
        });
        return known;
    }

    private Column column(Map<OID, Column> columns, ObjectRole role) {
        return columns.getOrDefault(objects.object(role).column(), Column.empty());
    }

    private static @Nullable Vlan vlan(@Nullable Integer id) {
        return id == null || id < 1 || id > LAST_VLAN ? null : new Vlan(id);
    }

    private static List<Vlan> asVlans(Set<Integer> ids) {
        return ids.stream().map(Vlan::new).toList();
    }
}
