/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.PortName;
import io.demarc.switches.Vlan;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The VLANs of every port, read at one time.
 *
 * @param ports every port of the switch
 * @param vlans by port name
 * @param known VLANs that exist on the switch, null where the agent has no list of them
 * @param suspended those of them that are switched off
 * @param strangeness why the agent's port lists must not be written, null when they may
 */
record VlanReading(
        PortTable ports,
        Map<PortName, PortVlans> vlans,
        @Nullable Set<Vlan> known,
        Set<Vlan> suspended,
        @Nullable String strangeness) {
    VlanReading {
        vlans = Map.copyOf(vlans);
        suspended = Set.copyOf(suspended);
    }

    PortVlans of(PortName port) {
        return vlans.getOrDefault(port, PortVlans.unknown());
    }
}
