/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.Observation;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortEvidence.Neighbour;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Merges the rows of several outputs into the state of each port, and the evidence about it. One caller at a time. */
final class Sightings {
    private final PortNames names;
    private final List<Told> outputs = new ArrayList<>();
    private @Nullable Set<PortName> selection;
    private boolean saysVlans;

    private record Told(Read.About about, List<Row> rows) {}

    Sightings(PortNames names) {
        this.names = names;
    }

    /** Adds the rows of one output. */
    void add(Read.About about, List<Row> rows) {
        saysVlans |= about == Read.About.VLANS;
        if (about == Read.About.SELECTION) {
            Set<PortName> selected = selection == null ? new HashSet<>() : selection;
            rows.forEach(row -> portOf(row, Map.of()).ifPresent(selected::add));
            selection = selected;
        }
        outputs.add(new Told(about, rows));
    }

    /** Everything told of these ports; of all ports when the set is empty. */
    Observation observation(Set<PortName> wanted) {
        VlanTable vlans = vlanTable();
        Map<PortName, PortFacts> facts = facts(vlans);
        Map<PortName, PortState> states = new TreeMap<>();
        Map<PortName, PortEvidence> evidence = new TreeMap<>();
        facts.forEach((port, known) -> {
            boolean isWanted = wanted.isEmpty() || wanted.contains(port);
            boolean isSelected = selection == null || selection.contains(port);
            if (isWanted && isSelected && known.isKnown()) {
                states.put(port, known.state());
                PortEvidence about = known.evidence();
                if (!about.equals(PortEvidence.none(port))) {
                    evidence.put(port, about);
                }
            }
        });
        return new Observation(states, evidence, saysVlans ? vlans.ids() : null);
    }

    private VlanTable vlanTable() {
        VlanTable vlans = new VlanTable();
        for (Told told : outputs) {
            for (Row row : told.rows()) {
                String name = row.first(Field.VLAN_NAME);
                for (Vlan vlan : new VlanTable().parse(row.all(Field.VLAN))) {
                    vlans.add(vlan, name == null ? "" : name);
                }
            }
        }
        return vlans;
    }

    private Map<PortName, PortFacts> facts(VlanTable vlans) {
        Map<String, PortName> byNumber = byNumber();
        Map<PortName, PortFacts> facts = new HashMap<>();
        for (Told told : outputs) {
            Map<PortName, Membership> memberships = new HashMap<>();
            for (Row row : told.rows()) {
                portOf(row, byNumber).ifPresent(port -> {
                    PortFacts known = facts.computeIfAbsent(port, PortFacts::new);
                    if (told.about() == Read.About.PORTS) {
                        known.exists();
                    }
                    memberships
                            .computeIfAbsent(port, absent -> new Membership())
                            .add(row, vlans);
                    addDetails(row, known);
                });
                addLists(row, facts, memberships, vlans);
            }
            memberships.forEach((port, said) -> {
                if (said.saysAnything()) {
                    facts.computeIfAbsent(port, PortFacts::new).add(said);
                }
            });
        }
        return facts;
    }

    private void addLists(
            Row row, Map<PortName, PortFacts> facts, Map<PortName, Membership> memberships, VlanTable vlans) {
        String lag = row.first(Field.LAG);
        if (lag != null) {
            for (PortName port : portsIn(row, Field.LAG_PORTS)) {
                facts.computeIfAbsent(port, PortFacts::new).lag(lag);
            }
        }
        for (Vlan vlan : vlans.parse(row.all(Field.VLAN))) {
            for (PortName port : portsIn(row, Field.UNTAGGED_PORTS)) {
                memberships.computeIfAbsent(port, absent -> new Membership()).addUntagged(vlan);
            }
            for (PortName port : portsIn(row, Field.TAGGED_PORTS)) {
                memberships.computeIfAbsent(port, absent -> new Membership()).addTagged(vlan);
            }
        }
    }

    private List<PortName> portsIn(Row row, Field field) {
        return row.all(field).stream()
                .flatMap(text -> names.list(text).stream())
                .toList();
    }

    private static void addDetails(Row row, PortFacts known) {
        isUp(row.first(Field.ADMIN)).ifPresent(known::adminUp);
        isUp(row.first(Field.LINK)).ifPresent(known::linkUp);
        if (row.has(Field.DESCRIPTION)) {
            known.description(String.join(" ", row.all(Field.DESCRIPTION)));
        }
        String neighbour = row.first(Field.NEIGHBOUR);
        String neighbourPort = row.first(Field.NEIGHBOUR_PORT);
        if (neighbour != null || neighbourPort != null) {
            String kind = row.first(Field.NEIGHBOUR_KIND);
            known.neighbour(
                    new Neighbour(
                            neighbour == null ? "" : neighbour,
                            neighbourPort == null ? "" : neighbourPort,
                            !"other".equals(kind)),
                    kind != null);
        }
        String lag = row.first(Field.LAG);
        if (lag != null) {
            known.lag(lag);
        }
        String address = row.first(Field.ADDRESS);
        if (address != null) {
            known.address(address);
        }
    }

    private static Optional<Boolean> isUp(@Nullable String word) {
        return "up".equals(word) ? Optional.of(true) : "down".equals(word) ? Optional.of(false) : Optional.empty();
    }

    /** Ports by the numbers that other outputs use for them. */
    Map<String, PortName> byNumber() {
        Map<String, PortName> byNumber = new HashMap<>();
        for (Told told : outputs) {
            for (Row row : told.rows()) {
                String number = row.first(Field.NUMBER);
                String port = row.first(Field.PORT);
                if (number != null && port != null) {
                    names.tryNormalise(port)
                            .filter(name -> selection == null || selection.contains(name))
                            .ifPresent(name -> byNumber.putIfAbsent(number, name));
                }
            }
        }
        return byNumber;
    }

    private Optional<PortName> portOf(Row row, Map<String, PortName> byNumber) {
        String port = row.first(Field.PORT);
        if (port != null) {
            return names.tryNormalise(port);
        }
        String number = row.first(Field.NUMBER);
        return number == null ? Optional.empty() : Optional.ofNullable(byNumber.get(number));
    }
}
