/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access;

import java.util.List;

/**
 * What is offered to one SSH server. Each list is offered as it is, in its order; an empty one stands for what the SSH
 * library offers, and the legacy ones behind them where they are wanted.
 *
 * @param legacy         offer old key exchanges, host key types, ciphers and MACs behind the usual ones
 * @param leastGroupBits size of the smallest group that is accepted in a Diffie-Hellman group exchange (RFC 4419), 1024
 *                       to 8192 bits
 */
public record SshAlgorithms(
        boolean legacy,
        List<String> keyExchanges,
        List<String> hostKeys,
        List<String> ciphers,
        List<String> macs,
        int leastGroupBits) {
    public static final int LEAST_GROUP_BITS = 1024;
    public static final int MOST_GROUP_BITS = 8192;

    /** What everybody is offered. */
    public static final SshAlgorithms USUAL = ofAge(false);

    public SshAlgorithms {
        if (leastGroupBits < LEAST_GROUP_BITS || leastGroupBits > MOST_GROUP_BITS) {
            throw new IllegalArgumentException(
                    leastGroupBits + " bits is not within " + LEAST_GROUP_BITS + " to " + MOST_GROUP_BITS);
        }
        keyExchanges = List.copyOf(keyExchanges);
        hostKeys = List.copyOf(hostKeys);
        ciphers = List.copyOf(ciphers);
        macs = List.copyOf(macs);
    }

    /** Without lists of its own. */
    public static SshAlgorithms ofAge(boolean legacy) {
        return new SshAlgorithms(legacy, List.of(), List.of(), List.of(), List.of(), usualGroupBits(legacy));
    }

    /** Legacy key exchanges have a fixed group of 1024 bits among them: a group exchange that gives no more is no weaker. */
    public static int usualGroupBits(boolean legacy) {
        return legacy ? 1024 : 2048;
    }
}
