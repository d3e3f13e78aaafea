/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.access.Printable;
import io.demarc.switches.PortName;
import io.demarc.switches.Vlan;
import io.demarc.switches.snmp.SnmpDefinition.ObjectRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;

/** Learned MAC addresses. One caller at a time. */
final class MacTable {
    private final SnmpDefinition definition;
    private final SnmpConversation conversation;

    MacTable(SnmpDefinition definition, SnmpConversation conversation) {
        this.definition = definition;
        this.conversation = conversation;
    }

    /** The port behind which the address was learned. */
    Optional<PortName> locate(String mac) {
        OID index = index(mac);
        VlanReading reading = VlanReader.of(definition).read(conversation);
        return switch (definition.vlans().strategy()) {
            case Q_BRIDGE -> inOneBridge(index, reading);
            case CISCO_VMVLAN -> inOneBridgeAVlan(index, reading);
        };
    }

    private static OID index(String mac) {
        if (!mac.matches("[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}")) {
            throw new IllegalArgumentException(
                    "'" + Printable.of(mac) + "' is not a MAC address such as 02:00:5e:10:00:01");
        }
        OID index = new OID();
        for (String octet : mac.split("[:-]", -1)) {
            index.append(Integer.parseInt(octet, 16));
        }
        return index;
    }

    private Optional<PortName> inOneBridge(OID mac, VlanReading reading) {
        List<OID> objects = new ArrayList<>();
        for (int database : databases(reading.known())) {
            objects.add(new OID(StandardObjects.VLAN_FORWARDING_PORT)
                    .append(database)
                    .append(mac));
        }
        objects.add(new OID(StandardObjects.BRIDGE_FORWARDING_PORT).append(mac));
        Map<OID, Variable> found = conversation.get(objects);
        return objects.stream()
                .map(object -> Column.number(found.get(object)))
                .flatMap(basePort -> Optional.ofNullable(basePort).stream())
                .flatMap(basePort -> reading.ports().byBasePort(basePort).stream())
                .map(SwitchPort::name)
                .findFirst();
    }

    /** A VLAN's forwarding database has a number of its own, which only happens to be the VLAN's on most agents. */
    private NavigableSet<Integer> databases(@org.jspecify.annotations.Nullable Set<Vlan> vlans) {
        NavigableSet<Integer> databases = new TreeSet<>();
        if (definition.vlans().has(ObjectRole.FORWARDING_DATABASE)) {
            conversation
                    .column(definition
                            .vlans()
                            .object(ObjectRole.FORWARDING_DATABASE)
                            .column())
                    .rows()
                    .values()
                    .forEach(value -> {
                        Integer number = Column.number(value);
                        if (number != null) {
                            databases.add(number);
                        }
                    });
        }
        if (databases.isEmpty() && vlans != null) {
            vlans.forEach(vlan -> databases.add(vlan.id()));
        }
        return databases;
    }

    private Optional<PortName> inOneBridgeAVlan(OID mac, VlanReading reading) {
        Set<Vlan> vlans = reading.known();
        if (vlans == null) {
            return Optional.empty();
        }
        OID learned = new OID(StandardObjects.BRIDGE_FORWARDING_PORT).append(mac);
        for (Vlan vlan : vlans) {
            Integer basePort = Column.number(
                    conversation.getInVlan(vlan.id(), List.of(learned)).get(learned));
            if (basePort == null || basePort == 0) {
                continue;
            }
            OID interfaceOf = new OID(StandardObjects.BASE_PORT_IF_INDEX).append(basePort);
            Integer ifIndex = Column.number(
                    conversation.getInVlan(vlan.id(), List.of(interfaceOf)).get(interfaceOf));
            Optional<SwitchPort> port =
                    ifIndex == null ? Optional.empty() : reading.ports().byIfIndex(ifIndex);
            if (port.isPresent()) {
                return port.map(SwitchPort::name);
            }
        }
        return Optional.empty();
    }
}
