/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

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

    /** A node, or why it can't be looked at. */
    private record Look(Optional<NodeView> seen, String whyAway) {}

    /**
     * Looks at both at the same time. A node that can't be reached is away; one that says what is not understood ends the look.
     */
    static PairView read(StoragePairs pairs, StoragePair pair) {
        FutureTask<Look> other = new FutureTask<>(() -> look(pairs, pair, pair.other()));
        Thread thread = new Thread(other, "look-at-" + pair.other());
        thread.setDaemon(true);
        thread.start();
        Map<String, NodeView> seen = new HashMap<>();
        Map<String, String> away = new HashMap<>();
        note(pair.one(), look(pairs, pair, pair.one()), seen, away);
        note(pair.other(), result(other), seen, away);
        return new PairView(pair, seen, away);
    }

    private static void note(StorageNode node, Look look, Map<String, NodeView> seen, Map<String, String> away) {
        look.seen().ifPresentOrElse(it -> seen.put(node.name(), it), () -> away.put(node.name(), look.whyAway()));
    }

    private static Look look(StoragePairs pairs, StoragePair pair, StorageNode node) {
        try {
            return new Look(Optional.of(NodeReader.read(pair, node, pairs.on(pair, node))), "");
        } catch (ProblemException e) {
            if (e.problem().code() == ProblemCode.DRBD_STATE_UNKNOWN) {
                throw e;
            }
            return new Look(Optional.empty(), e.problem().summary());
        }
    }

    private static Look result(FutureTask<Look> look) {
        try {
            return look.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while looking at a node", e);
        }
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
