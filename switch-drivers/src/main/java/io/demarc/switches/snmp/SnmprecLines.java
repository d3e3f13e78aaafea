/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snmp4j.smi.Counter32;
import org.snmp4j.smi.Counter64;
import org.snmp4j.smi.Gauge32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.IpAddress;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/**
 * Lines {@code oid|tag|value} of recorded agents: the tag is the value's ASN.1 tag, followed by {@code x} when octets are
 * written in hex.
 */
final class SnmprecLines {
    private static final Pattern LINE =
            Pattern.compile("\uFEFF?\\.?(\\d++(?:\\.\\d++)++)\\|(\\d{1,3}+)(x?)(?::[^|]*+)?\\|(.*)", Pattern.DOTALL);
    private static final int INTEGER = 2;
    private static final int OCTETS = 4;
    private static final int OBJECT_IDENTIFIER = 6;
    private static final int ADDRESS = 64;
    private static final int COUNTER32 = 65;
    private static final int GAUGE32 = 66;
    private static final int TIME_TICKS = 67;
    private static final int OPAQUE = 68;
    private static final int COUNTER64 = 70;

    private SnmprecLines() {}

    /** By the first line that says anything. */
    static boolean looksLike(String text) {
        return text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .findFirst()
                .map(line -> LINE.matcher(line).matches())
                .orElse(false);
    }

    static void read(String text, SavedWalk.Builder into) {
        text.lines().forEach(line -> {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                oid(matcher.group(1))
                        .filter(into::wants)
                        .flatMap(oid -> value(
                                        Integer.parseInt(matcher.group(2)),
                                        !matcher.group(3).isEmpty(),
                                        matcher.group(4))
                                .map(value -> new VariableBinding(oid, value)))
                        .ifPresent(into::add);
            }
        });
    }

    private static Optional<OID> oid(String dotted) {
        try {
            return Optional.of(new OID(dotted));
        } catch (RuntimeException e) {
            // The library decides what an identifier is; a line that has none is no object.
            return Optional.empty();
        }
    }

    private static Optional<Variable> value(int tag, boolean isHex, String text) {
        try {
            return switch (tag) {
                case INTEGER -> Optional.of(new Integer32(Integer.parseInt(text.strip())));
                case OCTETS, OPAQUE -> Optional.of(octets(isHex, text));
                case OBJECT_IDENTIFIER -> Optional.of(new OID(text.strip()));
                case ADDRESS -> Optional.of(new IpAddress(text.strip()));
                case COUNTER32 -> Optional.of(new Counter32(Long.parseLong(text.strip())));
                case GAUGE32 -> Optional.of(new Gauge32(Long.parseLong(text.strip())));
                case TIME_TICKS -> Optional.of(new TimeTicks(Long.parseLong(text.strip())));
                case COUNTER64 -> Optional.of(new Counter64(Long.parseUnsignedLong(text.strip())));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException e) {
            // One value that is none doesn't make the other thousands unreadable.
            return Optional.empty();
        }
    }

    private static OctetString octets(boolean isHex, String text) {
        byte[] octets =
                isHex ? HexFormat.of().parseHex(text.strip().replace(" ", "")) : text.getBytes(StandardCharsets.UTF_8);
        return new OctetString(WrappedOctets.unwrap(octets));
    }
}
