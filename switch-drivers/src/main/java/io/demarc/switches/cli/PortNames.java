/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.PortName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings the many spellings of a port's name to the vendor's full one. Immutable, thread-safe. */
final class PortNames {
    private static final Pattern KIND_AND_NUMBER =
            Pattern.compile("((?:\\d+[A-Za-z]|[A-Za-z])[A-Za-z-]*?)\\s*(\\d[\\d./:-]*)");

    /** What stands beside a port's name in a list: flags in parentheses, an asterisk. */
    private static final Pattern MARKS = Pattern.compile("(?<=\\S)\\([^)]*\\)?|[*]");
    /** What the numbers behind it begin with, as FastIron prints it: {@code (U1/M1) 4 5}, {@code (S3) 5 6}, {@code (LAG) 1}. */
    private static final Pattern MODULE = Pattern.compile("(?<!\\S)\\((?:U(\\d+)/M(\\d+)|S(\\d+)|LAG)\\)");

    private static final Pattern NUMBER_ALONE = Pattern.compile("(?<![\\w./:-])(?=\\d)");

    private static final Pattern TO = Pattern.compile("\\s+to\\s+(?:[A-Za-z]+\\s+)?(?=[A-Za-z-]*\\d)");
    /** A kind that stands apart from its number. */
    private static final Pattern KIND_APART = Pattern.compile("\\b([A-Za-z]+) +(\\d)");

    private static final Pattern SHORT_RANGE = Pattern.compile("(.*?)(\\d{1,9})-(?:((?:[^-]*[^\\d-])?))(\\d{1,9})");
    private static final Pattern FULL_RANGE = Pattern.compile("(.*?)(\\d{1,9})\\.\\.(.*?)(\\d{1,9})");
    /** Kind, place of the module, and the last number or range of numbers. */
    private static final Pattern NAME_OF_KIND = Pattern.compile("(\\d*[A-Za-z][A-Za-z-]*?)((?:\\d+/)*)\\d+(?:-\\S*)?");

    private static final Pattern NUMBERS = Pattern.compile("\\d[\\d/]*(?:-[\\d/]+)?");

    private static final int MOST_IN_A_RANGE = 1_000;
    private static final Set<String> NO_PORTS = Set.of("none", "-", "--", "n/a");

    private final CliDefinition.Names names;

    PortNames(CliDefinition.Names names) {
        this.names = names;
    }

    /**
     * The full name.
     *
     * @throws IllegalArgumentException when the text cannot be a port's name
     */
    PortName normalise(String text) {
        String name = text.strip();
        Pattern remove = names.remove();
        if (remove != null) {
            name = Matching.of(remove, name).replaceFirst("");
        }
        Matcher matcher = KIND_AND_NUMBER.matcher(name);
        if (!names.kinds().isEmpty() && matcher.matches()) {
            Optional<String> kind = kind(matcher.group(1).toLowerCase(Locale.ROOT));
            if (kind.isPresent()) {
                return new PortName(kind.get() + matcher.group(2));
            }
        }
        return new PortName(names.isCaseSensitive() || !names.kinds().isEmpty() ? name : name.toLowerCase(Locale.ROOT));
    }

    /** The full name, empty when the text cannot be a port's name. */
    Optional<PortName> tryNormalise(String text) {
        try {
            return Optional.of(normalise(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * What a list of ports says.
     *
     * @param unread words of the list that are no ports; then it may have named more than these
     */
    record Told(List<PortName> ports, List<String> unread) {}

    /**
     * Reads a list such as {@code Gi1/0/1(P) Gi1/0/2(w)}, {@code ge-0/0/1.0*, ge-0/0/2.0}, {@code Te 0/42-43}, {@code 1/1/1
     * to 1/1/4} or {@code (U1/M1) 4 5}.
     */
    Told list(String text) {
        Told told = new Told(new ArrayList<>(), new ArrayList<>());
        Matcher module = MODULE.matcher(text);
        String prefix = "";
        int from = 0;
        while (module.find()) {
            addAll(text.substring(from, module.start()), prefix, told);
            prefix = module.group(1) != null
                    ? module.group(1) + "/" + module.group(2) + "/"
                    : module.group(3) != null ? module.group(3) + "/" : "lg";
            from = module.end();
        }
        addAll(text.substring(from), prefix, told);
        return told;
    }

    private void addAll(String text, String prefix, Told told) {
        String bare = NUMBER_ALONE.matcher(MARKS.matcher(text).replaceAll(" ")).replaceAll(prefix);
        String joined = KIND_APART.matcher(TO.matcher(bare).replaceAll("..")).replaceAll("$1$2");
        String before = "";
        for (String word : joined.split("[\\s,]+", -1)) {
            String part = carriedOn(before, word);
            before = part.isEmpty() ? before : part;
            if (!part.isEmpty() && !NO_PORTS.contains(part.toLowerCase(Locale.ROOT)) && !addPart(part, told.ports())) {
                told.unread().add(part);
            }
        }
    }

    /** {@code Te 0/0-9,45-47}: what stands before the numbers is said once. */
    private String carriedOn(String before, String word) {
        Matcher last = NAME_OF_KIND.matcher(before);
        if (names.kinds().isEmpty() || !NUMBERS.matcher(word).matches() || !last.matches()) {
            return word;
        }
        return word.contains("/") ? last.group(1) + word : last.group(1) + last.group(2) + word;
    }

    private boolean addPart(String part, List<PortName> ports) {
        Matcher ends = part.contains("..") ? FULL_RANGE.matcher(part) : SHORT_RANGE.matcher(part);
        if (ends.matches() && (part.contains("..") || isPort(ends.group(1) + ends.group(2)))) {
            return addRange(ends, ports);
        }
        return isPort(part) && ports.add(normalise(part));
    }

    /** The ports from the first to the last, which differ in their last number only. */
    private boolean addRange(Matcher ends, List<PortName> ports) {
        String before = ends.group(1);
        long first = Long.parseLong(ends.group(2));
        long last = Long.parseLong(ends.group(4));
        String again = ends.group(3);
        boolean isOneRow = again == null || again.isEmpty() || before.endsWith(again);
        if (!isOneRow || last < first || last - first > MOST_IN_A_RANGE || !isPort(before + first)) {
            return false;
        }
        for (long number = first; number <= last; number++) {
            ports.add(normalise(before + number));
        }
        return true;
    }

    /** A word that can be a port of this platform, by its form: one of the kinds, or with a number in it. */
    private boolean isPort(String word) {
        if (!names.kinds().isEmpty()) {
            Matcher matcher = KIND_AND_NUMBER.matcher(word);
            boolean isKind = matcher.matches()
                    && kind(matcher.group(1).toLowerCase(Locale.ROOT)).isPresent();
            return isKind || word.matches("\\d[\\d./:]*");
        }
        return (names.isCaseSensitive() || word.matches(".*\\d.*"))
                && tryNormalise(word).isPresent();
    }

    private Optional<String> kind(String spelled) {
        List<String> beginning = new ArrayList<>();
        for (CliDefinition.Names.Kind kind : names.kinds()) {
            String longName = kind.longName().toLowerCase(Locale.ROOT);
            boolean isShort = kind.shortNames().stream()
                    .anyMatch(shortName -> shortName.toLowerCase(Locale.ROOT).equals(spelled));
            if (isShort || longName.equals(spelled)) {
                return Optional.of(kind.longName());
            }
            if (spelled.length() > 1 && longName.startsWith(spelled)) {
                beginning.add(kind.longName());
            }
        }
        return beginning.size() == 1 ? Optional.of(beginning.get(0)) : Optional.empty();
    }
}
