/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import io.demarc.switches.PortDescription;
import io.demarc.switches.PortName;
import io.demarc.switches.Vlan;

/** What a managed port should be. */
public sealed interface PortTarget {
    PortName port();

    /** Untagged in the VLAN, up. */
    record Carry(PortName port, Vlan vlan, PortDescription description) implements PortTarget {}

    /** Nobody's: in the idle state of {@link PortRules}. */
    record Idle(PortName port) implements PortTarget {}
}
