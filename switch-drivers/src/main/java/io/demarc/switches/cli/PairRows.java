/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of {@code key=value}. A value goes to the next key, so that it may hold blanks; in double quotes it goes to the
 * closing one. Words of a text may look like keys. A switch prints keys in one order: those before the text are real, and
 * behind it those that follow each other in that order up to the end of the line. One caller, once.
 */
final class PairRows {
    private static final Pattern KEY =
            Pattern.compile("(?<=^|\\s)([A-Za-z][A-Za-z0-9.-]*)=(?:\"((?:[^\"\\\\]|\\\\.)*+)\"(?=\\s|$))?");

    private final Format.Pairs pairs;
    private final List<Pattern> skip;
    private final Set<String> asked;
    private final List<Row.Draft> drafts = new ArrayList<>();
    private final List<String> untaken = new ArrayList<>();

    PairRows(Format.Pairs pairs, List<Pattern> skip) {
        this.pairs = pairs;
        this.skip = skip;
        this.asked = Set.copyOf(pairs.fields().values());
    }

    /** A key, and where it begins and its value begins and ends in the line. */
    private record Pair(String key, int at, int from, int to) {
        /** The same with a longer value: words of it looked like keys. */
        Pair until(int end) {
            return new Pair(key, at, from, Math.max(to, end));
        }
    }

    void read(List<String> lines) {
        for (String line : lines) {
            String text = line.stripTrailing();
            boolean isNone = text.isBlank() || CliReader.matchesAny(skip, List.of(text));
            Row.Draft draft = isNone ? null : row(text);
            if (draft != null) {
                drafts.add(draft);
            } else if (!isNone) {
                untaken.add(text);
            }
        }
    }

    List<Row.Draft> drafts() {
        return drafts;
    }

    List<String> untaken() {
        return untaken;
    }

    private Row.@Nullable Draft row(String line) {
        Matcher row = Matching.of(pairs.row(), line);
        if (!row.find()) {
            return null;
        }
        Row.Draft draft = new Row.Draft();
        RowReader.putGroups(pairs.row(), row, draft);
        Map<String, Pair> real = real(pairsIn(line, row.end()), draft);
        pairs.fields().forEach((field, key) -> {
            Pair pair = real.get(key);
            if (pair != null) {
                draft.put(field, List.of(line.substring(pair.from(), pair.to())));
            }
        });
        return draft;
    }

    private Map<String, Pair> real(List<Pair> all, Row.Draft draft) {
        Map<String, Pair> real = new HashMap<>();
        int text = 0;
        while (text < all.size() && !pairs.text().contains(all.get(text).key())) {
            Pair pair = all.get(text++);
            if (real.putIfAbsent(pair.key(), pair) != null && asked.contains(pair.key())) {
                draft.put(Field.UNREAD.id(), List.of("which '" + pair.key() + "' is meant"));
            }
        }
        int next = Integer.MAX_VALUE;
        int begins = all.size();
        for (int i = all.size() - 1; i > text; i--) {
            Pair pair = all.get(i);
            int place = pairs.keys().indexOf(pair.key());
            if (place < 0) {
                continue;
            }
            if (place >= next || real.containsKey(pair.key())) {
                break;
            }
            real.put(pair.key(), pair);
            next = place;
            begins = i;
        }
        if (text < all.size()) {
            int end = begins < all.size()
                    ? all.get(begins).at()
                    : all.get(all.size() - 1).to();
            real.put(all.get(text).key(), all.get(text).until(end));
        }
        return real;
    }

    private static List<Pair> pairsIn(String line, int from) {
        List<Pair> found = new ArrayList<>();
        Matcher key = KEY.matcher(line);
        key.region(from, line.length());
        key.useTransparentBounds(true);
        while (key.find()) {
            close(found, line, key.start());
            boolean isQuoted = key.group(2) != null;
            found.add(new Pair(
                    key.group(1), key.start(), isQuoted ? key.start(2) : key.end(), isQuoted ? key.end(2) : -1));
        }
        close(found, line, line.length());
        return found;
    }

    /** Ends the value that goes on to here. */
    private static void close(List<Pair> found, String line, int at) {
        int index = found.size() - 1;
        if (index >= 0 && found.get(index).to() < 0) {
            Pair open = found.get(index);
            int end = Math.max(open.from(), at);
            while (end > open.from() && Character.isWhitespace(line.charAt(end - 1))) {
                end--;
            }
            found.set(index, new Pair(open.key(), open.at(), open.from(), end));
        }
    }
}
