/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code show ... | include|exclude|begin text}. Immutable. */
record IosPipe(String command, Kind kind, Pattern text) {
    private static final Pattern FORM =
            Pattern.compile("^(.*?)\\s+\\|\\s*(i|e|b)(?:nclude|nc|xclude|xc|egin|eg)?\\s+(.+?)\\s*$");

    enum Kind {
        ALL,
        INCLUDE,
        EXCLUDE,
        BEGIN
    }

    static IosPipe of(String line) {
        Matcher form = FORM.matcher(line);
        if (!form.matches()) {
            return new IosPipe(line, Kind.ALL, Pattern.compile(""));
        }
        Kind kind = switch (form.group(2)) {
            case "i" -> Kind.INCLUDE;
            case "e" -> Kind.EXCLUDE;
            default -> Kind.BEGIN;
        };
        return new IosPipe(form.group(1), kind, Pattern.compile(form.group(3)));
    }

    String filter(String output) {
        Predicate<String> found = text.asPredicate();
        List<String> lines = output.lines().toList();
        return switch (kind) {
            case ALL -> output;
            case INCLUDE -> joined(lines.stream().filter(found).toList());
            case EXCLUDE -> joined(lines.stream().filter(found.negate()).toList());
            case BEGIN -> joined(lines.stream().dropWhile(found.negate()).toList());
        };
    }

    private static String joined(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}
