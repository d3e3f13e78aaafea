/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.networks;

/** CloudStack's internal id of a network, as it stands in the payloads of the extension protocol. Positive. */
public record NetworkId(long value) {
    public NetworkId {
        if (value < 1) {
            throw new IllegalArgumentException("network id " + value + " is not positive");
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
