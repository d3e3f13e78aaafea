/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A network interface, as a line of {@code ip -o link show} tells it.
 *
 * @param mac null when it has none
 */
record Link(String card, Set<String> flags, @Nullable MacAddress mac) {
    private static final Pattern LINE = Pattern.compile("\\d+: (\\S+?)(?:@\\S+)?: <([^>]*)>(.*)");
    private static final Pattern ETHERNET = Pattern.compile("link/ether ([0-9a-f:]{17})");

    Link {
        flags = Set.copyOf(flags);
    }

    static List<Link> parse(String listing) {
        List<Link> all = new ArrayList<>();
        listing.lines().map(LINE::matcher).filter(Matcher::matches).forEach(line -> {
            Matcher ethernet = ETHERNET.matcher(line.group(3));
            all.add(new Link(
                    line.group(1),
                    Set.copyOf(List.of(line.group(2).split(","))),
                    ethernet.find() ? new MacAddress(ethernet.group(1)) : null));
        });
        return all;
    }

    /** Switched on, and the cable has a signal. */
    boolean isUp() {
        return flags.contains("UP") && flags.contains("LOWER_UP");
    }
}
