/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a length of time, such as how long a switch has run, as it prints it. */
final class UptimeText {
    private static final Pattern PART = Pattern.compile("(\\d{1,9})\\s*([A-Za-z]+)(?:\\(s\\))?");
    private static final Pattern CLOCK = Pattern.compile("(?:(\\d{1,9}),)?(\\d{1,9}):(\\d{2})(?::(\\d{2}))?");
    private static final Pattern SECONDS = Pattern.compile("(\\d{1,12})(?:\\.\\d*)?");
    private static final Map<Character, Duration> UNITS = Map.of(
            'y', Duration.ofDays(365),
            'w', Duration.ofDays(7),
            'd', Duration.ofDays(1),
            'h', Duration.ofHours(1),
            'm', Duration.ofMinutes(1),
            's', Duration.ofSeconds(1));

    private UptimeText() {}

    /**
     * The time in this group of the first line that matches; empty when there is none, or when it is not understood as a
     * whole.
     */
    static Optional<Duration> find(Pattern match, String group, List<String> lines) {
        for (String line : lines) {
            Matcher matcher = Matching.of(match, line);
            if (matcher.find()) {
                return parse(matcher.group(group).strip());
            }
        }
        return Optional.empty();
    }

    /** Such as {@code 1 year, 3 weeks, 4 minutes}, {@code 1w2d 03:04}, {@code 03:04:05} and {@code 1234.56} seconds. */
    static Optional<Duration> parse(String text) {
        Matcher seconds = SECONDS.matcher(text);
        if (seconds.matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(seconds.group(1))));
        }
        Duration sum = Duration.ZERO;
        Matcher clock = CLOCK.matcher(text);
        String rest = text;
        if (clock.find()) {
            sum = Duration.ofDays(clock.group(1) == null ? 0 : Long.parseLong(clock.group(1)))
                    .plusHours(Long.parseLong(clock.group(2)))
                    .plusMinutes(Long.parseLong(clock.group(3)))
                    .plusSeconds(clock.group(4) == null ? 0 : Long.parseLong(clock.group(4)));
            rest = text.substring(0, clock.start()) + text.substring(clock.end());
        }
        Matcher part = PART.matcher(rest);
        while (part.find()) {
            Duration unit = UNITS.get(Character.toLowerCase(part.group(2).charAt(0)));
            if (unit == null) {
                return Optional.empty();
            }
            sum = sum.plus(unit.multipliedBy(Long.parseLong(part.group(1))));
        }
        boolean isAllRead =
                part.replaceAll("").replaceAll("\\band\\b", "").chars().noneMatch(Character::isLetterOrDigit);
        return isAllRead && !text.isEmpty() ? Optional.of(sum) : Optional.empty();
    }
}
