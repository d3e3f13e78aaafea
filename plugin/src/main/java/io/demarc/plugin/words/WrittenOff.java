/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import io.demarc.switches.PortName;
import io.demarc.switches.SwitchName;
import org.jspecify.annotations.Nullable;

/**
 * A person's word that a switch, or one port of it, exists no longer: nothing that Demarc remembers of it can ever be
 * proven released by reading.
 *
 * @param port null for the whole switch
 */
public record WrittenOff(SwitchName switchName, @Nullable PortName port) {
    public boolean covers(PortAddress address) {
        return address.switchName().equals(switchName) && (port == null || port.equals(address.port()));
    }

    /** {@code switch tor-a1}, {@code switch tor-a1 port GigabitEthernet1/0/7}. */
    @Override
    public String toString() {
        return "switch " + switchName + (port == null ? "" : " port " + port);
    }
}
