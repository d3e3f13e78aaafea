/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import io.demarc.switches.PortName;
import io.demarc.switches.SwitchName;
import java.util.Comparator;

/** One port of one switch. Printed as {@code tor-a1 GigabitEthernet1/0/7}. */
public record PortAddress(SwitchName switchName, PortName port) implements Comparable<PortAddress> {
    private static final Comparator<PortAddress> ORDER =
            Comparator.comparing(PortAddress::switchName).thenComparing(PortAddress::port);

    @Override
    public int compareTo(PortAddress other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return switchName + " " + port;
    }
}
