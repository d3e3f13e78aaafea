/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.StepContext;
import java.util.List;

/** {@code replica-compare}: compares the replica's definitions with its primary's, then every table. Changes nothing. */
final class ReplicaCompare extends TableWalk {
    ReplicaCompare(Databases databases) {
        super(databases);
    }

    @Override
    public String name() {
        return "replica-compare";
    }

    @Override
    CompareState state(StepContext context) {
        return CompareState.ofComparison(context);
    }

    @Override
    String done() {
        return "compared with its primary";
    }

    @Override
    boolean maySettle(CompareState state) {
        return true;
    }

    @Override
    List<String> settle(StepContext context, CompareState state, Sight sight, List<Chunk> suspects) {
        return sight.differences().judge(suspects);
    }

    @Override
    public List<Finding> verify(StepContext context) {
        CompareState state = state(context);
        if (state.compared().isEmpty()) {
            // Nothing proves it yet: it is looked at again.
            return List.of();
        }
        String claim = context.object() + " has the same definitions and rows as its primary";
        List<String> drifted = state.drifted();
        return List.of(
                drifted.isEmpty()
                        ? Finding.met(claim, state.compared().get() + " tables compared, none differs")
                        : Finding.notMet(
                                claim,
                                drifted.size() + " differences: " + String.join("; ", drifted),
                                advice(context.object(), state.isDefinedAlike())));
    }

    private static String advice(String replica, boolean isOnlyRows) {
        String rebuild = "rebuild it: 'demarc replica rebuild " + replica + "'.";
        return "Find out who writes on the replica, then "
                + (isOnlyRows
                        ? "repair its rows: 'demarc replica repair " + replica + " --dry-run'; or " + rebuild
                        : rebuild);
    }
}
