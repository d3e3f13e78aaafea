/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.drbd.DrbdResource;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code drbd-differences-resync}: lets the secondary's side of what an online verify found be overwritten from the primary:
 * disconnected and connected again, DRBD copies the blocks that it has marked (DRBD user's guide, "Using online device
 * verification").
 */
final class DifferencesResync extends PairStep {
    DifferencesResync(StoragePairs pairs) {
        super(pairs);
    }

    @Override
    public String name() {
        return "drbd-differences-resync";
    }

    @Override
    public List<Setting> settings() {
        return List.of();
    }

    @Override
    public List<Finding> guard(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        List<Finding> findings = new ArrayList<>();
        view.primary().ifPresent(it -> findings.addAll(PairGuards.serves(view, it.node())));
        String claim = "one node is primary for every resource, the other for none";
        findings.add(
                view.primary().isPresent() && view.secondary().isPresent()
                        ? Finding.met(claim, "so it is")
                        : Finding.notMet(
                                claim, "it is not so", "Let the cluster manager put the service on one node."));
        return findings;
    }

    @Override
    public Outcome act(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        Optional<NodeView> secondary = view.secondary();
        if (secondary.isEmpty()) {
            return Outcome.failed("no node is secondary", "Look at both nodes.");
        }
        StorageNode node = secondary.get().node();
        for (DrbdResource resource : secondary.get().resources()) {
            boolean isMarked = resource.outOfSyncKib() > 0 && resource.isConnected() && !resource.isResyncing();
            if (isMarked) {
                sight.change(node, "drbdadm", "disconnect", resource.name());
            }
            if (isMarked || !resource.isConnected()) {
                sight.change(node, "drbdadm", "adjust", resource.name());
            }
        }
        return Outcome.acted("");
    }

    @Override
    public List<Finding> verify(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        List<Finding> findings = new ArrayList<>(PairGuards.redundantOnBoth(view));
        String differences = DataDifferences.differences(view);
        String claim = "nothing differs that DRBD knows of";
        findings.add(
                differences.isEmpty()
                        ? Finding.met(claim, "nothing")
                        : Finding.notMet(
                                claim,
                                differences,
                                "If it stays so: 'drbdadm invalidate' on the secondary copies all of it anew."));
        return findings;
    }
}
