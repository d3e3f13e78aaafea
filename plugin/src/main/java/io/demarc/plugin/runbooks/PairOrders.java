/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.runbooks;

import io.demarc.hooks.runbook.Parameter;
import io.demarc.hooks.runbook.Runbook;
import io.demarc.hooks.storage.StorageNode;
import io.demarc.hooks.storage.StoragePair;
import io.demarc.hooks.storage.StorageSteps;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Spares people to name both nodes of a pair: who names one has named the other. A name that is none of the pair's nodes is
 * refused before anything is looked at.
 */
final class PairOrders {
    private static final List<List<String>> TWOS = List.of(List.of("first", "second"), List.of("node", "peer"));

    private final Function<String, StoragePair> pairs;

    /** @param pairs throws {@code NOT_FOUND} for a name that no pair has */
    PairOrders(Function<String, StoragePair> pairs) {
        this.pairs = pairs;
    }

    /** The parameters, with the other node's name. */
    Map<String, String> completed(Runbook runbook, String object, Map<String, String> given) {
        if (!runbook.objectKind().equals(StorageSteps.OBJECT_KIND)) {
            return given;
        }
        StoragePair pair = pairs.apply(object);
        List<String> known = runbook.parameters().stream().map(Parameter::name).toList();
        Map<String, String> all = new TreeMap<>(given);
        for (List<String> two : TWOS) {
            if (known.containsAll(two)) {
                put(all, pair, two.get(0), two.get(1));
                put(all, pair, two.get(1), two.get(0));
            }
        }
        return all;
    }

    private static void put(Map<String, String> all, StoragePair pair, String from, String to) {
        @Nullable String name = all.get(from);
        if (name != null) {
            StorageNode node = pair.node(name);
            String other = pair.peerOf(node).name();
            if (!other.equals(all.getOrDefault(to, other))) {
                // The same node twice: the second name is refused by being no peer.
                throw ProblemException.of(
                        ProblemCode.INPUT_INVALID,
                        "Both nodes are named " + name + ".",
                        "Name one; the other one follows.");
            }
            all.put(to, other);
        }
    }
}
