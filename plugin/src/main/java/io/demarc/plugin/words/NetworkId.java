/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

/** CloudStack's internal id of a network, as it stands in the payloads of the extension protocol. Positive. */
public record NetworkId(long value) {
    /** Of a network that nobody knows: a port was found in a VLAN, and nothing tells for whom. */
    public static final NetworkId UNKNOWN = new NetworkId(Long.MAX_VALUE);

    public NetworkId {
        if (value < 1) {
            throw new IllegalArgumentException("network id " + value + " is not positive");
        }
    }

    @Override
    public String toString() {
        return value == Long.MAX_VALUE ? "unknown" : Long.toString(value);
    }
}
