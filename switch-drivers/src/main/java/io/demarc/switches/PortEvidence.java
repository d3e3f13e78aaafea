/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What speaks against writing to a port, as the switch itself tells it.
 *
 * @param neighbour           LLDP neighbour, null when none was heard
 * @param lag                 the link aggregation group that the port belongs to, null when none
 * @param managementAddress   the switch's own address that lives on this very port, null when none
 */
public record PortEvidence(
        PortName port,
        @Nullable Neighbour neighbour,
        @Nullable String lag,
        @Nullable String managementAddress) {

    /** What there is to ask a switch for. */
    public enum Kind {
        /** LLDP neighbours. */
        LLDP,
        /** Members of link aggregation groups. */
        LAG,
        /** The switch's own addresses. */
        OWN_ADDRESSES;

        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * An LLDP neighbour (IEEE 802.1AB).
     *
     * @param isBridge whether its enabled capabilities contain Bridge; true as well when it did not tell them
     */
    public record Neighbour(String systemName, String portId, boolean isBridge) {}

    public static PortEvidence none(PortName port) {
        return new PortEvidence(port, null, null, null);
    }
}
