/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import io.demarc.switches.PortName;
import io.demarc.switches.Vlan;
import io.demarc.switches.VlanRanges;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What may be written to one switch. Immutable.
 *
 * @param managed   every port that may be written, with the guards that the inventory lifts for that very port
 * @param tenants   VLANs that a port may carry
 * @param forbidden VLANs that no port may ever be put into: native, default, management
 * @param parking   VLAN of idle ports; neither in {@code tenants} nor in {@code forbidden}
 * @param idleDown  whether idle ports are administratively down as well
 */
public record PortRules(
        Map<PortName, Set<Guard>> managed, VlanRanges tenants, Set<Vlan> forbidden, Vlan parking, boolean idleDown) {
    public PortRules {
        managed = Collections.unmodifiableMap(new TreeMap<>(managed));
        forbidden = Set.copyOf(forbidden);
        if (tenants.contains(parking)) {
            throw new IllegalArgumentException("parking VLAN " + parking + " is within the tenants' range " + tenants);
        }
        if (forbidden.contains(parking)) {
            throw new IllegalArgumentException("parking VLAN " + parking + " is one of the forbidden VLANs");
        }
    }

    /** What speaks against writing to a port, and what the inventory may lift for one port by name. */
    public enum Guard {
        /** The port has an LLDP neighbour that is a bridge. */
        LLDP_BRIDGE,
        /** The port is a member of a link aggregation group. */
        LAG_MEMBER,
        /** The port carries tagged VLANs or is a trunk. */
        TAGGED_VLANS
    }
}
