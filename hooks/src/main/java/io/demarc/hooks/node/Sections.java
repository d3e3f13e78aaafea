/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.node;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one command printed of several things, so that a server that is slow to log in to is asked once: a line
 * {@code @@NAME EXIT} ends what belongs to the name. Immutable.
 */
public final class Sections {
    private static final Pattern END = Pattern.compile("@@(\\w+) (\\d+)");

    private final Map<String, Section> byName;

    private Sections(Map<String, Section> byName) {
        this.byName = Map.copyOf(byName);
    }

    /**
     * One thing.
     *
     * @param exit status of the program that told it
     */
    public record Section(String text, int exit) {}

    /** What has no end isn't there: it may have been cut. */
    public static Sections of(String printed) {
        Map<String, Section> sections = new TreeMap<>();
        StringBuilder text = new StringBuilder();
        for (String line : printed.lines().toList()) {
            Matcher end = END.matcher(line);
            if (end.matches()) {
                sections.put(end.group(1), new Section(text.toString(), Integer.parseInt(end.group(2))));
                text.setLength(0);
            } else {
                text.append(line).append('\n');
            }
        }
        return new Sections(sections);
    }

    public Optional<Section> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
