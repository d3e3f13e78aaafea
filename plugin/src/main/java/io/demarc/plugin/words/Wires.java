/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import org.jspecify.annotations.Nullable;

/**
 * Where a network's VLAN is. What isn't known is empty, or null, and may be anything.
 *
 * @param zoneId   internal id of the zone, from CloudStack's calls
 * @param zone     from CloudStack's API
 * @param physical name of the physical network, from CloudStack's calls
 */
public record Wires(String zoneId, @Nullable Zone zone, String physical) {
    /** Nothing shows that they are apart: a VLAN of one can be the VLAN of the other. */
    public boolean mayMeet(Wires other) {
        boolean areZonesApart = differ(zoneId, other.zoneId)
                || (zone != null && other.zone != null && differ(zone.uuid(), other.zone.uuid()));
        return !areZonesApart && !differ(physical, other.physical);
    }

    private static boolean differ(String one, String other) {
        return !one.isEmpty() && !other.isEmpty() && !one.equals(other);
    }
}
