/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.PortName;
import io.demarc.switches.snmp.SnmpDefinition.NameSource;
import io.demarc.switches.snmp.SnmpDefinition.Ports;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.OID;

/** Every port of a switch, by name and by number. Immutable. */
final class PortTable {
    private static final List<OID> INTERFACE_COLUMNS = List.of(
            StandardObjects.IF_NAME,
            StandardObjects.IF_DESCR,
            StandardObjects.IF_ADMIN_STATUS,
            StandardObjects.IF_OPER_STATUS,
            StandardObjects.IF_ALIAS);

    private final Map<PortName, SwitchPort> byName;
    private final Map<Integer, String> interfaceNames;

    private PortTable(Map<PortName, SwitchPort> byName, Map<Integer, String> interfaceNames) {
        this.byName = Collections.unmodifiableMap(byName);
        this.interfaceNames = interfaceNames;
    }

    /**
     * The ports of the bridge: dot1dBasePortIfIndex says which interface a port number belongs to. Where it says so of no
     * port at all, a port's number is its interface's, if each of those interfaces has a name that ends in its number.
     *
     * @param numbered a column with a row for each port of the bridge, by its number
     */
    static PortTable ofBridge(ObjectReader reader, Ports naming, Column numbered) {
        Map<Integer, Integer> basePorts = new TreeMap<>();
        Column ifIndexes = reader.column(StandardObjects.BASE_PORT_IF_INDEX);
        for (int basePort : ifIndexes.lastIndexes()) {
            Integer ifIndex = ifIndexes.number(basePort);
            if (ifIndex != null && ifIndex > 0) {
                basePorts.putIfAbsent(ifIndex, basePort);
            }
        }
        Map<OID, Column> columns = reader.columns(INTERFACE_COLUMNS);
        if (basePorts.isEmpty()) {
            asNamed(columns, ifIndexes.isEmpty() ? numbered : ifIndexes)
                    .forEach(number -> basePorts.put(number, number));
        }
        return read(columns, naming, basePorts.keySet(), basePorts);
    }

    /** The numbers of the rows, if all of them are the last number in the name of the interface that has it; else none. */
    private static Set<Integer> asNamed(Map<OID, Column> columns, Column numbered) {
        Set<Integer> numbers = numbered.lastIndexes();
        for (OID naming : List.of(StandardObjects.IF_NAME, StandardObjects.IF_DESCR)) {
            Column names = columns.getOrDefault(naming, Column.empty());
            if (numbers.stream().allMatch(number -> endsIn(number, names.text(number)))) {
                return numbers;
            }
        }
        return Set.of();
    }

    private static boolean endsIn(int number, @Nullable String name) {
        return name != null && name.strip().matches("(?s)(?:.*\\D)?0*" + number);
    }

    /** These interfaces, for agents that count ports by ifIndex only. */
    static PortTable ofInterfaces(ObjectReader reader, Ports naming, Set<Integer> ifIndexes) {
        return read(reader.columns(INTERFACE_COLUMNS), naming, ifIndexes, Map.of());
    }

    private static PortTable read(
            Map<OID, Column> columns, Ports naming, Set<Integer> ifIndexes, Map<Integer, Integer> basePorts) {
        Column admin = columns.getOrDefault(StandardObjects.IF_ADMIN_STATUS, Column.empty());
        Column oper = columns.getOrDefault(StandardObjects.IF_OPER_STATUS, Column.empty());
        Column alias = columns.getOrDefault(StandardObjects.IF_ALIAS, Column.empty());
        PortNames names = new PortNames(naming.abbreviations());
        List<NameSource> sources = namingEachPort(columns, naming.nameFrom(), names, ifIndexes);
        Map<PortName, SwitchPort> ports = new TreeMap<>();
        for (int ifIndex : new TreeSet<>(ifIndexes)) {
            PortName name = name(columns, sources, names, ifIndex)
                    .orElseGet(() -> new PortName("port" + basePorts.getOrDefault(ifIndex, ifIndex)));
            SwitchPort same = ports.get(name);
            if (same != null) {
                ports.put(name, notUnique(same));
                continue;
            }
            ports.put(
                    name,
                    new SwitchPort(
                            basePorts.get(ifIndex),
                            ifIndex,
                            name,
                            true,
                            isUp(admin.number(ifIndex)),
                            isUp(oper.number(ifIndex)),
                            alias.text(ifIndex)));
        }
        Map<Integer, String> interfaceNames = new TreeMap<>();
        columns.values().stream()
                .flatMap(column -> column.lastIndexes().stream())
                .forEach(ifIndex -> name(columns, sources, names, ifIndex)
                        .ifPresent(name -> interfaceNames.put(ifIndex, name.value())));
        return new PortTable(ports, interfaceNames);
    }

    /** The first source that gives every port a name of its own; all of them in order when none does. */
    private static List<NameSource> namingEachPort(
            Map<OID, Column> columns, List<NameSource> sources, PortNames names, Set<Integer> ifIndexes) {
        for (NameSource source : sources) {
            Set<PortName> given = new HashSet<>();
            if (ifIndexes.stream()
                    .allMatch(ifIndex -> name(columns, List.of(source), names, ifIndex)
                            .map(given::add)
                            .orElse(false))) {
                return List.of(source);
            }
        }
        return sources;
    }

    private static Optional<PortName> name(
            Map<OID, Column> columns, List<NameSource> sources, PortNames names, int ifIndex) {
        for (NameSource source : sources) {
            OID column = switch (source) {
                case IF_NAME -> StandardObjects.IF_NAME;
                case IF_DESCR -> StandardObjects.IF_DESCR;
            };
            String text = columns.getOrDefault(column, Column.empty()).text(ifIndex);
            Optional<PortName> name = text == null ? Optional.empty() : names.of(text);
            if (name.isPresent()) {
                return name;
            }
        }
        return Optional.empty();
    }

    private static SwitchPort notUnique(SwitchPort port) {
        return new SwitchPort(
                port.basePort(), port.ifIndex(), port.name(), false, port.adminUp(), port.linkUp(), port.alias());
    }

    private static @Nullable Boolean isUp(@Nullable Integer status) {
        return status == null ? null : status == StandardObjects.UP;
    }

    Optional<SwitchPort> find(PortName name) {
        return Optional.ofNullable(byName.get(name));
    }

    Optional<SwitchPort> byIfIndex(int ifIndex) {
        return byName.values().stream()
                .filter(port -> port.ifIndex() == ifIndex)
                .findFirst();
    }

    Optional<SwitchPort> byBasePort(int basePort) {
        return byName.values().stream()
                .filter(port -> port.basePort() != null && port.basePort() == basePort)
                .findFirst();
    }

    List<SwitchPort> all() {
        return List.copyOf(byName.values());
    }

    /** What an interface is called, port or not. */
    String interfaceName(int ifIndex) {
        return interfaceNames.getOrDefault(ifIndex, "ifIndex " + ifIndex);
    }
}
