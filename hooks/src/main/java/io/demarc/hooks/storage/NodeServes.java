/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.StepContext;
import java.util.List;

/** {@code node-serves}: a check that the whole service is on the step's node and its data are up to date. */
final class NodeServes extends PairStep {
    NodeServes(StoragePairs pairs) {
        super(pairs);
    }

    @Override
    public String name() {
        return "node-serves";
    }

    @Override
    public List<Finding> guard(StepContext context) {
        return verify(context);
    }

    @Override
    public List<Finding> verify(StepContext context) {
        Sighted sight = sight(context);
        return PairGuards.serves(view(sight), sight.node());
    }
}
