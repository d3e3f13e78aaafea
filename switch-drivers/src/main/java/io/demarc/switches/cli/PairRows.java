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
 * closing one. Words of a text may look like keys. Texts stand before all other keys, so the last of a key that stands
 * twice is the real one; what stands alone before the first that is known to be real may be a word of the text, and is not
 * to be relied on. One caller, once.
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
    private record Pair(String key, int at, int from, int to) {}

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
        Matcher row = pairs.row().matcher(line);
        if (!row.find()) {
            return null;
        }
        Row.Draft draft = new Row.Draft();
        RowReader.putGroups(pairs.row(), row, draft);
        List<Pair> all = pairsIn(line, row.end());
        Map<String, Pair> last = new HashMap<>();
        all.forEach(pair -> last.put(pair.key(), pair));
        int firstReal = firstReal(all, last);
        for (Map.Entry<String, String> field : pairs.fields().entrySet()) {
            Pair pair = last.get(field.getValue());
            if (pair == null) {
                continue;
            }
            boolean isText = pairs.text().contains(pair.key());
            draft.put(
                    field.getKey(),
                    List.of(line.substring(pair.from(), isText && firstReal > 0 ? firstReal : pair.to())));
            if (!isText && pair.at() < firstReal) {
                draft.put(Field.UNREAD.id(), List.of("whether '" + pair.key() + "' is a word of a text"));
            }
        }
        return draft;
    }

    private boolean isData(String key) {
        return asked.contains(key) && !pairs.text().contains(key);
    }

    /** Where the first key stands that is the last of several; 0 where each stands once. */
    private int firstReal(List<Pair> all, Map<String, Pair> last) {
        return all.stream()
                .filter(pair -> isData(pair.key()) && !pair.equals(last.get(pair.key())))
                .mapToInt(pair -> last.getOrDefault(pair.key(), pair).at())
                .min()
                .orElse(0);
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
