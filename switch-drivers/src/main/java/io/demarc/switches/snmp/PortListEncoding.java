/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.snmp.SnmpDefinition.BitOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an agent writes port lists. RFC 4363 wants bits; Junos' agents send the text {@code 3,490}, SONiC's {@code ff 00}.
 * Octets that are bits may happen to be printable as well, so one list never decides.
 */
enum PortListEncoding {
    BITS,
    /** Decimal port numbers and ranges with commas between. */
    NUMBERS,
    /** Bits whose octets are written as pairs of hex digits with blanks between. */
    HEX_PAIRS;

    private static final Pattern NUMBER = Pattern.compile("(\\d{1,5})(?: *- *(\\d{1,5}))?");
    private static final Pattern NUMBERS_ONLY = Pattern.compile(" *" + NUMBER + "(?: *, *" + NUMBER + ")*+ *,? *");
    private static final Pattern PAIRS_ONLY = Pattern.compile(" *[0-9A-Fa-f]{2}(?:[ :][0-9A-Fa-f]{2})*+ *");

    /**
     * The only way in which all lists of a table can be read. Bits when one of them is no text; else what names existing
     * ports only, in every list; and if that still leaves several, what agrees with {@code isRight}. Null when it can't be
     * told, and then the table says nothing.
     *
     * @param existing the ports that there are, by the numbers that the lists use
     * @param isRight  whether lists that were read in this way fit what else the agent says
     */
    static @Nullable PortListEncoding of(
            Collection<byte[]> lists, BitOrder order, BitSet existing, Predicate<PortListEncoding> isRight) {
        List<PortListEncoding> possible = new ArrayList<>(List.of(values()));
        possible.removeIf(each -> lists.stream().anyMatch(list -> !isZero(list) && each.decode(list, order) == null));
        if (possible.equals(List.of(BITS)) || lists.stream().allMatch(PortListEncoding::isZero)) {
            return BITS;
        }
        possible.removeIf(each -> lists.stream().anyMatch(list -> namesMore(each.decode(list, order), existing)));
        if (possible.size() > 1) {
            possible.removeIf(isRight.negate());
        }
        return possible.size() == 1 ? possible.get(0) : null;
    }

    /** Nothing set, and no text. */
    private static boolean isZero(byte[] list) {
        return BitSet.valueOf(list).isEmpty();
    }

    private static boolean namesMore(@Nullable BitSet ports, BitSet existing) {
        if (ports == null) {
            return false;
        }
        BitSet more = (BitSet) ports.clone();
        more.andNot(existing);
        return !more.isEmpty();
    }

    /** Ports by number, from 1; null when the octets can't be meant so. */
    @Nullable
    BitSet decode(byte[] octets, BitOrder order) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        return switch (this) {
            case BITS -> PortList.of(octets, order).bits();
            case NUMBERS -> NUMBERS_ONLY.matcher(text).matches() ? numbers(text) : isZero(octets) ? new BitSet() : null;
            case HEX_PAIRS ->
                PAIRS_ONLY.matcher(text).matches()
                        ? PortList.of(HexFormat.of().parseHex(text.replaceAll("[ :]", "")), order)
                                .bits()
                        : isZero(octets) ? new BitSet() : null;
        };
    }

    private static BitSet numbers(String text) {
        BitSet numbers = new BitSet();
        Matcher matcher = NUMBER.matcher(text);
        while (matcher.find()) {
            int first = Integer.parseInt(matcher.group(1));
            int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
            // A range that runs backwards names a port that cannot be, so that nothing is believed.
            numbers.set(first <= last ? first : 0, Math.max(first, last) + 1);
        }
        return numbers;
    }
}
