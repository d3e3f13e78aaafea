/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.Observation;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What several outputs told, to be merged into the state of each port and the evidence about it. One caller at a time. */
final class Sightings {
    private final PortNames names;
    private final List<Told> outputs = new ArrayList<>();
    private final Map<PortEvidence.Kind, String> unavailable = new EnumMap<>(PortEvidence.Kind.class);
    private @Nullable Set<PortName> selection;
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
        if (about == Read.About.SELECTION) {
            Set<PortName> selected = selection == null ? new HashSet<>() : selection;
            for (Row row : rows) {
                String port = row.first(Field.PORT);
                if (port != null) {
                    names.tryNormalise(port).ifPresent(selected::add);
                }
            }
            selection = selected;
        }
        outputs.add(new Told(read, about, rows));
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
        merging.withheld().forEach(unavailable::putIfAbsent);
        Map<PortName, PortState> states = new TreeMap<>();
        Map<PortName, PortEvidence> evidence = new TreeMap<>();
        merging.facts().forEach((port, known) -> {
            boolean isWanted = wanted.isEmpty() || wanted.contains(port);
            boolean isSelected = selection == null || selection.contains(port);
            if (isWanted && isSelected && known.isKnown()) {
                states.put(port, known.state().doubting(merging.doubts()));
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
}
