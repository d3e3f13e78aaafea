/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.world;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.switches.Capability;
import io.demarc.switches.PortEvidence;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A switch in memory, with faults at any chosen step. One caller at a time. */
public final class FakeSwitch {
    private static final Duration TIME_TO_CONFIRM = Duration.ofMinutes(2);

    public final Map<PortName, PortState> ports = new TreeMap<>();
    public final Map<PortName, PortEvidence> evidence = new HashMap<>();
    public final Set<Vlan> vlans = new TreeSet<>(Set.of(new Vlan(1)));
    /** Ports that were ever written. */
    public final Set<PortName> written = new HashSet<>();

    /** Called before everything that is asked of the switch, with its name: throws to let it go wrong. */
    public Consumer<String> fault = what -> {};
    /** Called after every change that can be seen from outside. */
    public Consumer<FakeSwitch> watcher = changed -> {};

    /** The fingerprint that a session is shown. */
    public String hostKey = "SHA256:first";

    public @Nullable Problem unreachable;
    public boolean isUnsaved;
    public boolean tellsUptime = true;
    public int savings;
    public int sessions;
    public int openSessions;
    public int mostOpenSessions;
    final boolean isAtomic;
    /** What it goes back to unless the last commit is confirmed. */
    private @Nullable Map<PortName, PortState> unconfirmed;

    private @Nullable Instant takesBackAt;

    private Map<PortName, PortState> saved;
    private Instant bootedAt = Instant.EPOCH;

    public FakeSwitch(boolean isAtomic, int ports) {
        this.isAtomic = isAtomic;
        for (int i = 1; i <= ports; i++) {
            set(new PortName("ge" + i), 1, true);
        }
        saved = new TreeMap<>(this.ports);
    }

    public Set<Capability> capabilities() {
        EnumSet<Capability> capabilities = EnumSet.of(
                Capability.READ_PORTS,
                Capability.ACCESS_VLAN,
                Capability.VLAN_DATABASE,
                Capability.PORT_ADMIN,
                Capability.MAC_TABLE);
        capabilities.addAll(
                isAtomic
                        ? Set.of(Capability.ATOMIC_COMMIT, Capability.DURABLE_CHANGES)
                        : Set.of(Capability.SAVE_CONFIG));
        return capabilities;
    }

    /** Changes a port by hand. */
    public void set(PortName port, int vlan, boolean up) {
        ports.put(port, new PortState(port, PortMode.ACCESS, new Vlan(vlan), List.of(), up, up, ""));
        vlans.add(new Vlan(vlan));
    }

    public PortState port(String name) {
        PortState state = ports.get(new PortName(name));
        if (state == null) {
            throw new IllegalArgumentException("no port " + name);
        }
        return state;
    }

    /** The ports in which frames of the VLAN pass. */
    public List<PortName> carrying(Vlan vlan) {
        return ports.values().stream()
                .filter(port -> port.carries(vlan))
                .map(PortState::port)
                .toList();
    }

    public void goAway() {
        unreachable = Problem.of(ProblemCode.SWITCH_UNREACHABLE, "The switch does not answer.", "Look at its power.");
    }

    public void comeBack() {
        unreachable = null;
    }

    /** As somebody at its console does. */
    public void saveByHand() {
        save();
        savings--;
    }

    void save() {
        saved = new TreeMap<>(ports);
        savings++;
        isUnsaved = false;
    }

    /** Power off and on: what was not saved is lost. */
    public void restart(Instant now) {
        if (!isAtomic) {
            ports.putAll(saved);
            isUnsaved = false;
        }
        confirm();
        bootedAt = now;
        watcher.accept(this);
    }

    Duration uptime(Instant now) {
        return Duration.between(bootedAt, now);
    }

    /** What an unconfirmed commit comes to when its time is over. */
    public void tick(Instant now) {
        if (takesBackAt != null && !now.isBefore(takesBackAt)) {
            takeBackUnconfirmed();
        }
    }

    void commit(Map<PortName, PortState> before, Instant now) {
        if (unconfirmed == null) {
            unconfirmed = before;
        }
        takesBackAt = now.plus(TIME_TO_CONFIRM);
        watcher.accept(this);
    }

    void confirm() {
        unconfirmed = null;
        takesBackAt = null;
    }

    void takeBackUnconfirmed() {
        takesBackAt = null;
        if (unconfirmed != null) {
            ports.putAll(unconfirmed);
            unconfirmed = null;
            watcher.accept(this);
        }
    }

    List<PortName> names() {
        return new ArrayList<>(ports.keySet());
    }
}
