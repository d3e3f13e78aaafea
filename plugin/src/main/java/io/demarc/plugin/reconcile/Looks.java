/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.plugin.words.Inventory;
import io.demarc.plugin.words.ManagedSwitch;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.provision.PortReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What switches said of their managed ports while the store was in doubt: the only thing that is believed then. Kept for as
 * long as the process lives. Thread-safe.
 */
public final class Looks {
    private final Map<SwitchName, Map<PortName, PortState>> looks = new ConcurrentHashMap<>();
    private volatile boolean isInventoryCurrent;

    void saw(SwitchName name, List<PortReport> reports) {
        Map<PortName, PortState> states = new HashMap<>();
        for (PortReport report : reports) {
            PortState state = report.after();
            if (state != null) {
                states.put(report.port(), state);
            }
        }
        looks.put(name, Map.copyOf(states));
    }

    /** The switch could not be read: what it said before may be so no longer. */
    void lost(SwitchName name) {
        looks.remove(name);
    }

    /** A person has said which switches and ports there are: the store's own word for it may be an old one. */
    public void inventoryApplied() {
        isInventoryCurrent = true;
    }

    /**
     * What keeps it from being proven that no managed port carries any of the VLANs: a clause for each reason; none when it
     * is proven.
     *
     * @param switches those that the VLANs reach
     */
    public List<String> against(Inventory inventory, List<ManagedSwitch> switches, Set<Vlan> vlans) {
        List<String> reasons = unread(inventory, switches);
        for (ManagedSwitch managed : switches) {
            looks.getOrDefault(managed.name(), Map.of())
                    .forEach((port, state) -> vlans.stream()
                            .filter(state::carries)
                            .forEach(vlan -> reasons.add(managed.name() + " " + port + " carries VLAN " + vlan)));
        }
        return reasons;
    }

    /** What has to be looked at, still, before anything is known of the switches. */
    public List<String> unread(Inventory inventory, Iterable<ManagedSwitch> switches) {
        List<String> reasons = new ArrayList<>();
        if (!isInventoryCurrent || inventory.switches().isEmpty()) {
            reasons.add("which switches and ports there are is not known for certain: apply the current inventory with"
                    + " 'demarc apply'");
        }
        for (ManagedSwitch managed : switches) {
            Map<PortName, PortState> states = looks.get(managed.name());
            for (PortName port : managed.rules().managed().keySet()) {
                PortState state = states == null ? null : states.get(port);
                if (state == null) {
                    reasons.add(managed.name() + " " + port + " could not be read");
                } else if (!Claims.isWhole(state)) {
                    reasons.add(managed.name() + " " + port + " does not tell all its VLANs (" + state.inWords() + ")");
                }
            }
        }
        return reasons;
    }
}
