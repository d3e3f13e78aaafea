/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.snmp.SnmpDefinition.BitOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;

/**
 * A set of ports as an agent writes it: bit 1 is the first bit of the first octet (RFC 4363, PortList). Any length is
 * good, what lies past the end is not set, and a list is never made shorter than it was. Immutable.
 */
final class PortList {
    private static final int BITS = 8;
    private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");

    private final byte[] octets;
    private final BitOrder order;

    private PortList(byte[] octets, BitOrder order) {
        this.octets = octets;
        this.order = order;
    }

    static PortList of(byte[] octets, BitOrder order) {
        return new PortList(octets.clone(), order);
    }

    static PortList empty(BitOrder order) {
        return new PortList(new byte[0], order);
    }

    /** Octets whose bits are in the same order as this list's. */
    static PortList like(PortList list, byte[] octets) {
        return of(octets, list.order);
    }

    /** Whether the bit, counted from 1, is set. */
    boolean contains(int bit) {
        int octet = (bit - 1) / BITS;
        return bit >= 1 && octet < octets.length && (octets[octet] & mask(bit)) != 0;
    }

    /** This list with the bit set; as long as before, or as long as the bit needs. */
    PortList with(int bit) {
        if (bit < 1) {
            throw new IllegalArgumentException("port lists begin with bit 1, not " + bit);
        }
        byte[] longer = Arrays.copyOf(octets, Math.max(octets.length, (bit - 1) / BITS + 1));
        longer[(bit - 1) / BITS] |= (byte) mask(bit);
        return new PortList(longer, order);
    }

    /** This list with the bit clear; as long as before. */
    PortList without(int bit) {
        if (!contains(bit)) {
            return this;
        }
        byte[] same = octets.clone();
        same[(bit - 1) / BITS] &= (byte) ~mask(bit);
        return new PortList(same, order);
    }

    /** Bits that are set, counted from 1. */
    BitSet bits() {
        BitSet bits = new BitSet();
        for (int bit = 1; bit <= octets.length * BITS; bit++) {
            if (contains(bit)) {
                bits.set(bit);
            }
        }
        return bits;
    }

    /** Bits, other than this one, in which the two differ. */
    BitSet differences(PortList other, int exceptBit) {
        BitSet differences = bits();
        differences.xor(other.bits());
        differences.clear(exceptBit);
        return differences;
    }

    byte[] octets() {
        return octets.clone();
    }

    private int mask(int bit) {
        int within = (bit - 1) % BITS;
        return switch (order) {
            case MSB_FIRST -> 0x80 >> within;
            case LSB_FIRST -> 1 << within;
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PortList list && list.bits().equals(bits());
    }

    @Override
    public int hashCode() {
        return bits().hashCode();
    }

    /** The octets in hex. */
    @Override
    public String toString() {
        return octets.length == 0 ? "(empty)" : SPACED.formatHex(octets);
    }
}
