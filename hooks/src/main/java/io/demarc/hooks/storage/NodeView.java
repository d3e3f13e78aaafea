/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.drbd.DrbdResource;
import io.demarc.hooks.drbd.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A node at one moment.
 *
 * @param bootId       other after each boot (random(4))
 * @param resources    those that belong to the pair
 * @param mounts       where anything is mounted
 * @param drbdMounts   where a DRBD device is mounted
 * @param addresses    in CIDR form
 * @param isClusterUp  the cluster manager runs
 * @param isClusterAutostarted it starts with the next boot
 * @param cluster      what the cluster manager says of the nodes; empty when it is down or can't be asked
 * @param autoFailback what Heartbeat's auto_failback is, if Heartbeat would move the service back by itself
 * @param splitBrains  what the kernel has said of a split brain since the node booted, newest last
 */
record NodeView(
        StorageNode node,
        String bootId,
        List<DrbdResource> resources,
        Set<String> mounts,
        Set<String> drbdMounts,
        Set<String> addresses,
        boolean isClusterUp,
        boolean isClusterAutostarted,
        Optional<ClusterView> cluster,
        Optional<String> autoFailback,
        List<String> splitBrains) {
    NodeView {
        resources = List.copyOf(resources);
        mounts = Set.copyOf(mounts);
        drbdMounts = Set.copyOf(drbdMounts);
        addresses = Set.copyOf(addresses);
        splitBrains = List.copyOf(splitBrains);
    }

    /** Primary for one resource at least. */
    boolean isPrimary() {
        return resources.stream().anyMatch(it -> it.role() == Role.PRIMARY);
    }

    boolean isPrimaryForAll() {
        return !resources.isEmpty() && resources.stream().allMatch(it -> it.role() == Role.PRIMARY);
    }

    boolean isSecondaryForAll() {
        return !resources.isEmpty() && resources.stream().allMatch(it -> it.role() == Role.SECONDARY);
    }

    boolean isRedundant() {
        return !resources.isEmpty() && resources.stream().allMatch(DrbdResource::isRedundant);
    }

    long outOfSyncKib() {
        return resources.stream().mapToLong(DrbdResource::outOfSyncKib).sum();
    }

    /** Those of the service's addresses and mounts that are here. */
    Set<String> serviceParts(StoragePair pair) {
        Set<String> parts = new TreeSet<>(pair.addresses());
        parts.retainAll(addresses);
        pair.mounts().stream().filter(mounts::contains).forEach(parts::add);
        return parts;
    }

    String resourcesInWords() {
        return resources.isEmpty()
                ? "no resource is up"
                : resources.stream().map(DrbdResource::inWords).collect(Collectors.joining("; "));
    }
}
