/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.pointer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What each physical button of the X pointer does (XSetPointerMapping(3)). Buttons 4 and 5 are the wheel up and down.
 *
 * @param codes of button 1, 2, ...; 0 for one that is switched off
 */
record ButtonMap(List<Integer> codes) {
    private static final Pattern LINE = Pattern.compile("\\s+(\\d{1,3})\\s+(\\d{1,3})");
    private static final int UP = 3;
    private static final int DOWN = 4;

    ButtonMap {
        codes = List.copyOf(codes);
    }

    /** Output of {@code xmodmap -pp}; empty when it lists no buttons, or not all of them. */
    static Optional<ButtonMap> parse(String listing) {
        TreeMap<Integer, Integer> byButton = new TreeMap<>();
        listing.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .forEach(it -> byButton.put(Integer.parseInt(it.group(1)), Integer.parseInt(it.group(2))));
        boolean isWhole = !byButton.isEmpty() && byButton.lastKey() == byButton.size();
        return isWhole ? Optional.of(new ButtonMap(new ArrayList<>(byButton.values()))) : Optional.empty();
    }

    /** Whether there is a wheel, and it does nothing but scroll. */
    boolean hasWheel() {
        return codes.size() > DOWN
                && codes.get(UP) + codes.get(DOWN) == 9
                && Math.abs(codes.get(UP) - codes.get(DOWN)) == 1;
    }

    /** Only where there is a wheel. */
    boolean isNatural() {
        return codes.get(UP) == 5;
    }

    /** With the wheel in this direction; every other button as it is. */
    ButtonMap with(boolean natural) {
        List<Integer> changed = new ArrayList<>(codes);
        changed.set(UP, natural ? 5 : 4);
        changed.set(DOWN, natural ? 4 : 5);
        return new ButtonMap(changed);
    }

    /** As xmodmap reads it: {@code pointer = 1 2 3 5 4 6 7}. */
    String line() {
        return "pointer = " + codes.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
