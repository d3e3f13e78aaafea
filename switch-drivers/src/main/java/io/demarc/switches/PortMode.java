/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches;

import java.util.Locale;

/** How a port treats VLANs, in words that every vendor's modes map to. */
public enum PortMode {
    /** One untagged VLAN, nothing tagged. */
    ACCESS,
    /** Tagged VLANs, perhaps one native. */
    TRUNK,
    /** Untagged and tagged VLANs at will (general, hybrid), or untagged in more than one VLAN. */
    HYBRID,
    /** A layer-3 port: not switched at all. */
    ROUTED,
    /** The switch did not say, or said something that the platform does not know. */
    UNKNOWN;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
