/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import io.demarc.switches.Doubt;
import io.demarc.switches.Observation;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.PortTraffic;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.SwitchDraft;
import io.demarc.switches.session.SwitchSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A session whose observations were made by a driver with a fault. One caller at a time. */
public record FaultySession(SwitchSession session, Fault fault) implements SwitchSession {
    /** Makes an observation as a driver with the fault would. */
    public interface Fault {
        Observation observe(Supplier<Observation> properly);
    }

    /** What the switch refused to say is taken for absent. */
    public static Observation withoutRefusals(Observation seen) {
        return new Observation(seen.ports(), seen.evidence(), Map.of(), seen.vlans(), seen.suspended());
    }

    /** A VLAN that is switched off is taken for one that carries. */
    public static Observation withoutSuspensions(Observation seen) {
        return new Observation(seen.ports(), seen.evidence(), seen.unavailable(), seen.vlans(), Set.of());
    }

    /** Doubts of this kind are overlooked. */
    public static Observation withoutDoubts(Observation seen, Doubt.Kind kind) {
        Map<PortName, PortState> states = new TreeMap<>();
        seen.ports()
                .forEach((port, state) -> states.put(
                        port,
                        new PortState(
                                port,
                                state.mode(),
                                state.untagged(),
                                state.tagged(),
                                state.adminUp(),
                                state.linkUp(),
                                state.description(),
                                state.alsoUntagged(),
                                state.doubts().stream()
                                        .filter(doubt -> doubt.kind() != kind)
                                        .toList())));
        return new Observation(states, seen.evidence(), seen.unavailable(), seen.vlans(), seen.suspended());
    }

    @Override
    public Observation observe(Set<PortName> ports) {
        return fault.observe(() -> session.observe(ports));
    }

    @Override
    public SwitchDraft draft() {
        return session.draft();
    }

    @Override
    public void apply(List<PortStep> steps) {
        session.apply(steps);
    }

    @Override
    public void confirm() {
        session.confirm();
    }

    @Override
    public void rollBack() {
        session.rollBack();
    }

    @Override
    public void save() {
        session.save();
    }

    @Override
    public Optional<PortName> locate(String mac) {
        return session.locate(mac);
    }

    @Override
    public Map<PortName, PortTraffic> traffic(Set<PortName> ports) {
        return session.traffic(ports);
    }

    @Override
    public Optional<Duration> uptime() {
        return session.uptime();
    }

    @Override
    public List<String> transcript() {
        return session.transcript();
    }

    @Override
    public void close() {
        session.close();
    }
}
