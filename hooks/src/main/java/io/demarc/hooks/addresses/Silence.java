/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * For how long an address gave no answer, as pings in a row saw it.
 *
 * @param millis     between the two answers that are farthest apart
 * @param resolution milliseconds between two pings
 * @param isOver     whether an answer followed
 * @param answers    how many there were
 */
record Silence(long millis, long resolution, boolean isOver, int answers) {
    private static final Pattern ANSWER = Pattern.compile("\\[(\\d+\\.\\d+)] \\d+ bytes from .*");
    /** What {@link Watch} prints after the answers: when it looked, if the pings were still going on. */
    private static final Pattern NOW = Pattern.compile("now (\\d+\\.\\d+)");

    /** What {@code ping -D} printed; empty when there are not two answers. */
    static Optional<Silence> parse(String printed, long resolution) {
        List<Long> times = times(printed, ANSWER);
        if (times.size() < 2) {
            return Optional.empty();
        }
        long longest = 0;
        for (int i = 1; i < times.size(); i++) {
            longest = Math.max(longest, times.get(i) - times.get(i - 1));
        }
        long last = times.get(times.size() - 1);
        long since =
                times(printed, NOW).stream().map(now -> now - last).findFirst().orElse(0L);
        boolean isOver = since <= Math.max(longest, 5 * resolution);
        return Optional.of(new Silence(isOver ? longest : since, resolution, isOver, times.size()));
    }

    private static List<Long> times(String printed, Pattern form) {
        return printed.lines()
                .map(form::matcher)
                .filter(Matcher::matches)
                .map(line -> new BigDecimal(line.group(1)).movePointRight(3).longValue())
                .toList();
    }

    String inWords() {
        if (!isOver) {
            return "silent for " + millis + " ms and still so";
        }
        return millis <= 2 * resolution
                ? "not silent for longer than " + millis + " ms (a ping every " + resolution + " ms)"
                : "silent for " + millis + " ms (a ping every " + resolution + " ms)";
    }
}
