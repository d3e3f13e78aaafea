/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.access.Printable;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Capability;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortEvidence.Neighbour;
import io.demarc.switches.PortName;
import io.demarc.switches.snmp.SnmpDefinition.Probe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;

/** Reads what speaks against writing to a port: neighbours, aggregation groups, the switch's own addresses. Immutable. */
final class EvidenceReader {
    /** Bit 2 of LldpSystemCapabilitiesMap, counted from the most significant one. */
    private static final int BRIDGE = 0x20;

    private static final int REMOTE_INDEX_SIZE = 3;
    private static final int LOOPBACK = 127;

    private final SnmpDefinition definition;
    private final PortNames names;

    EvidenceReader(SnmpDefinition definition) {
        this.definition = definition;
        this.names = new PortNames(definition.ports().abbreviations());
    }

    /**
     * What speaks against writing to ports.
     *
     * @param byPort      every port about which there is any
     * @param unavailable what the agent didn't tell, and why that doesn't mean that there is none
     */
    record Evidence(Map<PortName, PortEvidence> byPort, Map<PortEvidence.Kind, String> unavailable) {
        Evidence {
            byPort = Map.copyOf(byPort);
            unavailable = Map.copyOf(unavailable);
        }
    }

    Evidence read(ObjectReader reader, PortTable ports) {
        Map<PortEvidence.Kind, String> unavailable = new EnumMap<>(PortEvidence.Kind.class);
        Map<PortName, Neighbour> neighbours = new TreeMap<>();
        Map<PortName, String> lags = new TreeMap<>();
        Map<PortName, String> addresses = new TreeMap<>();
        if (has(Capability.LLDP)) {
            read(PortEvidence.Kind.LLDP, unavailable, () -> neighbours(reader, ports, neighbours));
        }
        if (has(Capability.LAG)) {
            read(PortEvidence.Kind.LAG, unavailable, () -> lags(reader, ports, lags));
        }
        if (has(Capability.OWN_ADDRESSES)) {
            read(PortEvidence.Kind.OWN_ADDRESSES, unavailable, () -> addresses(reader, ports, addresses));
        }
        Map<PortName, PortEvidence> evidence = new TreeMap<>();
        for (SwitchPort port : ports.all()) {
            PortEvidence found = new PortEvidence(
                    port.name(), neighbours.get(port.name()), lags.get(port.name()), addresses.get(port.name()));
            if (!found.equals(PortEvidence.none(port.name()))) {
                evidence.put(port.name(), found);
            }
        }
        return new Evidence(evidence, unavailable);
    }

    private boolean has(Capability capability) {
        return definition.capabilities().contains(capability);
    }

    /** A table that the agent refuses makes this kind of evidence unavailable, and nothing else. */
    private static void read(
            PortEvidence.Kind kind, Map<PortEvidence.Kind, String> unavailable, Supplier<Optional<String>> how) {
        try {
            how.get().ifPresent(why -> unavailable.put(kind, why));
        } catch (ProblemException e) {
            if (e.problem().code() != ProblemCode.SWITCH_UNREADABLE) {
                throw e;
            }
            unavailable.put(kind, e.problem().summary());
        }
    }

    /** Why the emptiness of a table proves nothing: nothing else of its MIB is told either. Empty when something is. */
    private static Optional<String> hidden(ObjectReader reader, String table, List<Probe> probes) {
        for (Probe probe : probes) {
            if (!reader.column(new OID(probe.oid())).isEmpty()) {
                return Optional.empty();
            }
        }
        String others = probes.stream().map(Probe::name).collect(Collectors.joining(", "));
        return Optional.of(table + " is empty" + (others.isEmpty() ? "" : ", and " + others + " not told either")
                + ": the login's view hides it, or the agent has none");
    }

    private Optional<String> neighbours(ObjectReader reader, PortTable ports, Map<PortName, Neighbour> neighbours) {
        Map<OID, Column> columns = reader.columns(StandardObjects.LLDP_REMOTE);
        Set<OID> indexes = new TreeSet<>();
        columns.values().forEach(column -> indexes.addAll(column.rows().keySet()));
        if (indexes.isEmpty()) {
            return hidden(reader, "lldpRemTable", definition.probesOf(PortEvidence.Kind.LLDP));
        }
        Map<OID, Column> local =
                reader.columns(List.of(StandardObjects.LLDP_LOCAL_PORT_ID, StandardObjects.LLDP_LOCAL_PORT_DESCR));
        for (OID index : indexes) {
            if (index.size() != REMOTE_INDEX_SIZE) {
                return Optional.of(
                        "lldpRemTable has a row of index " + index.toDottedString() + ", which is no port's");
            }
            Optional<SwitchPort> port = localPort(local, ports, index.get(1));
            if (port.isPresent()) {
                Neighbour heard = neighbour(columns, index);
                Neighbour before = neighbours.get(port.get().name());
                if (before == null || !before.isBridge()) {
                    neighbours.put(port.get().name(), heard);
                }
            }
        }
        return Optional.empty();
    }

    /** By what the agent calls the port in LLDP; else its number is an ifIndex or, failing that, a base port. */
    private Optional<SwitchPort> localPort(Map<OID, Column> local, PortTable ports, int number) {
        for (OID column : List.of(StandardObjects.LLDP_LOCAL_PORT_ID, StandardObjects.LLDP_LOCAL_PORT_DESCR)) {
            String text = local.getOrDefault(column, Column.empty()).text(number);
            Optional<SwitchPort> port =
                    text == null ? Optional.empty() : names.of(text).flatMap(ports::find);
            if (port.isPresent()) {
                return port;
            }
        }
        return ports.byIfIndex(number).or(() -> ports.byBasePort(number));
    }

    private static Neighbour neighbour(Map<OID, Column> columns, OID index) {
        String name = words(value(columns, StandardObjects.LLDP_REMOTE_SYSTEM_NAME, index));
        String chassis = words(value(columns, StandardObjects.LLDP_REMOTE_CHASSIS, index));
        byte[] enabled = Column.octets(value(columns, StandardObjects.LLDP_REMOTE_ENABLED, index));
        byte[] supported = Column.octets(value(columns, StandardObjects.LLDP_REMOTE_SUPPORTED, index));
        boolean isTold = !isZero(enabled) || !isZero(supported);
        boolean isBridge = !isTold || (enabled != null && enabled.length > 0 && (enabled[0] & BRIDGE) != 0);
        return new Neighbour(
                name.isEmpty() ? chassis : name,
                words(value(columns, StandardObjects.LLDP_REMOTE_PORT_ID, index)),
                isBridge);
    }

    private static @Nullable Variable value(Map<OID, Column> columns, OID column, OID index) {
        return columns.getOrDefault(column, Column.empty()).rows().get(index);
    }

    private static boolean isZero(byte @Nullable [] octets) {
        if (octets != null) {
            for (byte octet : octets) {
                if (octet != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Text as it is; anything else, such as a MAC address, in hex. */
    private static String words(@Nullable Variable value) {
        byte[] octets = Column.octets(value);
        if (octets == null) {
            return "";
        }
        for (byte octet : octets) {
            if (octet < ' ' || octet > '~') {
                return HexFormat.ofDelimiter(":").formatHex(octets);
            }
        }
        return Printable.of(new String(octets, StandardCharsets.US_ASCII));
    }

    private Optional<String> lags(ObjectReader reader, PortTable ports, Map<PortName, String> lags) {
        List<String> hidden = new ArrayList<>();
        for (SnmpDefinition.LagObject object : definition.lagObjects()) {
            Column aggregators = reader.column(object.column());
            if (aggregators.isEmpty()) {
                hidden(reader, object.name(), object.probesInOrder()).ifPresent(hidden::add);
            }
            for (SwitchPort port : ports.all()) {
                Integer aggregator = aggregators.number(port.ifIndex());
                if (aggregator != null && aggregator != 0 && aggregator != port.ifIndex()) {
                    lags.put(port.name(), ports.interfaceName(aggregator));
                }
            }
        }
        return hidden.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", hidden));
    }

    private Optional<String> addresses(ObjectReader reader, PortTable ports, Map<PortName, String> addresses) {
        Map<OID, Column> columns =
                reader.columns(List.of(StandardObjects.ADDRESS_IF_INDEX, StandardObjects.ANY_ADDRESS_IF_INDEX));
        if (columns.values().stream().allMatch(Column::isEmpty)) {
            return hidden(reader, "ipAddressTable", definition.probesOf(PortEvidence.Kind.OWN_ADDRESSES));
        }
        columns.forEach((column, values) -> values.rows().forEach((index, value) -> {
            Integer ifIndex = Column.number(value);
            String address = column.equals(StandardObjects.ADDRESS_IF_INDEX) ? dotted(index, 0) : address(index);
            if (ifIndex != null && address != null) {
                ports.byIfIndex(ifIndex).ifPresent(port -> addresses.put(port.name(), address));
            }
        }));
        return Optional.empty();
    }

    private static @Nullable String address(OID index) {
        if (index.size() < 2) {
            return null;
        }
        if (index.get(1) == 4) {
            return dotted(index, 2);
        }
        if (index.size() > 3 && index.get(2) == 0xfe && (index.get(3) & 0xc0) == 0x80) {
            // A link-local address (RFC 4291, fe80::/10) comes by itself and is nobody's way to the switch.
            return null;
        }
        StringJoiner groups = new StringJoiner(":");
        for (int i = 2; i + 1 < index.size() && i < 18; i += 2) {
            groups.add(Integer.toHexString(index.get(i) << 8 | index.get(i + 1)));
        }
        return groups.toString();
    }

    private static @Nullable String dotted(OID index, int from) {
        if (index.size() < from + 4 || index.get(from) == LOOPBACK) {
            return null;
        }
        StringJoiner octets = new StringJoiner(".");
        for (int i = from; i < from + 4; i++) {
            octets.add(Integer.toString(index.get(i)));
        }
        return octets.toString();
    }
}
