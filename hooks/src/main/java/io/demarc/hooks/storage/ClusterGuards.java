/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.runbook.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whether a pair's cluster manager can do as it is asked, and does nothing unasked. Pure: each from one look. */
final class ClusterGuards {
    private ClusterGuards() {}

    /** It runs on the node, has both nodes, may act, and leaves the service where it is. */
    static List<Finding> well(StoragePair pair, NodeView node) {
        List<Finding> findings = new ArrayList<>();
        String claim = "the cluster manager runs on " + node.node();
        findings.add(
                node.isClusterUp()
                        ? Finding.met(claim, "it does")
                        : Finding.notMet(claim, "it does not", "Start it, and find out why it was down."));
        node.autoFailback()
                .ifPresent(word -> findings.add(Finding.notMet(
                        node.node() + " leaves the service where it is",
                        "auto_failback is " + word,
                        "Set 'auto_failback off' in /etc/ha.d/ha.cf on both nodes: a node that boots would take the"
                                + " service unasked.")));
        if (node.isClusterUp()) {
            node.cluster().ifPresent(it -> findings.addAll(mayAct(pair, node, it)));
        }
        return findings;
    }

    /** The cluster manager can move the service to either node when it is asked to. */
    private static List<Finding> mayAct(StoragePair pair, NodeView node, ClusterView cluster) {
        List<Finding> findings = new ArrayList<>();
        Set<String> missing = new TreeSet<>();
        pair.nodes().forEach(it -> missing.add(it.name()));
        missing.removeAll(cluster.active());
        String claim = "the cluster manager of " + node.node() + " has both nodes in the cluster";
        findings.add(
                missing.isEmpty()
                        ? Finding.met(claim, "it has")
                        : Finding.notMet(
                                claim,
                                "not " + String.join(", ", missing),
                                "Wait until it has joined, or look at the cluster's links and logs."));
        if (cluster.isHandsOff()) {
            findings.add(Finding.notMet(
                    "the cluster manager of " + node.node() + " is allowed to act",
                    "it is in maintenance mode",
                    "End the maintenance mode: it would not move the service."));
        }
        Set<String> resting = new TreeSet<>(cluster.standby());
        pair.nodes().stream()
                .filter(it -> resting.contains(it.name()))
                .forEach(it -> findings.add(Finding.notMet(
                        it + " may give the service",
                        "it is in standby",
                        "Take it out of standby, or find out who put it there.")));
        findings.addAll(cluster.hindrances());
        return findings;
    }
}
