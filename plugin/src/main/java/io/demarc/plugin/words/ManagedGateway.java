/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import io.demarc.access.Printable;
import io.demarc.hooks.addresses.IpAddress;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A declared gateway of the servers' networks, whose ARP and neighbour tables are read.
 *
 * @param addresses its own in those networks, one at least
 * @param host      where it is asked
 * @param port      TCP or UDP
 */
public record ManagedGateway(
        String name, List<IpAddress> addresses, Speaks platform, String host, int port, LoginReference login) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,62}");

    /** How it is asked. */
    public enum Speaks {
        /** ipNetToPhysicalTable of RFC 4293, or ipNetToMediaTable. */
        SNMP,
        /** {@code ip neigh} over SSH. */
        LINUX,
        /** {@code show ip arp} and {@code show ipv6 neighbors} over SSH. */
        CISCO_IOS,
        /** {@code show arp} and {@code show ipv6 neighbors} over SSH. */
        JUNOS
    }

    public ManagedGateway {
        addresses = List.copyOf(addresses);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + Printable.of(name) + "' is not the name of a gateway: a letter, then up"
                            + " to 62 letters, digits, dots, dashes or underscores");
        }
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("gateway " + name + " has no address in any network");
        }
    }
}
