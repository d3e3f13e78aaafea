/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.networks;

import io.demarc.plugin.networks.NetworkDirectory.Truth;
import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the last comparison with CloudStack has left open. Immutable.
 *
 * @param unclear by the network in words: why it could not be compared
 * @param behind  networks that are up by CloudStack's word and down by what it told Demarc: how that is
 * @param unfinished networks with which CloudStack itself isn't done: to be restarted, or stuck in their shutdown
 * @param wholeAt    when CloudStack could last be asked of every network; at first when the daemon began
 */
public record ComparisonReport(
        SortedMap<String, Problem> unclear, Map<NetworkId, String> behind, List<Truth> unfinished, Instant wholeAt) {
    public ComparisonReport {
        unclear = Collections.unmodifiableSortedMap(new TreeMap<>(unclear));
        behind = Map.copyOf(behind);
        unfinished = List.copyOf(unfinished);
    }

    /** Before the first comparison. */
    static ComparisonReport none(Instant now) {
        return new ComparisonReport(new TreeMap<>(), Map.of(), List.of(), now);
    }

    /** What is open of the network; null when nothing is. */
    public @Nullable String problemOf(NetworkRecord network) {
        Problem problem = unclear.get(network.inWords());
        return problem == null ? behind.get(network.id()) : problem.message();
    }

    /** As {@link #problemOf(NetworkRecord)}, of one of which no call has told anything. */
    public @Nullable String problemOf(String uuid) {
        Problem problem = unclear.get(unheard(uuid));
        return problem == null ? null : problem.message();
    }

    static String unheard(String uuid) {
        return "network " + uuid;
    }

    /** The networks that could not be compared, by the problem that is theirs together. */
    public Map<Problem, List<String>> unclearByProblem() {
        Map<Problem, List<String>> byProblem = new LinkedHashMap<>();
        unclear.forEach((network, problem) ->
                byProblem.computeIfAbsent(problem, key -> new ArrayList<>()).add(network));
        return byProblem;
    }
}
