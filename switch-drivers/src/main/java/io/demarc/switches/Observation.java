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
 * @param vlans    VLANs that exist on the switch, null where the platform has no list of them
 */
public record Observation(
        Map<PortName, PortState> ports,
        Map<PortName, PortEvidence> evidence,
        @Nullable Set<Vlan> vlans) {
    public Observation {
        ports = Collections.unmodifiableMap(new TreeMap<>(ports));
        evidence = Collections.unmodifiableMap(new TreeMap<>(evidence));
        vlans = vlans == null ? null : Collections.unmodifiableSet(new TreeSet<>(vlans));
    }

    public Optional<PortState> port(PortName port) {
        return Optional.ofNullable(ports.get(port));
    }

    public PortEvidence evidenceFor(PortName port) {
        return evidence.getOrDefault(port, PortEvidence.none(port));
    }
}
