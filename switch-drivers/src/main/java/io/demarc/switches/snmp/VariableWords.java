/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;

/** Values as people read them. */
final class VariableWords {
    private static final HexFormat SPACED = HexFormat.ofDelimiter(" ").withUpperCase();

    private VariableWords() {}

    /** Numbers as such, printable text in quotes, other octets in hex. */
    static String of(Variable value) {
        if (!(value instanceof OctetString octets)) {
            return value.toString();
        }
        byte[] bytes = octets.getValue();
        for (byte octet : bytes) {
            if (octet < ' ' || octet > '~') {
                return SPACED.formatHex(bytes);
            }
        }
        return "\"" + new String(bytes, StandardCharsets.US_ASCII) + "\"";
    }
}
