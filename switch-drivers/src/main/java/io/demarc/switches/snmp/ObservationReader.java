/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.Observation;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Puts together what the tables of an agent, or of a saved walk, say. Immutable. */
final class ObservationReader {
    private final VlanReader vlanReader;
    private final EvidenceReader evidenceReader;

    ObservationReader(SnmpDefinition definition) {
        this.vlanReader = VlanReader.of(definition);
        this.evidenceReader = new EvidenceReader(definition);
    }

    /** An empty set reads all ports. */
    Observation observe(ObjectReader reader, Set<PortName> wanted) {
        return observe(reader, vlanReader.read(reader), wanted);
    }

    /** As {@link #observe(ObjectReader, Set)}, where the VLANs have just been read. */
    Observation observe(ObjectReader reader, VlanReading reading, Set<PortName> wanted) {
        Map<PortName, PortState> states = new TreeMap<>();
        for (SwitchPort port : reading.ports().all()) {
            if (wanted.isEmpty() || wanted.contains(port.name())) {
                states.put(port.name(), state(port, reading.of(port.name())));
            }
        }
        EvidenceReader.Evidence evidence = evidenceReader.read(reader, reading.ports());
        Map<PortName, PortEvidence> wantedEvidence = new TreeMap<>(evidence.byPort());
        wantedEvidence.keySet().retainAll(states.keySet());
        return new Observation(states, wantedEvidence, evidence.unavailable(), reading.known(), reading.suspended());
    }

    private static PortState state(SwitchPort port, PortVlans vlans) {
        return new PortState(
                port.name(),
                vlans.mode(),
                vlans.untagged(),
                vlans.tagged(),
                port.adminUp(),
                port.linkUp(),
                port.alias(),
                vlans.alsoUntagged(),
                vlans.doubts());
    }
}
