/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.PortMode;
import io.demarc.switches.Vlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent says of one port's VLANs; as in {@link io.demarc.switches.PortState}.
 *
 * @param contradiction how the agent's objects contradict each other about this port, null when they don't
 */
record PortVlans(
        PortMode mode,
        @Nullable Vlan untagged,
        List<Vlan> alsoUntagged,
        @Nullable List<Vlan> tagged,
        @Nullable String contradiction) {
    PortVlans {
        alsoUntagged = List.copyOf(alsoUntagged);
        tagged = tagged == null ? null : List.copyOf(tagged);
    }

    static PortVlans unknown() {
        return new PortVlans(PortMode.UNKNOWN, null, List.of(), null, null);
    }

    PortVlans contradicting(String how) {
        return new PortVlans(mode, untagged, alsoUntagged, tagged, how);
    }
}
