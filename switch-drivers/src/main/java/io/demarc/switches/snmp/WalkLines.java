/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.Counter64;
import org.snmp4j.smi.Gauge32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.IpAddress;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.Variable;

/**
 * Output of {@code snmpwalk -On}: {@code .1.3.6.1... = TYPE: value}, whose octets may go on over several lines. Without
 * {@code -On} an object may be {@code MIB::name.index}; those that a platform knows by name are read as well.
 */
final class WalkLines {
    private static final Pattern OBJECT = Pattern.compile(
            "(?:(?:iso\\.|\\.?)(?<oid>\\d+(?:\\.\\d+)*)|[\\w-]+::(?<name>[A-Za-z]\\w*)(?<index>(?:\\.\\d+)+)) = ?(?<value>.*)",
            Pattern.DOTALL);
    private static final Pattern WRONG_TYPE = Pattern.compile("Wrong Type \\(should be [^)]*\\): ?");
    private static final Pattern TYPE = Pattern.compile("([A-Za-z][A-Za-z0-9 -]*): ?(.*)", Pattern.DOTALL);
    /** {@code 1}, {@code up(1)}, {@code 1500 octets}. */
    private static final Pattern NUMBER =
            Pattern.compile("(?:[A-Za-z][\\w-]*\\()?(-?\\d+)\\)?(?:\\s.*)?", Pattern.DOTALL);

    private static final Pattern TICKS = Pattern.compile("\\((\\d+)\\).*", Pattern.DOTALL);
    private static final Pattern HEX = Pattern.compile("(?:[0-9A-Fa-f]{2}\\s*)*");
    /** Named bits that snmpwalk puts behind the octets of BITS. */
    private static final Pattern BIT_NAMES = Pattern.compile("\\s*[A-Za-z][\\w-]*\\(\\d+\\).*", Pattern.DOTALL);

    private WalkLines() {}

    /** {@code names} are the identifiers of objects that may be named. */
    static void read(String text, Map<String, OID> names, NavigableMap<OID, Variable> into) {
        for (String entry : entries(text)) {
            Matcher matcher = OBJECT.matcher(entry);
            if (matcher.matches()) {
                Optional<OID> oid = oid(matcher, entry.startsWith("iso."), names);
                Optional<Variable> value =
                        value(WRONG_TYPE.matcher(matcher.group("value")).replaceFirst(""));
                if (oid.isPresent() && value.isPresent()) {
                    into.put(oid.get(), value.get());
                }
            }
        }
    }

    private static Optional<OID> oid(Matcher matcher, boolean isBelowIso, Map<String, OID> names) {
        try {
            String dotted = matcher.group("oid");
            if (dotted != null) {
                return Optional.of(new OID(isBelowIso ? "1." + dotted : dotted));
            }
            OID column = names.get(matcher.group("name"));
            return column == null
                    ? Optional.empty()
                    : Optional.of(new OID(column)
                            .append(new OID(matcher.group("index").substring(1))));
        } catch (RuntimeException e) {
            // The library decides what an identifier is; a line that has none is no object.
            return Optional.empty();
        }
    }

    /** One entry an object; lines that begin none belong to the one before. */
    private static List<String> entries(String text) {
        List<String> entries = new ArrayList<>();
        @Nullable StringBuilder current = null;
        for (String line : text.split("\r?\n", -1)) {
            if (OBJECT.matcher(line).matches() && !isOpen(current)) {
                if (current != null) {
                    entries.add(current.toString());
                }
                current = new StringBuilder(line);
            } else if (current != null) {
                current.append('\n').append(line);
            }
        }
        if (current != null) {
            entries.add(current.toString());
        }
        return entries;
    }

    /** Whether the entry ends within quotes. */
    private static boolean isOpen(@Nullable StringBuilder entry) {
        if (entry == null) {
            return false;
        }
        int start = entry.indexOf("STRING: \"");
        if (start < 0) {
            return false;
        }
        boolean isOpen = false;
        for (int i = start; i < entry.length(); i++) {
            if (entry.charAt(i) == '\\') {
                i++;
            } else if (entry.charAt(i) == '"') {
                isOpen = !isOpen;
            }
        }
        return isOpen;
    }

    private static Optional<Variable> value(String text) {
        if (text.strip().equals("\"\"")) {
            return Optional.of(new OctetString());
        }
        Matcher matcher = TYPE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String value = matcher.group(2);
        try {
            return switch (matcher.group(1)) {
                case "INTEGER", "Integer32" -> number(value).map(each -> new Integer32(each.intValue()));
                case "Gauge32", "Unsigned32", "UInteger32", "Counter32" ->
                    number(value).map(Gauge32::new);
                case "Counter64" -> number(value).map(Counter64::new);
                case "Timeticks" -> ticks(value);
                case "STRING" -> quoted(value).or(() -> Optional.of(octets(value.strip())));
                case "Hex-STRING", "Hex" -> hex(value);
                case "BITS" -> hex(BIT_NAMES.matcher(value).replaceFirst(""));
                case "OID" -> Optional.of(new OID(dotted(value.strip())));
                case "IpAddress", "Network Address" -> Optional.of(new IpAddress(address(value.strip())));
                default -> Optional.empty();
            };
        } catch (RuntimeException e) {
            // One value that is none doesn't make the other thousands unreadable.
            return Optional.empty();
        }
    }

    private static String dotted(String oid) {
        return oid.startsWith("iso.")
                ? "1." + oid.substring("iso.".length())
                : oid.startsWith(".") ? oid.substring(1) : oid;
    }

    /** {@code 10.0.0.1}, or {@code 0A:00:00:01} as net-snmp prints a Network Address. */
    private static String address(String text) {
        if (!text.contains(":")) {
            return text;
        }
        List<String> octets = new ArrayList<>();
        for (String octet : text.split(":", -1)) {
            octets.add(Integer.toString(Integer.parseInt(octet, 16)));
        }
        return String.join(".", octets);
    }

    private static Optional<Long> number(String text) {
        Matcher matcher = NUMBER.matcher(text.strip());
        return matcher.matches() ? Optional.of(Long.valueOf(matcher.group(1))) : Optional.empty();
    }

    private static Optional<Variable> ticks(String text) {
        Matcher matcher = TICKS.matcher(text.strip());
        return matcher.matches() ? Optional.of(new TimeTicks(Long.parseLong(matcher.group(1)))) : Optional.empty();
    }

    private static Optional<Variable> hex(String text) {
        String digits = text.strip();
        return HEX.matcher(digits).matches()
                ? Optional.of(new OctetString(HexFormat.of().parseHex(digits.replaceAll("\\s+", ""))))
                : Optional.empty();
    }

    /** Text in quotes, with {@code \"} and {@code \\} undone. */
    private static Optional<Variable> quoted(String text) {
        String stripped = text.strip();
        if (stripped.length() < 2 || !stripped.startsWith("\"") || !stripped.endsWith("\"")) {
            return Optional.empty();
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 1; i < stripped.length() - 1; i++) {
            char c = stripped.charAt(i);
            if (c == '\\' && i + 1 < stripped.length() - 1) {
                i++;
                c = stripped.charAt(i);
            }
            plain.append(c);
        }
        return Optional.of(octets(plain.toString()));
    }

    /** snmpwalk prints octets as they are: characters up to 255 are octets, others can only come from UTF-8 text. */
    private static OctetString octets(String text) {
        boolean isLatin = text.chars().allMatch(c -> c <= 0xff);
        return new OctetString(text.getBytes(isLatin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
    }
}
