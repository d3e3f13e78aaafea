/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import java.util.ArrayList;
import java.util.List;

/** {@code pair-healthy}: both nodes well, the data on both, the service whole on one. As a step it waits until that is so. */
final class PairHealthy extends PairStep {
    PairHealthy(StoragePairs pairs) {
        super(pairs);
    }

    @Override
    public String name() {
        return "pair-healthy";
    }

    @Override
    public List<Setting> settings() {
        return List.of();
    }

    /** As a check this is what is asked; as a step it may begin at any time. */
    @Override
    public List<Finding> guard(StepContext context) {
        if (!context.stepId().isEmpty()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>(verify(context));
        findings.addAll(settings(sight(context)));
        return findings;
    }

    @Override
    public List<Finding> verify(StepContext context) {
        return PairGuards.healthy(view(sight(context)));
    }
}
