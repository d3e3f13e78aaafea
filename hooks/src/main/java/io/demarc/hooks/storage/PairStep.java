/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Progress;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.StepKind;
import java.util.List;
import java.util.stream.Collectors;

/** What the steps on a pair's node have in common: they wait until what they have to prove holds. */
abstract class PairStep implements StepKind {
    private final StoragePairs pairs;

    PairStep(StoragePairs pairs) {
        this.pairs = pairs;
    }

    @Override
    public List<Setting> settings() {
        return List.of(Sighted.NODE);
    }

    final Sighted sight(StepContext context) {
        return new Sighted(pairs, context);
    }

    /** What of DRBD's settings would let the step do harm. */
    final List<Finding> settings(Sighted sight) {
        return SettingsReader.guard(pairs, sight.pair());
    }

    final PairView view(Sighted sight) {
        return PairView.read(pairs, sight.pair());
    }

    @Override
    public Progress poll(StepContext context) {
        List<Finding> open = verify(context).stream().filter(it -> !it.isMet()).toList();
        return open.isEmpty()
                ? Progress.done()
                : Progress.waiting(
                        open.stream().map(it -> it.claim() + ": " + it.found()).collect(Collectors.joining("; ")));
    }
}
