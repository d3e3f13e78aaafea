/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.PortName;
import io.demarc.switches.snmp.SnmpDefinition.PortIndexing;
import org.jspecify.annotations.Nullable;

/**
 * A port by all its names.
 *
 * @param basePort dot1dBasePort, null where an agent counts by ifIndex only
 * @param isUnique whether no other interface has the same name
 */
record SwitchPort(
        @Nullable Integer basePort,
        int ifIndex,
        PortName name,
        boolean isUnique,
        @Nullable Boolean adminUp,
        @Nullable Boolean linkUp,
        @Nullable String alias) {

    /** The index of this port's row in a table that counts ports in this way. */
    int row(PortIndexing indexing) {
        return switch (indexing) {
            case BASE_PORT -> requireBasePort();
            case IF_INDEX, IF_INDEX_FROM_ZERO -> ifIndex;
        };
    }

    /** The number of this port's bit, from 1, in a port list that counts ports in this way. */
    int bit(PortIndexing indexing) {
        return switch (indexing) {
            case BASE_PORT -> requireBasePort();
            case IF_INDEX -> ifIndex;
            case IF_INDEX_FROM_ZERO -> ifIndex + 1;
        };
    }

    private int requireBasePort() {
        Integer number = basePort;
        if (number == null) {
            throw new IllegalStateException("port " + name + " has no dot1dBasePort");
        }
        return number;
    }
}
