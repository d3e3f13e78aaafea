/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

/**
 * CloudStack's internal id of a network, as it stands in the payloads of the extension protocol: positive. The API doesn't tell it:
 * a network of which no call has come is remembered under a negative one of Demarc's own.
 */
public record NetworkId(long value) {
    /** Of a network that nobody knows: a port was found in a VLAN, and nothing tells for whom. */
    public static final NetworkId UNKNOWN = new NetworkId(Long.MAX_VALUE);

    public NetworkId {
        if (value == 0) {
            throw new IllegalArgumentException("network id 0 is neither CloudStack's nor Demarc's own");
        }
    }

    /** Whether it is CloudStack's. */
    public boolean isInternal() {
        return value > 0;
    }

    @Override
    public String toString() {
        if (value == Long.MAX_VALUE) {
            return "unknown";
        }
        return isInternal() ? Long.toString(value) : "api" + value;
    }
}
