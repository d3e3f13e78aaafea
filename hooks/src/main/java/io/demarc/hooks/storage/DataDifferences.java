/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Setting;
import io.demarc.hooks.runbook.StepContext;
import java.util.List;
import java.util.stream.Collectors;

/** {@code drbd-differences}: tells what an online verify has found; a person confirms that the secondary's side is overwritten. */
final class DataDifferences extends PairStep {
    private static final String BLOCKS = "dmesg 2>/dev/null | grep -i 'out of sync' | tail -n 200; true";

    DataDifferences(StoragePairs pairs) {
        super(pairs);
    }

    @Override
    public String name() {
        return "drbd-differences";
    }

    @Override
    public List<Setting> settings() {
        return List.of(Setting.required("as"));
    }

    /** In words; empty when nothing differs. */
    static String differences(PairView view) {
        return view.primary().stream()
                .flatMap(it -> it.resources().stream())
                .filter(it -> it.outOfSyncKib() > 0)
                .map(it -> it.name() + ": " + it.outOfSyncKib() + " KiB")
                .collect(Collectors.joining(", "));
    }

    @Override
    public List<Finding> guard(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        String found = differences(view);
        context.save(context.requiredSetting("as"), found.isEmpty() ? "nothing" : found);
        return List.of(PairGuards.hasPrimary(view));
    }

    @Override
    public Outcome act(StepContext context) {
        Sighted sight = sight(context);
        PairView view = view(sight);
        if (differences(view).isEmpty()) {
            return Outcome.acted("Both sides are the same.");
        }
        for (NodeView primary : view.primary().stream().toList()) {
            context.record(
                    primary.node() + "$ dmesg",
                    0,
                    sight.look(primary.node(), "sh", "-c", BLOCKS).stdout().strip());
        }
        return Outcome.asksPerson();
    }
}
