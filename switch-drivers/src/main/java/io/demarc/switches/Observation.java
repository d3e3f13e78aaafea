/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything one read of a switch told. Immutable.
 *
 * @param ports    state of each port that answered, by normalised name
 * @param evidence what speaks against writing to a port; a port without an entry has none
 * @param unavailable evidence that the switch did not let be read, and why: what it refused to say isn't absent
 * @param vlans    VLANs that exist on the switch, null where the platform has no list of them
 * @param suspended those of them that are switched off, and carry nothing
 */
public record Observation(
        Map<PortName, PortState> ports,
        Map<PortName, PortEvidence> evidence,
        Map<PortEvidence.Kind, String> unavailable,
        @Nullable Set<Vlan> vlans,
        Set<Vlan> suspended) {
    public Observation {
        ports = Collections.unmodifiableMap(new TreeMap<>(ports));
        evidence = Collections.unmodifiableMap(new TreeMap<>(evidence));
        unavailable = Collections.unmodifiableMap(new TreeMap<>(unavailable));
        suspended = Collections.unmodifiableSet(new TreeSet<>(suspended));
        vlans = vlans == null ? null : Collections.unmodifiableSet(new TreeSet<>(vlans));
    }

    /** Where all evidence could be had, and no VLAN is switched off. */
    public Observation(
            Map<PortName, PortState> ports, Map<PortName, PortEvidence> evidence, @Nullable Set<Vlan> vlans) {
        this(ports, evidence, Map.of(), vlans, Set.of());
    }

    public Optional<PortState> port(PortName port) {
        return Optional.ofNullable(ports.get(port));
    }

    public PortEvidence evidenceFor(PortName port) {
        return evidence.getOrDefault(port, PortEvidence.none(port));
    }
}
