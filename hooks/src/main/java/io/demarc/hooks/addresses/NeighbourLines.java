/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the ARP and neighbour tables that gateways print. */
public final class NeighbourLines {
    private static final String MAC =
            "([0-9A-Fa-f]{1,2}(?:[:-][0-9A-Fa-f]{1,2}){5}|[0-9A-Fa-f]{4}(?:\\.[0-9A-Fa-f]{4}){2})";

    private NeighbourLines() {}

    /** A table's form: which columns of a line are the address and its MAC. */
    public enum Form {
        /** {@code ip neigh}: {@code 10.0.0.100 dev eth0 lladdr 02:00:00:00:00:03 REACHABLE}. Failed entries have none. */
        LINUX("(?<ip>\\S+) dev \\S+ (?:.* )?lladdr (?<mac>" + MAC + ").*"),
        /** {@code show ip arp}, {@code show ipv6 neighbors} of Cisco IOS and IOS XE. */
        CISCO_IOS("(?:Internet +)?(?<ip>[0-9A-Fa-f.:]+) +(?:-|\\d+) +(?<mac>" + MAC + ") +\\S.*"),
        /** {@code show arp no-resolve} of Junos has the MAC first, {@code show ipv6 neighbors} the address. */
        JUNOS("(?:(?<mac>" + MAC + ") +(?<ip>[0-9.]+)|(?<ip6>[0-9A-Fa-f:.]+) +(?<mac6>" + MAC + "))(?: .*)?");

        private final Pattern line;

        Form(String line) {
            this.line = Pattern.compile(line);
        }
    }

    /** The MAC addresses of the address's entries; other lines are passed over. */
    public static Set<MacAddress> of(IpAddress address, String printed, Form form) {
        Set<MacAddress> found = new LinkedHashSet<>();
        printed.lines()
                .map(String::strip)
                .map(form.line::matcher)
                .filter(Matcher::matches)
                .forEach(line -> {
                    boolean isSecond = form == Form.JUNOS && line.group("ip") == null;
                    Optional<IpAddress> ip = address(line.group(isSecond ? "ip6" : "ip"));
                    if (ip.filter(address::equals).isPresent()) {
                        found.add(new MacAddress(line.group(isSecond ? "mac6" : "mac")));
                    }
                });
        return found;
    }

    private static Optional<IpAddress> address(String text) {
        try {
            return Optional.of(new IpAddress(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
