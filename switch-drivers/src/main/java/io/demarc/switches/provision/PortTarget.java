/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import io.demarc.switches.PortDescription;
import io.demarc.switches.PortName;
import io.demarc.switches.Vlan;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a managed port should be. */
public sealed interface PortTarget {
    PortName port();

    /**
     * The VLANs that Demarc itself put the port into and that it may still carry. Evidence which the appliance behind
     * the port could forge does not keep the port in one of them. Ascending, so that a target is the same text in every run.
     */
    Set<Vlan> placed();

    /** An access port of one VLAN. */
    sealed interface Member extends PortTarget permits Carry, Restore {
        Vlan vlan();

        /** What the port is to be labelled; the empty text for nothing. */
        PortDescription label();

        /** Administratively up. */
        boolean up();
    }

    /** Untagged in a tenant's VLAN, up. */
    record Carry(PortName port, Vlan vlan, PortDescription description, Set<Vlan> placed) implements Member {
        public Carry {
            placed = ascending(placed);
        }

        @Override
        public PortDescription label() {
            return description;
        }

        @Override
        public boolean up() {
            return true;
        }
    }

    /**
     * What it was before Demarc had it: untagged in a VLAN that is no tenant's, which has to exist, with this label and this
     * administrative state (where the platform can set it).
     *
     * @param description null when the port had none
     */
    record Restore(PortName port, Vlan vlan, @Nullable PortDescription description, boolean up, Set<Vlan> placed)
            implements Member {
        public Restore {
            placed = ascending(placed);
        }

        @Override
        public PortDescription label() {
            return description == null ? new PortDescription("") : description;
        }
    }

    /** Nobody's: in the idle state of {@link PortRules}. */
    record Idle(PortName port, Set<Vlan> placed) implements PortTarget {
        public Idle {
            placed = ascending(placed);
        }
    }

    private static Set<Vlan> ascending(Set<Vlan> vlans) {
        return Collections.unmodifiableSet(new TreeSet<>(vlans));
    }
}
