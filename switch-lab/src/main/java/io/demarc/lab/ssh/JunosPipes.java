/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code ... | display set | match text | no-more}. Immutable. */
record JunosPipes(String command, List<String> filters) {
    static JunosPipes of(String line) {
        List<String> parts = new ArrayList<>();
        for (String part : line.split("\\|", -1)) {
            parts.add(part.strip());
        }
        return new JunosPipes(parts.get(0), List.copyOf(parts.subList(1, parts.size())));
    }

    boolean has(String filter) {
        return filters.stream().anyMatch(filter::equals);
    }

    /** True when the output is not to be paused. */
    boolean isUnpaged() {
        return has("no-more");
    }

    String filter(String output) {
        String text = output;
        for (String filter : filters) {
            int space = filter.indexOf(' ');
            String argument = space < 0 ? "" : filter.substring(space + 1).replace("\"", "");
            if (filter.startsWith("match ")) {
                Pattern pattern = Pattern.compile(argument, Pattern.CASE_INSENSITIVE);
                text = text.lines()
                        .filter(pattern.asPredicate())
                        .map(line -> line + "\n")
                        .collect(Collectors.joining());
            } else if (filter.startsWith("except ")) {
                Pattern pattern = Pattern.compile(argument, Pattern.CASE_INSENSITIVE);
                text = text.lines()
                        .filter(pattern.asPredicate().negate())
                        .map(line -> line + "\n")
                        .collect(Collectors.joining());
            } else if (filter.equals("count")) {
                text = "Count: " + text.lines().count() + " lines\n";
            }
        }
        return text;
    }
}
