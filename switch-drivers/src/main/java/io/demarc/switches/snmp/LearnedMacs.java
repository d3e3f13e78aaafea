/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.PortName;
import io.demarc.switches.PortTraffic;
import io.demarc.switches.Vlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;

/** The MAC addresses that an agent says it has learned on ports. One caller at a time. */
final class LearnedMacs {
    /** Of one walk: a large access switch learns about as many. */
    private static final int MOST_ROWS = 20_000;
    /** Where each of them has a bridge of its own. */
    private static final int MOST_VLANS = 64;

    private static final int OCTETS = 6;
    /** Of dot1qTpFdbStatus and dot1dTpFdbStatus (RFC 4363, RFC 4188). */
    private static final int INVALID = 2;
    /** An address of the switch itself. */
    private static final int SELF = 4;

    private final SnmpConversation conversation;
    private final VlanReading reading;
    private final Map<PortName, Set<String>> macs = new HashMap<>();
    private boolean isWhole = true;

    LearnedMacs(SnmpConversation conversation, VlanReading reading) {
        this.conversation = conversation;
        this.reading = reading;
    }

    /** Of these ports, those of which the agent tells addresses, or that it has learned none. */
    Map<PortName, PortTraffic> on(Set<PortName> ports, SnmpDefinition.Strategy strategy) {
        ports.stream()
                .filter(port -> reading.ports().find(port).isPresent())
                .forEach(port -> macs.put(port, new HashSet<>()));
        if (!macs.isEmpty()) {
            switch (strategy) {
                case Q_BRIDGE -> readOneBridge();
                case CISCO_VMVLAN -> readABridgeAVlan();
            }
        }
        Map<PortName, PortTraffic> traffic = new TreeMap<>();
        macs.forEach((port, there) -> {
            if (isWhole || !there.isEmpty()) {
                traffic.put(port, PortTraffic.of(there, null));
            }
        });
        return traffic;
    }

    private void readOneBridge() {
        boolean isByVlan = read(StandardObjects.VLAN_FORWARDING_PORT, StandardObjects.VLAN_FORWARDING_STATUS);
        if (!isByVlan) {
            // An agent that has neither table tells nothing: a switch that hears nobody at all is the rarer case.
            isWhole &= read(StandardObjects.BRIDGE_FORWARDING_PORT, StandardObjects.BRIDGE_FORWARDING_STATUS);
        }
    }

    /** False when there is no row. */
    private boolean read(OID ports, OID states) {
        Map<OID, Column> columns = walk(null, List.of(ports, states));
        Column learned = columns.getOrDefault(ports, Column.empty());
        add(learned, columns.getOrDefault(states, Column.empty()), reading.ports()::byBasePort);
        return !learned.isEmpty();
    }

    private void readABridgeAVlan() {
        Set<Vlan> vlans = macs.keySet().stream()
                .flatMap(port -> vlansOf(reading.of(port)).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        isWhole = !vlans.isEmpty() && vlans.size() <= MOST_VLANS;
        vlans.stream().limit(MOST_VLANS).forEach(this::readBridgeOf);
    }

    private static List<Vlan> vlansOf(PortVlans vlans) {
        List<Vlan> all = new ArrayList<>(vlans.alsoUntagged());
        Optional.ofNullable(vlans.untagged()).ifPresent(all::add);
        Optional.ofNullable(vlans.tagged()).ifPresent(all::addAll);
        return all;
    }

    private void readBridgeOf(Vlan vlan) {
        OID ports = StandardObjects.BRIDGE_FORWARDING_PORT;
        OID states = StandardObjects.BRIDGE_FORWARDING_STATUS;
        OID interfaces = StandardObjects.BASE_PORT_IF_INDEX;
        Map<OID, Column> columns = walk(vlan, List.of(ports, states, interfaces));
        Column ifIndexes = columns.getOrDefault(interfaces, Column.empty());
        add(
                columns.getOrDefault(ports, Column.empty()),
                columns.getOrDefault(states, Column.empty()),
                basePort -> Optional.ofNullable(ifIndexes.number(basePort))
                        .flatMap(ifIndex -> reading.ports().byIfIndex(ifIndex)));
    }

    private Map<OID, Column> walk(@Nullable Vlan vlan, List<OID> columns) {
        SnmpConversation.Walked walked = conversation.walk(vlan, columns, MOST_ROWS);
        isWhole &= walked.isWhole();
        return walked.columns();
    }

    private void add(Column learned, Column states, IntFunction<Optional<SwitchPort>> portOf) {
        learned.rows().forEach((index, value) -> {
            Integer basePort = Column.number(value);
            if (basePort != null && isOfOthers(states.rows().get(index))) {
                portOf.apply(basePort)
                        .map(port -> macs.get(port.name()))
                        .ifPresent(there -> mac(index).ifPresent(there::add));
            }
        });
    }

    private static boolean isOfOthers(@Nullable Variable state) {
        Integer status = Column.number(state);
        return status == null || (status != INVALID && status != SELF);
    }

    /** The address that a row's index ends in. */
    private static Optional<String> mac(OID index) {
        int from = index.size() - OCTETS;
        boolean isMac = from >= 0 && IntStream.range(from, index.size()).allMatch(i -> index.getUnsigned(i) <= 0xff);
        return isMac
                ? Optional.of(IntStream.range(from, index.size())
                        .mapToObj(i -> "%02x".formatted(index.get(i)))
                        .collect(Collectors.joining(":")))
                : Optional.empty();
    }
}
