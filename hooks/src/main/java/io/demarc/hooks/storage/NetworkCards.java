/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The physical network interfaces of a node: name and MAC address. Linux gives a card its lasting name by a rule that holds
 * its MAC address (systemd.link(5), udev(7)); a new card fits no rule and comes up under another name.
 *
 * @param macs MAC address, in lower case, by interface name
 */
record NetworkCards(Map<String, String> macs) {
    private static final Pattern LINE =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.-]{0,14}) ([0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5})");
    /** Interfaces with a device behind them: no bridges, bonds or tunnels. */
    static final String LISTING =
            "for i in /sys/class/net/*; do [ -e \"$i/device\" ] && echo \"${i##*/} $(cat \"$i/address\")\";"
                    + " done; true";

    NetworkCards {
        macs = Map.copyOf(macs);
    }

    /**
     * A card that has taken another's place.
     *
     * @param lasting the interface's lasting name
     * @param now     the name that the new card has come up under
     */
    record Change(String lasting, String oldMac, String now, String newMac) {
        String inWords() {
            return lasting + ": " + oldMac + " -> " + newMac + (now.equals(lasting) ? "" : " (now named " + now + ")");
        }
    }

    /** Output of {@link #LISTING}; other lines are left out. */
    static NetworkCards parse(String listing) {
        Map<String, String> macs = new TreeMap<>();
        for (String line : listing.lines().toList()) {
            Matcher matcher = LINE.matcher(line.strip());
            if (matcher.matches()) {
                macs.put(matcher.group(1), matcher.group(2).toLowerCase(Locale.ROOT));
            }
        }
        return new NetworkCards(macs);
    }

    /** As {@link #LISTING} prints it. */
    String inLines() {
        return new TreeMap<>(macs)
                .entrySet().stream()
                        .map(it -> it.getKey() + " " + it.getValue())
                        .collect(Collectors.joining("\n"));
    }

    /**
     * Which of these cards has taken which one's place. A card that is where it was, or whose name says whose place it has,
     * is plain; the management card is the one that Demarc is logged in through; what is left is plain if it is one.
     *
     * @param loggedInThrough the interface by which Demarc reaches the node now
     * @return empty when it is not plain
     */
    Optional<List<Change>> since(NetworkCards before, String management, String loggedInThrough) {
        Map<String, String> missing = new TreeMap<>(before.macs);
        missing.values().removeAll(macs.values());
        Map<String, String> strangers = new TreeMap<>(macs);
        strangers.values().removeAll(before.macs.values());
        List<Change> changes = new ArrayList<>();
        for (String name : Set.copyOf(missing.keySet())) {
            boolean isManagement = name.equals(management);
            String now = isManagement && strangers.containsKey(loggedInThrough)
                    ? loggedInThrough
                    : strangers.containsKey(name) ? name : "";
            if (!now.isEmpty()) {
                changes.add(new Change(name, take(missing, name), now, take(strangers, now)));
            }
        }
        if (missing.size() == 1 && strangers.size() == 1) {
            String name = missing.keySet().iterator().next();
            String now = strangers.keySet().iterator().next();
            changes.add(new Change(name, take(missing, name), now, take(strangers, now)));
        }
        return missing.isEmpty() ? Optional.of(List.copyOf(changes)) : Optional.empty();
    }

    private static String take(Map<String, String> from, String name) {
        return String.valueOf(from.remove(name));
    }

    /** Interfaces of before that have no card now. */
    Set<String> missing(NetworkCards before) {
        Set<String> names = new TreeSet<>(before.macs.keySet());
        names.removeAll(macs.keySet());
        return names;
    }
}
