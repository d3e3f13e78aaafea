/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address on an interface, as a line of {@code ip -o address show} tells it.
 *
 * @param words what stands between the address and its lifetimes: scope, flags, for IPv4 the label
 */
record Holding(String card, IpAddress ip, int prefix, List<String> words, boolean isForever) {
    private static final Pattern LINE =
            Pattern.compile("\\d+: (\\S+?)(?:@\\S+)?\\s+inet6? ([0-9a-fA-F:.]+)/(\\d+) ([^\\\\]*)(.*)");
    private static final Set<String> NOT_USABLE = Set.of("tentative", "dadfailed");

    Holding {
        words = List.copyOf(words);
    }

    /** Those of its lines that are addresses. */
    static List<Holding> parse(String listing) {
        List<Holding> all = new ArrayList<>();
        listing.lines().map(LINE::matcher).filter(Matcher::matches).forEach(line -> {
            boolean isForever =
                    !line.group(5).contains("valid_lft") || line.group(5).contains("valid_lft forever");
            all.add(new Holding(
                    line.group(1),
                    new IpAddress(line.group(2)),
                    Integer.parseInt(line.group(3)),
                    List.of(line.group(4).strip().split("\\s+")),
                    isForever));
        });
        return all;
    }

    boolean isSecondary() {
        return words.contains("secondary");
    }

    boolean isUsable() {
        return words.stream().noneMatch(NOT_USABLE::contains);
    }

    boolean isInSubnetOf(Holding other) {
        return prefix == other.prefix && ServiceAddress.areTogether(ip, other.ip, prefix);
    }

    /** What 'ip address add' needs to make the same again, but for the interface. */
    List<String> options() {
        List<String> options = new ArrayList<>();
        if (words.contains("brd")) {
            options.addAll(List.of("brd", "+"));
        }
        if (words.contains("noprefixroute")) {
            options.add("noprefixroute");
        }
        if (words.contains("deprecated")) {
            // Not to be used as the source of connections.
            options.addAll(List.of("preferred_lft", "0"));
        }
        return options;
    }

    /** The label, where it has one of its own: {@code eth0:1}. */
    Optional<String> label() {
        String last = words.get(words.size() - 1);
        return !ip.isSix() && last.startsWith(card + ":") ? Optional.of(last) : Optional.empty();
    }
}
