/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.access.Printable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A point in the primary's binary log.
 *
 * @param file     such as {@code binlog.000042}
 * @param position in octets from the file's beginning
 */
record Coordinates(String file, long position) implements Comparable<Coordinates> {
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9._-]{1,200}\\.(\\d{1,12})");
    private static final Pattern WORDS = Pattern.compile("(\\S+):(\\d{1,18})");

    Coordinates {
        if (!FILE.matcher(file).matches()) {
            throw new IllegalArgumentException(
                    "'" + Printable.of(file) + "' is not the name of a file of the binary log");
        }
        if (position < 0) {
            throw new IllegalArgumentException("position " + position + " is negative");
        }
    }

    /** The reverse of {@link #toString}. */
    static Optional<Coordinates> parse(String words) {
        Matcher matcher = WORDS.matcher(words);
        return matcher.matches()
                ? Optional.of(new Coordinates(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    private long number() {
        Matcher matcher = FILE.matcher(file);
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    }

    @Override
    public int compareTo(Coordinates other) {
        int files = Long.compare(number(), other.number());
        return files != 0 ? files : Long.compare(position, other.position);
    }

    /** For people and for a run's values: {@code binlog.000042:4711}. */
    @Override
    public String toString() {
        return file + ":" + position;
    }
}
