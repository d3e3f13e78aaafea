/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches;

import java.util.Locale;

/** What a platform can do; declared in its definition and checked against its operations when it is loaded. */
public enum Capability {
    /** Port states can be read. Every platform has it. */
    READ_PORTS,
    /** A port can be put untagged into one VLAN. */
    ACCESS_VLAN,
    /** VLANs can be listed and must exist before a port can be in them. */
    VLAN_DATABASE,
    /** Ports can be shut and enabled, and tell whether they are. */
    PORT_ADMIN,
    PORT_DESCRIPTION,
    /** Changes must be saved to survive a restart of the switch. */
    SAVE_CONFIG,
    /** Changes survive a restart of the switch by themselves. */
    DURABLE_CHANGES,
    /** A batch takes effect as a whole or not at all, and is taken back unless it is confirmed. */
    ATOMIC_COMMIT,
    /** LLDP neighbours can be read. */
    LLDP,
    /** Members of link aggregation groups can be read. */
    LAG,
    /** Addresses of the switch itself can be read. */
    OWN_ADDRESSES,
    /** Learned MAC addresses can be read. */
    MAC_TABLE;

    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
