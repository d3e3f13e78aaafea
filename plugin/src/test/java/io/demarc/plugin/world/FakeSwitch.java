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
    public final Map<PortName, PortState> ports = new TreeMap<>();
    public final Map<PortName, PortEvidence> evidence = new HashMap<>();
    public final Set<Vlan> vlans = new TreeSet<>(Set.of(new Vlan(1)));
    /** Ports that were ever written. */
    public final Set<PortName> written = new HashSet<>();

    /** Called before everything that is asked of the switch, with its name: throws to let it go wrong. */
    public Consumer<String> fault = what -> {};
    /** Called after every change that can be seen from outside. */
    public Consumer<FakeSwitch> watcher = changed -> {};

    public @Nullable Problem unreachable;
    public boolean isUnsaved;
    public int sessions;
    public int openSessions;
    public int mostOpenSessions;
    final boolean isAtomic;
    /** What it goes back to unless the last commit is confirmed. */
    @Nullable
    Map<PortName, PortState> unconfirmed;

    private Map<PortName, PortState> saved = Map.of();

    public FakeSwitch(boolean isAtomic, int ports) {
        this.isAtomic = isAtomic;
        for (int i = 1; i <= ports; i++) {
            set(new PortName("ge" + i), 1, true);
        }
    }

    public Set<Capability> capabilities() {
        EnumSet<Capability> capabilities = EnumSet.of(
                Capability.READ_PORTS,
                Capability.ACCESS_VLAN,
                Capability.VLAN_DATABASE,
                Capability.PORT_ADMIN,
                Capability.MAC_TABLE);
        capabilities.add(isAtomic ? Capability.ATOMIC_COMMIT : Capability.SAVE_CONFIG);
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

    void save() {
        saved = new TreeMap<>(ports);
        isUnsaved = false;
    }

    /** Power off and on: what was not saved is lost. */
    public void restart() {
        if (!saved.isEmpty()) {
            ports.putAll(saved);
        }
        unconfirmed = null;
        watcher.accept(this);
    }

    /** The time to confirm is over. */
    public void takeBackUnconfirmed() {
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
