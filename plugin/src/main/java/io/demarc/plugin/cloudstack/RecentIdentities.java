/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import io.demarc.access.Deadline;
import io.demarc.plugin.networks.NetworkDirectory;
import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.words.NetworkIdentity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers for a short while whose a network is: tenants may run custom actions as often as they like, and CloudStack
 * must not be asked as often. That a network isn't there, or can't be asked for, is never remembered, and states and
 * VLANs are always asked for. Thread-safe.
 */
public final class RecentIdentities implements NetworkDirectory {
    private static final Duration TTL = Duration.ofSeconds(30);
    private static final int MOST = 1_000;

    private final NetworkDirectory directory;
    private final InstantSource clock;
    private final Map<NetworkId, Known> known = new LinkedHashMap<>();

    private record Known(NetworkIdentity identity, Instant until) {}

    public RecentIdentities(NetworkDirectory directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public Optional<NetworkIdentity> byId(NetworkId id, Deadline deadline) {
        Optional<NetworkIdentity> remembered = remembered(id);
        if (remembered.isPresent()) {
            return remembered;
        }
        Optional<NetworkIdentity> told = directory.byId(id, deadline);
        told.ifPresent(identity -> remember(id, identity));
        return told;
    }

    private synchronized Optional<NetworkIdentity> remembered(NetworkId id) {
        Known entry = known.get(id);
        return entry != null && clock.instant().isBefore(entry.until())
                ? Optional.of(entry.identity())
                : Optional.empty();
    }

    private synchronized void remember(NetworkId id, NetworkIdentity identity) {
        known.remove(id);
        known.put(id, new Known(identity, clock.instant().plus(TTL)));
        if (known.size() > MOST) {
            known.remove(known.keySet().iterator().next());
        }
    }

    @Override
    public List<NetworkIdentity> byUuidOrName(String text, Deadline deadline) {
        return directory.byUuidOrName(text, deadline);
    }

    @Override
    public List<Tag> tags(String key, Deadline deadline) {
        return directory.tags(key, deadline);
    }

    @Override
    public Optional<Truth> truth(String uuid, Deadline deadline) {
        return directory.truth(uuid, deadline);
    }
}
