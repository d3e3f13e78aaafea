/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import io.demarc.switches.PortEvidence;
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
 * @param withoutEvidence evidence that need not be had before a port is attached, by port: the inventory says that the switch has
 *                  none of the kind
 * @param tenants   VLANs that a port may carry
 * @param forbidden VLANs that no port may ever be put into: native, default, management
 * @param parking   VLAN of idle ports; neither in {@code tenants} nor in {@code forbidden}
 * @param idleDown  whether idle ports are administratively down as well
 */
public record PortRules(
        Map<PortName, Set<Guard>> managed,
        Map<PortName, Set<PortEvidence.Kind>> withoutEvidence,
        VlanRanges tenants,
        Set<Vlan> forbidden,
        Vlan parking,
        boolean idleDown) {
    public PortRules {
        managed = Collections.unmodifiableMap(new TreeMap<>(managed));
        withoutEvidence = Collections.unmodifiableMap(new TreeMap<>(withoutEvidence));
        forbidden = Set.copyOf(forbidden);
        if (tenants.contains(parking)) {
            throw new IllegalArgumentException("parking VLAN " + parking + " is within the tenants' range " + tenants);
        }
        if (forbidden.contains(parking)) {
            throw new IllegalArgumentException("parking VLAN " + parking + " is one of the forbidden VLANs");
        }
    }

    /** All evidence has to be had. */
    public PortRules(
            Map<PortName, Set<Guard>> managed,
            VlanRanges tenants,
            Set<Vlan> forbidden,
            Vlan parking,
            boolean idleDown) {
        this(managed, Map.of(), tenants, forbidden, parking, idleDown);
    }

    /** Whether the port may be attached though the switch doesn't tell evidence of this kind. */
    public boolean isWaived(PortName port, PortEvidence.Kind kind) {
        return withoutEvidence.getOrDefault(port, Set.of()).contains(kind);
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
