/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches;

import io.demarc.access.Printable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a switch says it has heard on a port. It is there to be shown to a person: what it doesn't say proves nothing.
 *
 * @param macs      MAC addresses of the stations learned there, six octets as {@code 02:00:5e:10:00:01}, ascending, the first
 *                  {@value #MOST_MACS}; null when the switch didn't say
 * @param learned   how many were learned there, these among them; 0 when the switch didn't say
 * @param lastFrame how long ago the last frame came in by the switch's own count; null when it doesn't tell. Cisco IOS counts
 *                  the frames that reach its processor, and forwards others without it
 */
public record PortTraffic(
        @Nullable List<String> macs, int learned, @Nullable Duration lastFrame) {
    /** The most addresses that are kept of one port. */
    public static final int MOST_MACS = 16;

    /** Six octets; the lowest bit of the first one marks a group's address (IEEE 802). */
    private static final Pattern STATION = Pattern.compile("[0-9a-f][02468ace](?::[0-9a-f]{2}){5}");

    public PortTraffic {
        macs = macs == null ? null : List.copyOf(macs);
        int kept = macs == null ? 0 : macs.size();
        if (kept > MOST_MACS || learned < kept) {
            throw new IllegalArgumentException(kept + " MAC addresses of " + learned + " are not at most " + MOST_MACS
                    + ", or more than there are");
        }
        if (macs != null) {
            for (String mac : macs) {
                if (!STATION.matcher(mac).matches()) {
                    throw new IllegalArgumentException(
                            "'" + Printable.of(mac) + "' is not a station's MAC address such as 02:00:5e:10:00:01");
                }
            }
        }
        if (lastFrame != null && lastFrame.isNegative()) {
            throw new IllegalArgumentException("a frame cannot have come in " + lastFrame.negated() + " from now");
        }
    }

    /**
     * The first of these addresses, without those of groups and whatever is no MAC address.
     *
     * @param macs with colons, in any case and order; null when the switch didn't say
     */
    public static PortTraffic of(@Nullable Collection<String> macs, @Nullable Duration lastFrame) {
        if (macs == null) {
            return new PortTraffic(null, 0, lastFrame);
        }
        TreeSet<String> stations = new TreeSet<>();
        for (String mac : macs) {
            String lower = mac.toLowerCase(Locale.ROOT);
            if (STATION.matcher(lower).matches()) {
                stations.add(lower);
            }
        }
        return new PortTraffic(stations.stream().limit(MOST_MACS).toList(), stations.size(), lastFrame);
    }
}
