/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import io.demarc.switches.PortDescription;
import io.demarc.switches.PortName;
import io.demarc.switches.Vlan;
import java.util.Set;

/** What a managed port should be. */
public sealed interface PortTarget {
    PortName port();

    /**
     * The VLANs that Demarc itself put the port into and that it may still carry. Evidence which the appliance behind
     * the port could forge does not keep the port in one of them.
     */
    Set<Vlan> placed();

    /** Untagged in the VLAN, up. */
    record Carry(PortName port, Vlan vlan, PortDescription description, Set<Vlan> placed) implements PortTarget {
        public Carry {
            placed = Set.copyOf(placed);
        }
    }

    /** Nobody's: in the idle state of {@link PortRules}. */
    record Idle(PortName port, Set<Vlan> placed) implements PortTarget {
        public Idle {
            placed = Set.copyOf(placed);
        }
    }
}
