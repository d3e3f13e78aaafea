/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.Printable;
import io.demarc.switches.Doubt;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortEvidence.Neighbour;
import io.demarc.switches.PortName;
import io.demarc.switches.Vlan;
import io.demarc.switches.cli.Sightings.Told;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Merges outputs into what is known of each port. Every word of them is understood, or there is a doubt: about the port that
 * it was said of, or about all of them where it can't be known which one was meant. One caller, once.
 */
final class Merging {
    private final PortNames names;
    private final Map<String, PortName> byNumber;
    private final VlanTable vlans = new VlanTable();
    private final Map<PortName, PortFacts> facts = new HashMap<>();
    private final List<Doubt> doubts = new ArrayList<>();
    private final Map<PortEvidence.Kind, String> withheld = new EnumMap<>(PortEvidence.Kind.class);

    Merging(PortNames names, Map<String, PortName> byNumber) {
        this.names = names;
        this.byNumber = byNumber;
    }

    /** To be called with every output before the first is added: lists may call VLANs by name. */
    void learnVlans(Told told) {
        for (Row row : told.rows()) {
            String name = row.first(Field.VLAN_NAME);
            for (Vlan vlan : vlans.read(row.all(Field.VLAN)).vlans()) {
                vlans.add(vlan, name == null ? "" : name);
                if ("suspended".equals(row.first(Field.VLAN_STATE))) {
                    vlans.suspend(vlan);
                }
            }
        }
    }

    void add(Told told) {
        Map<PortName, Membership> memberships = new HashMap<>();
        for (Row row : told.rows()) {
            Optional<PortName> named = portOf(row);
            named.ifPresent(port -> {
                PortFacts known = facts(port);
                if (told.about() == Read.About.PORTS) {
                    known.exists();
                }
                membership(memberships, port).add(row, vlans);
                addDetails(row, known, told.command());
            });
            if (named.isEmpty()) {
                addNameless(told, row);
            }
            addLag(told, row);
            addLists(told, row, memberships);
        }
        memberships.forEach((port, said) -> {
            if (said.saysAnything()) {
                facts(port).add(said, told.command());
            }
        });
    }

    /**
     * To be called with every output after the last was added. In a table that lists the ports of every VLAN, a port that
     * it lists exists, and one that it doesn't is in none.
     */
    void complete(Told told) {
        boolean isWhole = !told.rows().isEmpty() && told.rows().stream().noneMatch(row -> row.has(Field.UNREAD));
        if (!told.read().isComplete() || !isWhole) {
            return;
        }
        Membership nothing = new Membership();
        nothing.addNothing();
        Set<PortName> listed = listed(told);
        listed.forEach(port -> facts(port).exists());
        facts.forEach((port, known) -> {
            if (!listed.contains(port)) {
                known.add(nothing, told.command());
            }
        });
    }

    private Set<PortName> listed(Told told) {
        Set<PortName> listed = new HashSet<>();
        for (Row row : told.rows()) {
            portOf(row).ifPresent(listed::add);
            Stream.of(Field.UNTAGGED_PORTS, Field.TAGGED_PORTS, Field.MEMBER_PORTS)
                    .flatMap(field -> row.all(field).stream())
                    .forEach(text -> listed.addAll(names.list(text).ports()));
        }
        return listed;
    }

    private Optional<PortName> portOf(Row row) {
        String port = row.first(Field.PORT);
        if (port != null) {
            return names.tryNormalise(port);
        }
        return PortNumbers.in(row).stream().findFirst().map(byNumber::get);
    }

    private void addNameless(Told told, Row row) {
        String port = row.first(Field.PORT);
        if (port != null) {
            doubt(told, "the port '" + Printable.of(port) + "'");
        }
        String unread = row.first(Field.UNREAD);
        if (unread == null) {
            return;
        }
        Optional<PortName> begun = Optional.ofNullable(row.first(Row.BEGINNING))
                .flatMap(names::tryNormalise)
                .filter(name -> facts.containsKey(name) && !told.read().isEvidenceOnly());
        if (begun.isPresent()) {
            facts(begun.get()).doubt(Doubt.unread(unread + " in the output of '" + told.command() + "'"));
        } else {
            doubt(told, unread);
        }
    }

    private void addLag(Told told, Row row) {
        String lag = row.first(Field.LAG);
        if (lag != null && row.has(Field.LAG_PORTS)) {
            ports(told, row, Field.LAG_PORTS).forEach(port -> facts(port).lag(lag));
        }
    }

    private void addLists(Told told, Row row, Map<PortName, Membership> memberships) {
        VlanTable.Told said = vlans.read(row.all(Field.VLAN));
        List<PortName> untagged = ports(told, row, Field.UNTAGGED_PORTS);
        List<PortName> tagged = ports(told, row, Field.TAGGED_PORTS);
        List<PortName> members = ports(told, row, Field.MEMBER_PORTS);
        if (told.about() == Read.About.PORTS) {
            Stream.of(untagged, tagged, members)
                    .flatMap(List::stream)
                    .forEach(port -> facts(port).exists());
        }
        if (untagged.isEmpty() && tagged.isEmpty() && members.isEmpty()) {
            return;
        }
        said.unread().forEach(word -> doubt(told, "VLAN " + word));
        for (Vlan vlan : said.vlans()) {
            untagged.forEach(port -> membership(memberships, port).addUntagged(vlan));
            tagged.forEach(port -> membership(memberships, port).addTagged(vlan));
            members.forEach(port -> facts(port).listed(vlan, told.command()));
        }
    }

    private List<PortName> ports(Told told, Row row, Field field) {
        List<PortName> ports = new ArrayList<>();
        for (String text : row.all(field)) {
            PortNames.Told said = names.list(text);
            ports.addAll(said.ports());
            said.unread().forEach(word -> doubt(told, "the port '" + Printable.of(word) + "'"));
        }
        return ports;
    }

    /** It can't be known which port a word was said of: all are doubtful, or the evidence is none. */
    private void doubt(Told told, String what) {
        String words = what + " in the output of '" + told.command() + "'";
        if (told.read().isEvidenceOnly()) {
            told.read().evidence().forEach(kind -> withheld.putIfAbsent(kind, words + " could not be read"));
        } else {
            doubts.add(Doubt.unread(words));
        }
    }

    private PortFacts facts(PortName port) {
        return facts.computeIfAbsent(port, PortFacts::new);
    }

    private static Membership membership(Map<PortName, Membership> memberships, PortName port) {
        return memberships.computeIfAbsent(port, absent -> new Membership());
    }

    private static void addDetails(Row row, PortFacts known, String command) {
        isUp(row.first(Field.ADMIN)).ifPresent(isUp -> known.adminUp(isUp, command));
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
        row.all(Field.CONTRADICTION)
                .forEach(words -> known.doubt(Doubt.contradiction(words + " by '" + command + "'")));
        row.all(Field.UNREAD).forEach(words -> known.doubt(Doubt.unread(words + " in '" + command + "'")));
    }

    private static Optional<Boolean> isUp(@Nullable String word) {
        return "up".equals(word) ? Optional.of(true) : "down".equals(word) ? Optional.of(false) : Optional.empty();
    }

    VlanTable vlans() {
        return vlans;
    }

    Map<PortName, PortFacts> facts() {
        return facts;
    }

    /** What speaks against every port. */
    List<Doubt> doubts() {
        return doubts;
    }

    /** Evidence of which not everything was understood, and why. */
    Map<PortEvidence.Kind, String> withheld() {
        return withheld;
    }
}
