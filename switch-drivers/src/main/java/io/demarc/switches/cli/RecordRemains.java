/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a record says and no field of the format takes: a line about VLANs with a number in it, the rest of a word that was
 * taken in part, a line that goes on with numbers, and what stands there twice because the beginning of another record
 * wasn't known for one. Then the record isn't wholly read. Immutable, thread-safe.
 */
final class RecordRemains {
    private static final Pattern OF_VLANS =
            Pattern.compile("(?i)(?:vlan|tag).*(?<![A-Za-z.])\\d|(?<![A-Za-z.])\\d.*(?:vlan|tag)");
    /** Numbers in a column of their own, below those of the line before. */
    private static final Pattern GOING_ON =
            Pattern.compile("^\\s{6,}[^A-Za-wyz]*\\d[^A-Za-wyz]*(?:\\([A-Za-z?]+\\)?.*)?$");

    private static final Set<String> ONCE = Set.of(
            "mode",
            "admin",
            "access-vlan",
            "native-vlan",
            "pvid",
            "untagged-ports",
            "tagged-ports",
            "vlan-name",
            "x-pvid",
            "x-q");

    private static final Set<String> BESIDE_VLANS = Set.of(
            "port",
            "number",
            "address",
            "description",
            "vlan-name",
            "neighbour",
            "neighbour-port",
            "neighbour-kind",
            "lag");

    private final Format format;

    RecordRemains(Format format) {
        this.format = format;
    }

    /** In words, the first of it. */
    Optional<String> of(String body, int recordLength) {
        BitSet taken = new BitSet(body.length());
        taken.set(0, recordLength);
        for (Map.Entry<String, List<Pattern>> field : format.fields().entrySet()) {
            for (Pattern pattern : field.getValue()) {
                Matcher matcher = Matching.of(pattern, body);
                int times = 0;
                while (matcher.find()) {
                    times++;
                    taken.set(matcher.start(), Math.max(matcher.end(), matcher.start() + 1));
                    if (!BESIDE_VLANS.contains(field.getKey()) && isCut(body, matcher)) {
                        return Optional.of("what follows '" + matcher.group().strip() + "'");
                    }
                }
                if (times > 1 && ONCE.contains(field.getKey())) {
                    return Optional.of("what is said of another one, whose beginning isn't known");
                }
            }
        }
        return line(body, taken);
    }

    /** A number that goes on with something that isn't part of it, as far as the pattern knows. */
    private static boolean isCut(String body, Matcher matcher) {
        int end = matcher.groupCount() > 0 && matcher.end(1) >= 0 ? matcher.end(1) : matcher.end();
        if (end == 0 || end >= body.length() || !",-0123456789".contains(body.substring(end - 1, end))) {
            return false;
        }
        char next = body.charAt(end);
        return !Character.isWhitespace(next) && "(),.;:-".indexOf(next) < 0;
    }

    private Optional<String> line(String body, BitSet taken) {
        List<String> remains = new ArrayList<>();
        int start = 0;
        for (String line : body.split("\n", -1)) {
            int first = taken.nextSetBit(start);
            boolean isTaken = first >= 0 && first < start + Math.max(1, line.length());
            boolean isAbout = Matching.finds(OF_VLANS, line) || Matching.finds(GOING_ON, line);
            if (!isTaken && isAbout && !CliReader.matchesAny(format.skip(), List.of(line))) {
                remains.add(line.strip());
            }
            start += line.length() + 1;
        }
        return remains.stream().findFirst().map(line -> "the line '" + line + "'");
    }
}
