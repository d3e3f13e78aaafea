/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.StepContext;
import java.util.ArrayList;
import java.util.List;

/** {@code cluster-start}: starts the cluster manager of a node whose data are up to date again, and its start at boot. */
final class ClusterStart extends PairStep {
    ClusterStart(StoragePairs pairs) {
        super(pairs);
    }

    @Override
    public String name() {
        return "cluster-start";
    }

    @Override
    public List<Finding> guard(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        List<Finding> findings = new ArrayList<>(PairGuards.serves(view, sight.peer()));
        findings.addAll(PairGuards.redundantOnBoth(view));
        return findings;
    }

    @Override
    public Outcome act(StepContext context) {
        Sighted sight = sight(context);
        new ClusterHold(sight, context).letGo();
        ClusterCommands.of(sight.pair().cluster(), sight.node())
                .comeBack()
                .ifPresent(argv -> sight.change(sight.node(), argv));
        return Outcome.acted("");
    }

    @Override
    public List<Finding> verify(StepContext context) {
        return PairGuards.healthy(view(sight(context)));
    }
}
