/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.access.Printable;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Two nodes that hold the same data with DRBD, and the service that one of them gives at a time.
 *
 * @param cluster   what moves the service
 * @param resources the DRBD resources that belong to it; empty means every one that its nodes have
 * @param addresses the service's addresses, in CIDR form: {@code 10.0.0.10/24}
 * @param mounts    where the service's file systems are mounted
 */
public record StoragePair(
        String name,
        StorageNode one,
        StorageNode other,
        Cluster cluster,
        Set<String> resources,
        List<String> addresses,
        List<String> mounts) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    /** What decides which node gives the service. */
    public enum Cluster {
        /** Heartbeat 3 with haresources. */
        HEARTBEAT,
        /** Pacemaker, asked through crmsh. */
        PACEMAKER_CRM,
        /** Pacemaker, asked through pcs. */
        PACEMAKER_PCS,
        DRBD_REACTOR,
        /** People. */
        NONE
    }

    public StoragePair {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + Printable.of(name) + "' is not the name of a storage pair: 1 to 63"
                    + " letters, digits, dots, dashes or underscores");
        }
        if (one.name().equals(other.name())) {
            throw new IllegalArgumentException("both nodes are named " + one.name());
        }
        resources = Set.copyOf(resources);
        addresses = List.copyOf(addresses);
        mounts = List.copyOf(mounts);
    }

    public List<StorageNode> nodes() {
        return List.of(one, other);
    }

    /** The node of this name; throws {@code INPUT_INVALID} naming those that the pair has. */
    public StorageNode node(String wanted) {
        return nodes().stream()
                .filter(node -> node.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.INPUT_INVALID,
                        "Storage pair " + name + " has no node '" + Printable.of(wanted) + "'.",
                        "Its nodes: " + one.name() + ", " + other.name() + "."));
    }

    /** The other one. */
    public StorageNode peerOf(StorageNode node) {
        return node.equals(one) ? other : one;
    }

    /** For messages: resource names in order. */
    public String resourcesInWords() {
        return resources.isEmpty() ? "every resource" : String.join(", ", new TreeSet<>(resources));
    }
}
