/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is told to the neighbours on one interface.
 *
 * @param card       the interface
 * @param rounds     1 to 100
 * @param spacing    between two rounds
 * @param gateway    who is told in person as well; of the addresses' family; null for nobody
 * @param gatewayMac its MAC address; null when it isn't known
 */
public record Announcement(
        String card,
        List<IpAddress> addresses,
        int rounds,
        Duration spacing,
        @Nullable IpAddress gateway,
        @Nullable MacAddress gatewayMac) {
    /** Neighbours may ignore a second word within a second of the first (Linux: locktime); this takes longer. */
    public static final int USUAL_ROUNDS = 5;

    public static final Duration USUAL_SPACING = Duration.ofMillis(300);

    public Announcement {
        addresses = List.copyOf(addresses);
        if (rounds < 1 || rounds > 100) {
            throw new IllegalArgumentException(rounds + " announcements are not within 1 to 100");
        }
    }

    /** Once, at once. */
    static Announcement once(String card, IpAddress address) {
        return new Announcement(card, List.of(address), 1, USUAL_SPACING, null, null);
    }

    Announcement to(IpAddress router, @Nullable MacAddress routerMac) {
        return new Announcement(card, addresses, rounds, spacing, router, routerMac);
    }

    Announcement times(int count) {
        return new Announcement(card, addresses, count, spacing, gateway, gatewayMac);
    }
}
