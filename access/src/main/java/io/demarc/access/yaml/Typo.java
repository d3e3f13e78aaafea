/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

/** How far a text is from another. */
final class Typo {
    private Typo() {}

    /** What may have been meant by a key that nobody knows, or else those that there are. */
    static String hint(String key, Collection<String> known) {
        String written = key.toLowerCase(Locale.ROOT).replace('_', '-');
        return known.stream()
                .filter(candidate -> distance(written, candidate) <= 2)
                .min(Comparator.comparingInt(candidate -> distance(written, candidate)))
                .map(candidate -> "; did you mean '" + candidate + "'?")
                .orElseGet(() -> "; known here: " + known.stream().sorted().collect(Collectors.joining(", ")));
    }

    /** The number of letters to insert, remove or replace (Levenshtein). */
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
