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

    private static final int STATE_OFF = 2;
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
        Map<Integer, Boolean> known = knownVlans(reader);
        Map<PortName, PortVlans> vlans = new TreeMap<>();
        for (SwitchPort port : ports.all()) {
            PortVlans found = held(columns, port, vlansOf(columns, port, known.keySet()));
            vlans.put(
                    port.name(),
                    port.isUnique() ? found : found.contradicting("several ports are named " + port.name()));
        }
        Set<Integer> suspended = new TreeSet<>();
        known.forEach((id, isOperational) -> {
            if (!isOperational) {
                suspended.add(id);
            }
        });
        return new VlanReading(
                ports,
                vlans,
                known.isEmpty() ? null : new TreeSet<>(asVlans(known.keySet())),
                new TreeSet<>(asVlans(suspended)),
                null);
    }

    private PortVlans vlansOf(Map<OID, Column> columns, SwitchPort port, Set<Integer> known) {
        if (isTrunk(columns, port.ifIndex())) {
            return trunk(columns, port, known);
        }
        Integer own = column(columns, ObjectRole.PORT_VLAN).number(port.ifIndex());
        Integer status = column(columns, ObjectRole.TRUNK_STATUS).number(port.ifIndex());
        if (own == null) {
            return PortVlans.unknown().unread(name(ObjectRole.PORT_VLAN) + " tells nothing of the port");
        }
        if (column(columns, ObjectRole.TRUNK_STATUS).isEmpty()) {
            return new PortVlans(PortMode.UNKNOWN, vlan(own), List.of(), null, List.of())
                    .unread(name(ObjectRole.TRUNK_STATUS) + " has no row that the login may read");
        }
        Vlan voice = objects.has(ObjectRole.VOICE_VLAN)
                ? vlan(column(columns, ObjectRole.VOICE_VLAN).number(port.ifIndex()))
                : null;
        PortMode mode = status == null ? PortMode.UNKNOWN : PortMode.ACCESS;
        return new PortVlans(mode, vlan(own), List.of(), voice == null ? List.of() : List.of(voice), List.of());
    }

    private PortVlans trunk(Map<OID, Column> columns, SwitchPort port, Set<Integer> known) {
        Vlan untagged = vlan(column(columns, ObjectRole.TRUNK_NATIVE).number(port.ifIndex()));
        List<Vlan> carried = new ArrayList<>();
        for (int mask = 0; mask < MASKS.size(); mask++) {
            int first = mask * VLANS_A_MASK;
            byte[] octets = objects.has(MASKS.get(mask))
                    ? column(columns, MASKS.get(mask)).octets(port.ifIndex())
                    : null;
            if (octets == null
                    && (mask == 0 || known.stream().anyMatch(id -> id / VLANS_A_MASK * VLANS_A_MASK == first))) {
                return new PortVlans(PortMode.TRUNK, untagged, List.of(), null, List.of())
                        .unread(name(MASKS.get(mask)) + " tells nothing of the port");
            }
            if (octets != null) {
                PortList.of(octets, BitOrder.MSB_FIRST).bits().stream()
                        .map(bit -> first + bit - 1)
                        .filter(id -> id >= 1 && id <= LAST_VLAN && (known.isEmpty() || known.contains(id)))
                        .forEach(id -> carried.add(new Vlan(id)));
            }
        }
        boolean isCarried = untagged != null && carried.remove(untagged);
        return new PortVlans(PortMode.TRUNK, isCarried ? untagged : null, List.of(), carried, List.of());
    }

    /** What two objects say of one thing has to agree. */
    private PortVlans held(Map<OID, Column> columns, SwitchPort port, PortVlans vlans) {
        Vlan own = vlan(column(columns, ObjectRole.PORT_VLAN).number(port.ifIndex()));
        Integer status = column(columns, ObjectRole.TRUNK_STATUS).number(port.ifIndex());
        Integer state = column(columns, ObjectRole.TRUNK_STATE).number(port.ifIndex());
        if (status == null) {
            return vlans;
        }
        PortVlans held = vlans;
        boolean isTrunking = status == TRUNKING;
        if (isTrunking && own != null) {
            held = held.contradicting(name(ObjectRole.PORT_VLAN) + " has the port in VLAN " + own + ", "
                    + name(ObjectRole.TRUNK_STATUS) + " says that it is a trunk");
        }
        boolean isToTrunk = state != null && (state == STATE_ON || state == STATE_ON_NO_NEGOTIATE);
        if ((isTrunking && state != null && state == STATE_OFF)
                || (!isTrunking && isToTrunk && Boolean.TRUE.equals(port.linkUp()))) {
            held = held.contradicting(name(ObjectRole.TRUNK_STATE) + " is " + state + ", "
                    + name(ObjectRole.TRUNK_STATUS) + " is " + status);
        }
        return held;
    }

    /** Trunking now, or told to trunk as soon as there is a link. */
    private boolean isTrunk(Map<OID, Column> columns, int ifIndex) {
        Integer status = column(columns, ObjectRole.TRUNK_STATUS).number(ifIndex);
        Integer state = column(columns, ObjectRole.TRUNK_STATE).number(ifIndex);
        return (status != null && status == TRUNKING)
                || (state != null && (state == STATE_ON || state == STATE_ON_NO_NEGOTIATE));
    }

    /** Ethernet VLANs of whichever management domain, and whether they are operational. */
    private Map<Integer, Boolean> knownVlans(ObjectReader reader) {
        Map<Integer, Boolean> known = new TreeMap<>();
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
            if ((kind == null || kind == ETHERNET) && id >= 1 && id <= LAST_VLAN) {
                known.put(id, number != null && number == OPERATIONAL);
            }
        });
        return known;
    }

    private String name(ObjectRole role) {
        return objects.has(role) ? objects.object(role).name() : role.key();
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
