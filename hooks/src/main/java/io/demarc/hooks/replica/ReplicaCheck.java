/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.access.Printable;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Run;
import io.demarc.hooks.runbook.RunId;
import io.demarc.hooks.runbook.RunState;
import io.demarc.hooks.runbook.StepRun;
import io.demarc.hooks.runbook.StepState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run's comparison of a replica with its primary came to, whether the run was a check or a rebuild.
 *
 * @param begunAt   when the comparison began
 * @param tables    the only ones that were compared; empty: everything was
 * @param differing tables, views and so on that differ; empty when none does, or when they aren't known by name
 * @param reason    why it failed; empty otherwise
 */
public record ReplicaCheck(
        RunId run, Instant begunAt, List<String> tables, Result result, List<String> differing, String reason) {
    /** By which runs check a replica; its only step is the comparison. */
    public static final String RUNBOOK = "check-replica";

    private static final String STEP = "compare";
    private static final int LONGEST_REASON = 400;
    private static final int MOST_NAMES = 20;
    private static final Set<RunState> ENDED = Set.of(RunState.STOPPED, RunState.UNDOING, RunState.ABORTED);

    /** What a comparison came to. */
    public enum Result {
        SAME,
        DIFFERS,
        /** It didn't come to its end, and had found no difference. */
        FAILED;

        /** As written in messages and JSON, such as {@code same}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ReplicaCheck {
        tables = List.copyOf(tables);
        differing = List.copyOf(differing);
    }

    /** Empty when the run has no comparison, or hasn't ended one. */
    public static Optional<ReplicaCheck> of(Run run) {
        StepRun step = run.step(STEP).orElse(null);
        Instant begunAt = step == null ? null : step.begunAt();
        if (step == null || begunAt == null) {
            return Optional.empty();
        }
        boolean isThrough = CompareState.isThrough(run.values())
                && (step.state() == StepState.DONE || step.state() == StepState.FAILED);
        if (!isThrough && !ENDED.contains(run.state())) {
            return Optional.empty();
        }
        boolean differs = CompareState.differs(run.values());
        Result result = differs ? Result.DIFFERS : isThrough ? Result.SAME : Result.FAILED;
        return Optional.of(new ReplicaCheck(
                run.id(),
                begunAt,
                TableNames.of(run.order().parameters().getOrDefault("tables", "")),
                result,
                CompareState.differing(run.values()),
                result == Result.FAILED ? reason(run) : ""));
    }

    private static String reason(Run run) {
        String found = run.reason().findings().stream().map(Finding::found).collect(Collectors.joining("; "));
        return Printable.of(found.isEmpty() ? run.reason().summary() : found, LONGEST_REASON);
    }

    /** Of these runs on one replica, in their order. */
    public static List<ReplicaCheck> in(List<Run> runs) {
        return runs.stream().flatMap(run -> of(run).stream()).toList();
    }

    /**
     * The newest one that found a difference, with what no later one has found to be the same; empty when nothing is known to differ.
     *
     * @param newestFirst all of one replica
     */
    public static Optional<ReplicaCheck> difference(List<ReplicaCheck> newestFirst) {
        Set<String> cleared = new HashSet<>();
        for (ReplicaCheck it : newestFirst) {
            if (it.result == Result.SAME && it.isWhole()) {
                return Optional.empty();
            }
            if (it.result == Result.SAME) {
                cleared.addAll(it.tables);
            }
            List<String> left = new ArrayList<>(it.differing);
            left.removeAll(cleared);
            if (it.result == Result.DIFFERS && (!left.isEmpty() || it.differing.isEmpty())) {
                return Optional.of(new ReplicaCheck(it.run, it.begunAt, it.tables, it.result, left, ""));
            }
        }
        return Optional.empty();
    }

    public boolean isWhole() {
        return tables.isEmpty();
    }

    /** What differs, printable, 20 names at most: {@code app.orders, app.customers and 3 more}. */
    public String namesInWords() {
        String names = differing.stream().limit(MOST_NAMES).map(Printable::of).collect(Collectors.joining(", "));
        int more = differing.size() - MOST_NAMES;
        return differing.isEmpty() ? "what its run tells" : names + (more > 0 ? " and " + more + " more" : "");
    }
}
