/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import io.demarc.switches.Observation;
import io.demarc.switches.PortName;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.SwitchSession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A session whose observations were made by a driver with a fault. One caller at a time. */
public record FaultySession(SwitchSession session, Fault fault) implements SwitchSession {
    /** Makes an observation as a driver with the fault would. */
    public interface Fault {
        Observation observe(Supplier<Observation> properly);
    }

    @Override
    public Observation observe(Set<PortName> ports) {
        return fault.observe(() -> session.observe(ports));
    }

    @Override
    public List<String> render(List<PortStep> steps) {
        return session.render(steps);
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
