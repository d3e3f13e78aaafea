/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import io.demarc.plugin.configuration.Manage;
import io.demarc.switches.SwitchName;
import io.demarc.switches.provision.PortRules;
import io.demarc.switches.session.SessionOverrides;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A switch, and what of it Demarc may touch.
 *
 * @param platform  name of its platform
 * @param overrides what is different about logging in to it
 * @param rules     managed ports, VLANs and idle state
 * @param zones     names, UUIDs in lower case or internal ids (which a number always is) of the CloudStack zones whose networks may use it; empty means any
 * @param manage    how far Demarc may go with its ports, whatever is adopted
 * @param releasesUnsaved whether a VLAN may be told to be free although the switch may come back in it after a restart
 */
public record ManagedSwitch(
        SwitchName name,
        String platform,
        Endpoint endpoint,
        LoginReference login,
        SessionOverrides overrides,
        PortRules rules,
        Set<String> zones,
        Manage manage,
        boolean releasesUnsaved) {
    public ManagedSwitch {
        zones = Set.copyOf(zones);
    }

    /** False also where it isn't known yet: nothing is attached on a guess. */
    public boolean serves(NetworkRecord network) {
        return zones.isEmpty()
                || zones.contains(network.zoneId())
                || network.zone()
                        .filter(zone -> zones.contains(zone.uuid())
                                || (zones.contains(zone.name()) && !isInternal(zone.name())))
                        .isPresent();
    }

    /** True also where it isn't known yet: a port that may carry the network's VLAN is looked at. */
    public boolean mayServe(NetworkRecord network) {
        return serves(network)
                || (network.zone().isEmpty() && zones.stream().anyMatch(zone -> !isInternal(zone)))
                || (!network.isTold() && zones.stream().anyMatch(ManagedSwitch::isInternal));
    }

    /** Whether it is a zone's internal id, as it stands in the calls of the extension protocol. */
    private static boolean isInternal(String zone) {
        return zone.matches("[1-9]\\d{0,17}");
    }

    /**
     * Where it is and how long to wait for it.
     *
     * @param host           address or DNS name
     * @param bridge         for platforms that have several; null for the only one
     * @param connectTimeout null for the daemon's default
     * @param commandTimeout null for the daemon's default
     */
    public record Endpoint(
            String host,
            int port,
            @Nullable String bridge,
            @Nullable Duration connectTimeout,
            @Nullable Duration commandTimeout) {
        /** Whether both lead to the same ports, however long one waits for them. */
        public boolean isSamePlace(Endpoint other) {
            return host.equals(other.host) && port == other.port && Objects.equals(bridge, other.bridge);
        }

        /** For messages: {@code 192.0.2.10:22}, {@code [2001:db8::1]:22}. */
        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }
}
