/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.snmp4j.PDU;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UnsignedInteger32;
import org.snmp4j.smi.Variable;

/** Values of the types that an agent accepts, and nothing else. */
final class Values {
    private static final int BITS = 8;

    private Values() {}

    static int integer(Variable value) throws SetRefusal {
        if (value instanceof Integer32 integer) {
            return integer.getValue();
        }
        throw new SetRefusal(PDU.wrongType);
    }

    static int gauge(Variable value) throws SetRefusal {
        if (value instanceof UnsignedInteger32 gauge) {
            return (int) gauge.getValue();
        }
        throw new SetRefusal(PDU.wrongType);
    }

    static byte[] octets(Variable value) throws SetRefusal {
        if (value instanceof OctetString octets) {
            return octets.getValue();
        }
        throw new SetRefusal(PDU.wrongType);
    }

    static int oneOf(int value, int... allowed) throws SetRefusal {
        for (int each : allowed) {
            if (each == value) {
                return value;
            }
        }
        throw new SetRefusal(PDU.wrongValue);
    }

    static String text(Variable value, int longest) throws SetRefusal {
        byte[] octets = octets(value);
        if (octets.length > longest) {
            throw new SetRefusal(PDU.wrongLength);
        }
        return new String(octets, StandardCharsets.UTF_8);
    }

    /** Bit n is port n; the most significant bit of the first octet is port 1. */
    static BitSet ports(byte[] octets) {
        BitSet ports = new BitSet();
        for (int port = 1; port <= octets.length * BITS; port++) {
            if ((octets[(port - 1) / BITS] >> (BITS - 1 - (port - 1) % BITS) & 1) == 1) {
                ports.set(port);
            }
        }
        return ports;
    }

    static OctetString portList(BitSet ports, int octets) {
        byte[] list = new byte[octets];
        ports.stream()
                .filter(port -> (port - 1) / BITS < octets)
                .forEach(port -> list[(port - 1) / BITS] |= (byte) (0x80 >> (port - 1) % BITS));
        return new OctetString(list);
    }

    static int octetsFor(int ports) {
        return (ports + BITS - 1) / BITS;
    }
}
