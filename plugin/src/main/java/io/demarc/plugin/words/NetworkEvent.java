/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import io.demarc.switches.Vlan;
import org.jspecify.annotations.Nullable;

/**
 * What CloudStack says of a network when it calls: decoded and validated.
 *
 * @param vlan            null when the payload had none (destroy-network)
 * @param zoneId          internal id of the zone
 * @param physicalNetwork name of the physical network as registered, printable ASCII; empty when it was not told
 */
public record NetworkEvent(NetworkId network, @Nullable Vlan vlan, String zoneId, String physicalNetwork) {
    public Wires wires() {
        return new Wires(zoneId, null, physicalNetwork);
    }
}
