/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.Doubt;
import io.demarc.switches.Observation;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What several outputs told, to be merged into the state of each port and the evidence about it. One caller at a time. */
final class Sightings {
    private final PortNames names;
    private final List<Told> outputs = new ArrayList<>();
    private final Map<PortEvidence.Kind, String> unavailable = new EnumMap<>(PortEvidence.Kind.class);
    private final List<Doubt> doubts = new ArrayList<>();
    private boolean saysVlans;
    private boolean missesVlans;

    /** @param about what its rows are about, by the read or by who took it */
    record Told(Read read, Read.About about, List<Row> rows) {
        String command() {
            return read.command();
        }
    }

    Sightings(PortNames names) {
        this.names = names;
    }

    /** Adds the rows of one output. */
    void add(Read read, List<Row> rows) {
        add(read, Objects.requireNonNull(read.about()), rows);
    }

    /** As {@link #add(Read, List)}, where the rows are about something else than usual. */
    void add(Read read, Read.About about, List<Row> rows) {
        saysVlans |= about == Read.About.VLANS;
        missesVlans |= about == Read.About.VLANS && rows.stream().anyMatch(row -> row.has(Field.UNREAD));
        outputs.add(new Told(read, about, rows));
    }

    /** Something speaks against every port. */
    void doubt(List<Doubt> more) {
        doubts.addAll(more);
    }

    /** Names of VLANs by their ids. */
    Map<String, String> vlanNames() {
        Merging merging = new Merging(names, Map.of());
        outputs.forEach(merging::learnVlans);
        return merging.vlans().names();
    }

    /** Evidence could not be had. */
    void withhold(Set<PortEvidence.Kind> kinds, String why) {
        kinds.forEach(kind -> unavailable.putIfAbsent(kind, why));
    }

    /** The switch is known to have nothing of the kind. */
    void excuse(PortEvidence.Kind kind) {
        unavailable.remove(kind);
    }

    Set<PortEvidence.Kind> withheld() {
        return Set.copyOf(unavailable.keySet());
    }

    /** Everything told of these ports; of all ports when the set is empty. */
    Observation observation(Set<PortName> wanted) {
        Merging merging = new Merging(names, byNumber());
        outputs.forEach(merging::learnVlans);
        outputs.forEach(merging::add);
        outputs.forEach(merging::complete);
        merging.withheld().forEach(unavailable::putIfAbsent);
        Map<PortName, PortState> states = new TreeMap<>();
        Map<PortName, PortEvidence> evidence = new TreeMap<>();
        Predicate<PortName> isSelected = selection();
        merging.facts().forEach((port, known) -> {
            boolean isWanted = wanted.isEmpty() || wanted.contains(port);
            if (isWanted && isSelected.test(port) && known.isKnown()) {
                states.put(port, known.state().doubting(merging.doubts()).doubting(doubts));
                PortEvidence about = known.evidence();
                if (!about.equals(PortEvidence.none(port))) {
                    evidence.put(port, about);
                }
            }
        });
        VlanTable vlans = merging.vlans();
        return new Observation(
                states, evidence, unavailable, saysVlans && !missesVlans ? vlans.ids() : null, vlans.suspended());
    }

    /** Every port that anything was told of, whoever asked for it. */
    Set<PortName> ports() {
        Set<PortName> ports = new HashSet<>();
        rows(about -> true)
                .forEach(row -> row.all(Field.PORT)
                        .forEach(text -> names.tryNormalise(text).ifPresent(ports::add)));
        return ports;
    }

    /** Ports by the numbers that other outputs use for them. */
    Map<String, PortName> byNumber() {
        return numbers(selection());
    }

    /** Which ports there are to manage. */
    private Predicate<PortName> selection() {
        Set<PortName> own = portsIn(Read.About.OWN, Map.of());
        boolean isLimited = outputs.stream().anyMatch(told -> told.about() == Read.About.SELECTION);
        if (!isLimited) {
            return port -> !own.contains(port);
        }
        Set<PortName> selected = portsIn(Read.About.SELECTION, numbers(port -> true));
        return port -> selected.contains(port) && !own.contains(port);
    }

    private Map<String, PortName> numbers(Predicate<PortName> counts) {
        // A row of a selection is about many ports: its numbers aren't those of one.
        return PortNumbers.of(rows(about -> about != Read.About.SELECTION), names, counts);
    }

    /** Every port that outputs about this name, or give a number for. */
    private Set<PortName> portsIn(Read.About about, Map<String, PortName> numbers) {
        Set<PortName> ports = new HashSet<>();
        for (Row row : rows(about::equals)) {
            row.all(Field.PORT).forEach(text -> names.tryNormalise(text).ifPresent(ports::add));
            PortNumbers.in(row).stream()
                    .flatMap(number -> Stream.ofNullable(numbers.get(number)))
                    .forEach(ports::add);
        }
        return ports;
    }

    private List<Row> rows(Predicate<Read.About> about) {
        return outputs.stream()
                .filter(told -> about.test(told.about()))
                .flatMap(told -> told.rows().stream())
                .toList();
    }
}
