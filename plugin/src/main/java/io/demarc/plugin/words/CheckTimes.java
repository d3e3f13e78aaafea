/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import io.demarc.access.Printable;
import io.demarc.access.yaml.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When a replica is compared with its primary by itself.
 *
 * @param every from one comparison to the next, 1 to 366 days
 * @param from  the time of day (UTC) from which it may begin
 * @param until before which it may begin; earlier than {@code from}: on the following day
 */
public record CheckTimes(Duration every, LocalTime from, LocalTime until) {
    public static final Duration SHORTEST = Duration.ofDays(1);
    public static final Duration LONGEST = Duration.ofDays(366);

    private static final Pattern WINDOW = Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)-([01]\\d|2[0-3]):([0-5]\\d)");
    private static final Duration DAY = Duration.ofDays(1);

    /** A window of one day; {@code until} doesn't belong to it. */
    public record Window(Instant from, Instant until) {
        public boolean contains(Instant moment) {
            return !moment.isBefore(from) && moment.isBefore(until);
        }
    }

    public CheckTimes {
        if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    Durations.inWords(every) + " from one comparison to the next is not within 1 to 366 days");
        }
        if (from.equals(until)) {
            throw new IllegalArgumentException("a window from " + from + " to " + until + " is empty");
        }
    }

    /** Throws {@code IllegalArgumentException} when the text is no window such as {@code 02:00-05:00}. */
    public static CheckTimes of(Duration every, String window) {
        Matcher matcher = WINDOW.matcher(window);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + Printable.of(window)
                    + "' is not a window of the day (UTC) such as 02:00-05:00 or 22:30-04:00");
        }
        return new CheckTimes(every, time(matcher, 1), time(matcher, 3));
    }

    private static LocalTime time(Matcher matcher, int group) {
        return LocalTime.of(Integer.parseInt(matcher.group(group)), Integer.parseInt(matcher.group(group + 1)));
    }

    /** The window that this moment is in; empty when it is in none. */
    public Optional<Window> openAt(Instant now) {
        Duration between = Duration.between(from, until);
        Duration length = between.isNegative() ? between.plus(DAY) : between;
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return Stream.of(today.minusDays(1), today)
                .map(day -> day.atTime(from).toInstant(ZoneOffset.UTC))
                .map(begin -> new Window(begin, begin.plus(length)))
                .filter(window -> window.contains(now))
                .findFirst();
    }

    /**
     * Whether a comparison is to begin in this window. It is measured up to the window's end: one that began late in its window must
     * not move the next one to another day.
     *
     * @param last when the last one began that came to its end; null when none did
     */
    public boolean isDue(@Nullable Instant last, Window window) {
        return last == null || last.plus(every).isBefore(window.until());
    }

    /** {@code every 7 days, between 02:00 and 05:00 UTC}. */
    public String inWords() {
        return "every " + every.toDays() + " days, between " + from + " and " + until + " UTC";
    }
}
