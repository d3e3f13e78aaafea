/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Undoes a fault of many recordings of agents. snmpwalk prints 16 octets a line, and what was made from its output often
 * holds the first 16 octets as they were, then a newline, then the other lines as text.
 */
final class WrappedOctets {
    private static final int A_LINE = 16;
    private static final Pattern HEX_LINES = Pattern.compile("[0-9A-Fa-f]{2}(?:\\s++[0-9A-Fa-f]{2})*+\\s*+");

    private WrappedOctets() {}

    /** The octets that the agent sent; those given when they don't have the form of the fault. */
    static byte[] unwrap(byte[] octets) {
        if (octets.length < A_LINE + 3 || octets[A_LINE] != '\n') {
            return octets;
        }
        String rest = new String(octets, A_LINE + 1, octets.length - A_LINE - 1, StandardCharsets.ISO_8859_1);
        if (!HEX_LINES.matcher(rest).matches()) {
            return octets;
        }
        byte[] others = HexFormat.of().parseHex(rest.replaceAll("\\s+", ""));
        byte[] whole = Arrays.copyOf(octets, A_LINE + others.length);
        System.arraycopy(others, 0, whole, A_LINE, others.length);
        return whole;
    }
}
