/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.world;

import io.demarc.access.Deadline;
import io.demarc.switches.Capability;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.SwitchAccess;
import io.demarc.switches.session.SwitchSession;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The platform of {@link FakeSwitch}es, found by their names. Nobody can be told to save by SNMP. */
public record FakePlatform(
        String name, Transport transport, boolean isAtomic, Map<String, FakeSwitch> switches, VirtualTime time)
        implements Platform {
    private static final Duration LOGIN = Duration.ofMillis(300);
    private static final Duration GIVES_UP = Duration.ofSeconds(10);

    @Override
    public String title() {
        return "A switch in memory";
    }

    @Override
    public Verified verified() {
        return Verified.SIMULATED;
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> capabilities = EnumSet.copyOf(new FakeSwitch(isAtomic, 0).capabilities());
        if (transport == Transport.SNMP) {
            capabilities.remove(Capability.SAVE_CONFIG);
        }
        return capabilities;
    }

    @Override
    public List<String> readCommands() {
        return List.of("show");
    }

    @Override
    public PortName normalise(String text) {
        return new PortName(text.startsWith("Gi") ? "ge" + text.substring(2) : text);
    }

    @Override
    public List<PortState> parse(List<SavedOutput> outputs) {
        return List.of();
    }

    @Override
    public List<String> render(List<PortStep> steps) {
        return steps.stream().map(PortStep::toString).toList();
    }

    @Override
    public SwitchSession open(SwitchAccess access, Deadline deadline) {
        FakeSwitch model = Objects.requireNonNull(
                switches.get(access.name().value()), access.name().value());
        time.spend(model.unreachable == null ? LOGIN : deadline.leftAtMost(GIVES_UP));
        model.fault.accept("open");
        if (model.unreachable != null) {
            throw model.unreachable.exception();
        }
        return new FakeSession(model, time, deadline);
    }
}
