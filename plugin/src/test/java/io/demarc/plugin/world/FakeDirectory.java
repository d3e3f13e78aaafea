/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.world;

import io.demarc.access.Deadline;
import io.demarc.plugin.networks.NetworkDirectory;
import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** CloudStack's API in memory. One caller at a time. */
public final class FakeDirectory implements NetworkDirectory {
    public final Map<Long, Truth> networks = new TreeMap<>();
    /** Networks of which something is told that can't be used. */
    public final Map<Long, Problem> unreadable = new TreeMap<>();

    public final List<Tag> tags = new ArrayList<>();

    public boolean isUnreachable;
    public int questions;

    private void ask() {
        questions++;
        if (isUnreachable) {
            throw ProblemException.of(
                    ProblemCode.CLOUDSTACK_UNREACHABLE, "CloudStack's API does not answer.", "Look at the server.");
        }
    }

    @Override
    public Optional<NetworkIdentity> byId(NetworkId id, Deadline deadline) {
        ask();
        return Optional.ofNullable(networks.get(id.value())).map(this::read).map(Truth::identity);
    }

    @Override
    public List<NetworkIdentity> byUuidOrName(String text, Deadline deadline) {
        ask();
        return networks.values().stream()
                .map(Truth::identity)
                .filter(identity ->
                        identity.uuid().equals(text) || identity.name().equals(text))
                .toList();
    }

    @Override
    public Optional<Truth> truth(String uuid, Deadline deadline) {
        ask();
        return networks.values().stream()
                .filter(truth -> truth.identity().uuid().equals(uuid))
                .findFirst()
                .map(this::read);
    }

    @Override
    public List<Tag> tags(String key, Deadline deadline) {
        ask();
        return key.equals("demarc-devices") ? List.copyOf(tags) : List.of();
    }

    private Truth read(Truth truth) {
        networks.forEach((id, network) -> {
            Problem problem = network.equals(truth) ? unreadable.get(id) : null;
            if (problem != null) {
                throw problem.exception();
            }
        });
        return truth;
    }
}
