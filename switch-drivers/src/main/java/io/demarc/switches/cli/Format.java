/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How rows are read from an output. Exactly one of {@code record}, {@code lines} and {@code json} is given.
 *
 * @param from    reading begins after the first line that this matches
 * @param until   reading ends before the first line after it that this matches
 * @param record  matches at the beginning of each record; its named groups are fields
 * @param whole   each of these must be found in every record; one without was cut, and what it doesn't say is unknown
 * @param fields  patterns by field, tried within a record; the first that matches counts, with all its matches; the
 *                value is the first group, else the whole match
 * @param lines   patterns of a row; named groups are fields; the first that matches a line counts
 * @param skip    lines that are no rows: headings, rules, legends; any other line that none of {@code lines} matches is left over
 * @param continued a line that goes on in the next one, which is no row by itself
 * @param carry   fields whose value stays in force for the lines after it that have none
 * @param combine rows with the same value of this field become one, before {@code values} and {@code rules}
 * @param json    how rows are found in JSON
 * @param pairs   how rows of {@code key=value} are read
 * @param values  by field, what a value as a whole means; the first pattern that matches counts
 * @param rules   applied to each row in order, after {@code values}
 */
record Format(
        @Nullable Pattern from,
        @Nullable Pattern until,
        @Nullable Pattern record,
        List<Pattern> whole,
        Map<String, List<Pattern>> fields,
        List<Pattern> lines,
        List<Pattern> skip,
        @Nullable Pattern continued,
        List<String> carry,
        @Nullable String combine,
        @Nullable Json json,
        @Nullable Pairs pairs,
        Map<String, Map<String, String>> values,
        List<Rule> rules) {
    Format {
        whole = Objects.requireNonNullElse(whole, List.of());
        fields = Objects.requireNonNullElse(fields, Map.of());
        lines = Objects.requireNonNullElse(lines, List.of());
        skip = Objects.requireNonNullElse(skip, List.of());
        carry = Objects.requireNonNullElse(carry, List.of());
        values = Objects.requireNonNullElse(values, Map.of());
        rules = Objects.requireNonNullElse(rules, List.of());
    }

    /**
     * @param dialect null for plain JSON
     * @param rows    path to the rows, such as {@code data[*]} or {@code *}
     * @param fields  path within a row by field; {@code @key} is the name under which the row was found, {@code ^} the
     *                object around the row
     */
    record Json(@Nullable Dialect dialect, String rows, Map<String, String> fields) {
        Json {
            rows = Objects.requireNonNullElse(rows, "");
            fields = Objects.requireNonNullElse(fields, Map.of());
        }

        enum Dialect {
            PLAIN,
            /** A table as the Open vSwitch database tools print it: headings, data, and tagged values. */
            OVSDB
        }
    }

    /**
     * Rows of {@code key=value}, whose values may hold blanks or stand in double quotes.
     *
     * @param row    begins a row; its named groups are fields, the pairs begin behind it
     * @param text   keys whose values may be anything
     * @param keys   the keys that may stand behind a text, in the order in which they are printed
     * @param fields key by field
     */
    record Pairs(Pattern row, List<String> text, List<String> keys, Map<String, String> fields) {
        Pairs {
            row = Objects.requireNonNullElse(row, Command.NOTHING);
            text = Objects.requireNonNullElse(text, List.of());
            keys = Objects.requireNonNullElse(keys, List.of());
            fields = Objects.requireNonNullElse(fields, Map.of());
        }
    }

    /**
     * @param when patterns by field, each of which must match its value as a whole; an absent field is the empty text
     * @param set   new values by field; {@code {field}} stands for a value; an empty text says that there is none
     * @param minus by field, the VLANs to take out of its list, in the same form
     * @param unknown fields of which nothing was said
     */
    record Rule(Map<String, Pattern> when, Map<String, String> set, Map<String, String> minus, List<String> unknown) {
        Rule {
            minus = Objects.requireNonNullElse(minus, Map.of());
            unknown = Objects.requireNonNullElse(unknown, List.of());
            when = Objects.requireNonNullElse(when, Map.of());
            set = Objects.requireNonNullElse(set, Map.of());
        }
    }
}
