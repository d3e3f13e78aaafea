/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.session;

import io.demarc.switches.PortDescription;
import io.demarc.switches.PortName;
import io.demarc.switches.Vlan;
import org.jspecify.annotations.Nullable;

/** One write to a switch. The whole list of what Demarc ever writes. */
public sealed interface PortStep {
    /** Makes the VLAN exist on the switch. {@code name} has at most 32 letters, digits, dashes, underscores. */
    record CreateVlan(Vlan vlan, String name) implements PortStep {
        public CreateVlan {
            if (!name.matches("[A-Za-z][A-Za-z0-9_-]{0,31}")) {
                throw new IllegalArgumentException("VLAN name '" + io.demarc.access.Printable.of(name)
                        + "' is not 1 to 32 letters, digits, - or _");
            }
        }
    }

    /** Takes the port administratively down and changes nothing else. */
    record Shut(PortName port) implements PortOwned {}

    /**
     * Makes the port an access port: untagged in this VLAN, in no other VLAN in any way, labelled. Leaves its
     * administrative state alone.
     */
    record Attach(PortName port, Vlan vlan, PortDescription description) implements PortOwned {}

    /** Takes the port administratively up and changes nothing else. */
    record Enable(PortName port) implements PortOwned {}

    /**
     * Puts the port into its idle state: untagged in the parking VLAN, in no other VLAN, without the label that Demarc
     * gave it; down first when {@code down}.
     */
    record Park(PortName port, Vlan parking, boolean down) implements PortOwned {}

    /** A step that writes to one port. */
    sealed interface PortOwned extends PortStep permits Shut, Attach, Enable, Park {
        PortName port();
    }

    /** The port that the step writes to, null when it writes to none. */
    default @Nullable PortName target() {
        return this instanceof PortOwned owned ? owned.port() : null;
    }
}
