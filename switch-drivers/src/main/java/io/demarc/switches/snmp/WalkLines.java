/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.access.Printable;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
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
import org.snmp4j.smi.VariableBinding;

/**
 * Output of {@code snmpwalk -On}: {@code .1.3.6.1... = TYPE: value}, whose octets may go on over several lines. Without
 * {@code -On} an object may be {@code MIB::name.index}; those that a platform knows by name are read as well.
 */
final class WalkLines {
    // Possessive throughout: what a line repeats thousands of times must cost no stack.
    private static final Pattern OBJECT = Pattern.compile("\uFEFF?(?:(?<iso>iso\\.|\\.?)(?<oid>\\d++(?:\\.\\d++)*+)"
            + "|[\\w-]++::(?<name>[A-Za-z]\\w*+)(?<index>(?:\\.\\d++)++)) = ?");
    private static final Pattern WRONG_TYPE = Pattern.compile("Wrong Type \\(should be [^)]*\\): ?");
    private static final Pattern TYPE = Pattern.compile("([A-Za-z][A-Za-z0-9 -]*): ?(.*)", Pattern.DOTALL);
    /** {@code 1}, {@code up(1)}, {@code 1500 octets}. */
    private static final Pattern NUMBER =
            Pattern.compile("(?:[A-Za-z][\\w-]*\\()?(-?\\d+)\\)?(?:\\s.*)?", Pattern.DOTALL);

    private static final Pattern TICKS = Pattern.compile("\\((\\d+)\\).*", Pattern.DOTALL);
    private static final Pattern HEX = Pattern.compile("(?:[0-9A-Fa-f]{2}\\s*+)*+");
    /** Named bits that snmpwalk puts behind the octets of BITS. */
    private static final Pattern BIT_NAMES = Pattern.compile("(?<![\\w-])[A-Za-z][\\w-]*+\\(\\d+\\).*", Pattern.DOTALL);

    private static final int ISO_GROUP = 1;
    private static final int OID_GROUP = 2;
    private static final int NAME_GROUP = 3;
    private static final int INDEX_GROUP = 4;
    private static final String OPENING = "STRING: \"";

    private WalkLines() {}

    /** {@code names} are the identifiers of objects that may be named; {@code into} says which are of interest. */
    static void read(String text, Map<String, OID> names, SavedWalk.Builder into) {
        new Entries(text)
                .forEach((object, value) -> oid(object, names)
                        .filter(into::wants)
                        .flatMap(oid -> value(WRONG_TYPE.matcher(value).replaceFirst(""))
                                .map(variable -> new VariableBinding(oid, variable)))
                        .ifPresent(into::add));
    }

    private static Optional<OID> oid(MatchResult object, Map<String, OID> names) {
        try {
            String dotted = object.group(OID_GROUP);
            if (dotted != null) {
                return Optional.of(new OID(object.group(ISO_GROUP).equals("iso.") ? "1." + dotted : dotted));
            }
            OID column = names.get(object.group(NAME_GROUP));
            return column == null
                    ? Optional.empty()
                    : Optional.of(new OID(column)
                            .append(new OID(object.group(INDEX_GROUP).substring(1))));
        } catch (RuntimeException e) {
            // The library decides what an identifier is; a line that has none is no object.
            return Optional.empty();
        }
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

    /**
     * The objects of a walk in one pass. Lines end with LF, CR or both; a line that begins no object belongs to the one
     * before, and so does every line within quotes: somebody may have called a port so. One caller, once.
     */
    private static final class Entries {
        private final String text;
        private @Nullable MatchResult object;
        private final StringBuilder value = new StringBuilder();
        /** Whether the value ends within quotes. */
        private boolean isOpen;

        Entries(String text) {
            this.text = text;
        }

        void forEach(BiConsumer<MatchResult, String> taker) {
            Matcher matcher = OBJECT.matcher(text);
            String before = "";
            for (int start = 0; start < text.length(); ) {
                int end = endOfLine(start);
                matcher.region(start, end);
                if (!isOpen && matcher.lookingAt()) {
                    finish(taker);
                    object = matcher.toMatchResult();
                    value.append(text, matcher.end(), end);
                    int opening = value.indexOf(OPENING);
                    isOpen = opening >= 0 && !closes(opening + OPENING.length());
                } else if (object != null) {
                    value.append(before);
                    int from = value.length();
                    value.append(text, start, end);
                    isOpen = isOpen && !closes(from);
                }
                start = text.startsWith("\r\n", end) ? end + 2 : end + 1;
                // A text may hold the octet CR; CR and LF are what another system made of LF.
                before = text.startsWith("\r", end) && !text.startsWith("\r\n", end) ? "\r" : "\n";
            }
            if (isOpen) {
                throw cut();
            }
            finish(taker);
        }

        private int endOfLine(int start) {
            int end = start;
            while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
                end++;
            }
            return end;
        }

        private void finish(BiConsumer<MatchResult, String> taker) {
            if (object != null) {
                taker.accept(object, value.toString());
            }
            value.setLength(0);
        }

        /** Whether a quote that is not of the text itself comes after this place in the value. */
        private boolean closes(int from) {
            for (int i = from; i < value.length(); i++) {
                if (value.charAt(i) == '\\') {
                    i++;
                } else if (value.charAt(i) == '"') {
                    return true;
                }
            }
            return false;
        }

        private ProblemException cut() {
            String name = object == null
                    ? ""
                    : Printable.of(object.group().replace("=", "").strip());
            return ProblemException.of(
                    ProblemCode.SWITCH_UNREADABLE,
                    "The walk ends within a text that is never closed: that of '" + name + "'.",
                    "It was cut, or a line of it was changed. Walk the agent again and save all of it.");
        }
    }
}
