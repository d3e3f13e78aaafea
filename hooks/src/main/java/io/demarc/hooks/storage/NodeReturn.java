/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.storage.StoragePair.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code node-return}: waits until a node has booted; it is no primary, and its cluster manager has not started. */
final class NodeReturn extends PairStep {
    NodeReturn(StoragePairs pairs) {
        super(pairs);
    }

    @Override
    public String name() {
        return "node-return";
    }

    @Override
    public List<Finding> verify(StepContext context) {
        Sighted sight = sight(context);
        StorageNode node = sight.node();
        PairView view = view(sight);
        List<Finding> findings = new ArrayList<>(PairGuards.onePrimary(view));
        Optional<NodeView> seen = view.of(node);
        String booted = node + " has booted and answers";
        if (seen.isEmpty()) {
            findings.add(Finding.notMet(booted, view.whyAway(node), "Switch it on; look at its console."));
            return findings;
        }
        boolean isOld = seen.get()
                .bootId()
                .equals(context.value(NodeShutDown.bootKey(node)).orElse(""));
        findings.add(
                isOld ? Finding.notMet(booted, "it has not booted since", "Boot it.") : Finding.met(booted, "it does"));
        String role = node + " is primary for nothing";
        findings.add(
                seen.get().isPrimary()
                        ? Finding.notMet(role, seen.get().resourcesInWords(), "Demote it: 'drbdadm secondary all'.")
                        : Finding.met(role, seen.get().resourcesInWords()));
        if (sight.pair().cluster() != Cluster.NONE) {
            String held = "the cluster manager of " + node + " has not started by itself";
            findings.add(
                    seen.get().isClusterUp()
                            ? Finding.notMet(held, "it runs", "Stop it: 'systemctl stop' on " + node + ", then resume.")
                            : Finding.met(held, "it has not"));
        }
        return findings;
    }
}
