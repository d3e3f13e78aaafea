/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.StepContext;
import java.util.List;

/** {@code cluster-rejoin}: a node that gave its service away takes part again, as secondary; the pair is healthy again. */
final class ClusterRejoin extends PairStep {
    ClusterRejoin(StoragePairs pairs) {
        super(pairs);
    }

    @Override
    public String name() {
        return "cluster-rejoin";
    }

    @Override
    public List<Finding> guard(StepContext context) {
        Sighted sight = sight(context);
        return PairGuards.serves(view(sight), sight.peer());
    }

    @Override
    public Outcome act(StepContext context) {
        Sighted sight = sight(context);
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
