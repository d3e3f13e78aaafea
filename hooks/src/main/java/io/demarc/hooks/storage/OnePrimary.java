/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.StepKind;
import java.util.List;

/** {@code one-primary}: a check for {@code always}: never two primaries, no split brain, as far as the nodes answer. */
final class OnePrimary implements StepKind {
    private final StoragePairs pairs;

    OnePrimary(StoragePairs pairs) {
        this.pairs = pairs;
    }

    @Override
    public String name() {
        return "one-primary";
    }

    @Override
    public List<Finding> guard(StepContext context) {
        return PairGuards.onePrimary(PairView.read(pairs, pairs.pair(context.object())));
    }
}
