/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a runbook on one object, as it is on the disk.
 *
 * @param version  counts what was saved; 0 when nothing was yet
 * @param order    what was asked for, with every parameter's value
 * @param hash     of the runbook that it began with
 * @param driver   the daemon that drives it; no other does
 * @param values   what steps have saved for later ones
 * @param progress of the current step
 */
public record Run(
        RunId id,
        long version,
        RunOrder order,
        String hash,
        String driver,
        Instant startedAt,
        Instant changedAt,
        RunState state,
        List<StepRun> steps,
        Reason reason,
        Map<String, String> values,
        @Nullable Progress progress) {
    public Run {
        steps = List.copyOf(steps);
        values = Map.copyOf(values);
    }

    static Run of(RunId id, RunOrder order, Runbook runbook, String driver, Instant now) {
        List<StepRun> steps =
                runbook.steps().stream().map(step -> StepRun.pending(step.id())).toList();
        return new Run(
                id, 0, order, runbook.hash(), driver, now, now, RunState.RUNNING, steps, Reason.NONE, Map.of(), null);
    }

    public String object() {
        return order.object();
    }

    /** The step that comes next or is being done; empty when there is none any more. */
    public Optional<StepRun> current() {
        return steps.stream().filter(step -> !step.state().isOver()).findFirst();
    }

    public Optional<StepRun> step(String stepId) {
        return steps.stream().filter(step -> step.id().equals(stepId)).findFirst();
    }

    /** As it is in a store that has saved it. */
    public Run saved() {
        return new Run(
                id, version + 1, order, hash, driver, startedAt, changedAt, state, steps, reason, values, progress);
    }

    Run at(Instant now) {
        return new Run(id, version, order, hash, driver, startedAt, now, state, steps, reason, values, progress);
    }

    Run in(RunState next, Reason why) {
        return new Run(id, version, order, hash, driver, startedAt, changedAt, next, steps, why, values, progress);
    }

    Run drivenBy(String holder) {
        return new Run(id, version, order, hash, holder, startedAt, changedAt, state, steps, reason, values, progress);
    }

    Run with(StepRun changed) {
        List<StepRun> all = new ArrayList<>(steps);
        all.replaceAll(step -> step.id().equals(changed.id()) ? changed : step);
        return new Run(id, version, order, hash, driver, startedAt, changedAt, state, all, reason, values, null);
    }

    Run with(@Nullable Progress now) {
        return new Run(id, version, order, hash, driver, startedAt, changedAt, state, steps, reason, values, now);
    }

    Run remembering(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(values);
        all.putAll(more);
        return new Run(id, version, order, hash, driver, startedAt, changedAt, state, steps, reason, all, progress);
    }
}
