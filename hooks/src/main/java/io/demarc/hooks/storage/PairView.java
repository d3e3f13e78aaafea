/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Both nodes of a pair at one moment, as far as they can be reached.
 *
 * @param seen by the node's name
 * @param away why the others could not be looked at, by the node's name
 */
record PairView(StoragePair pair, Map<String, NodeView> seen, Map<String, String> away) {
    PairView {
        seen = Map.copyOf(seen);
        away = Map.copyOf(away);
    }

    /** Looks at both. A node that can't be reached is away; one that says what is not understood ends the look. */
    static PairView read(StoragePairs pairs, StoragePair pair) {
        Map<String, NodeView> seen = new HashMap<>();
        Map<String, String> away = new HashMap<>();
        for (StorageNode node : pair.nodes()) {
            try {
                seen.put(node.name(), NodeReader.read(pair, node, pairs.on(pair, node)));
            } catch (ProblemException e) {
                if (e.problem().code() == ProblemCode.DRBD_STATE_UNKNOWN) {
                    throw e;
                }
                away.put(node.name(), e.problem().summary());
            }
        }
        return new PairView(pair, seen, away);
    }

    Optional<NodeView> of(StorageNode node) {
        return Optional.ofNullable(seen.get(node.name()));
    }

    List<NodeView> all() {
        List<NodeView> views = new ArrayList<>();
        pair.nodes().forEach(node -> of(node).ifPresent(views::add));
        return views;
    }

    /** The node that is primary for every resource, while the other one is for none. */
    Optional<NodeView> primary() {
        List<NodeView> primaries = all().stream().filter(NodeView::isPrimary).toList();
        return primaries.size() == 1 && primaries.get(0).isPrimaryForAll()
                ? Optional.of(primaries.get(0))
                : Optional.empty();
    }

    /** The node that is secondary for every resource, while the other one is primary. */
    Optional<NodeView> secondary() {
        return primary().flatMap(it -> of(pair.peerOf(it.node()))).filter(NodeView::isSecondaryForAll);
    }

    String whyAway(StorageNode node) {
        return away.getOrDefault(node.name(), "it answers");
    }
}
