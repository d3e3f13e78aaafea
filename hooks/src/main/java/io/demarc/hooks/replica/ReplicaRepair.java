/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.Undo;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code replica-repair}: goes through every table as the comparison does, and makes the chunks that really differ what they are on the
 * primary. A table that it can't repair is left as it is and told at the end.
 */
final class ReplicaRepair extends TableWalk {
    ReplicaRepair(Databases databases) {
        super(databases);
    }

    @Override
    public String name() {
        return "replica-repair";
    }

    @Override
    CompareState state(StepContext context) {
        return CompareState.ofRepair(context);
    }

    @Override
    String done() {
        return "repaired from its primary";
    }

    @Override
    public List<Finding> guard(StepContext context) {
        List<Finding> findings = new ArrayList<>(super.guard(context));
        tidy(context);
        Rebuild rebuild = rebuild(context);
        SqlClient replica = rebuild.client(rebuild.replica());
        ServerView seen = ServerReader.read(replica);
        superReadOnly(context).remember(seen);
        findings.add(RebuildGuards.nobodyReplicates(seen, rebuild.isAllowed("allow-sources")));
        findings.add(RepairGuards.lossIsMeant(rebuild.replica(), rebuild.losable()));
        findings.add(RepairGuards.mayWrite(replica, seen.isOn("super_read_only")));
        if (findings.stream().allMatch(Finding::isMet)) {
            Sight sight = sight(context);
            findings.add(RepairGuards.definitionsAreTheSame(
                    rebuild.replica(),
                    Definitions.differences(sight.primary(), sight.replica(), sight.differences(), wanted(context))));
            findings.add(RepairGuards.repairable(sight.here().values(), RepairGuards.triggered(replica)));
        }
        return findings;
    }

    private SuperReadOnly superReadOnly(StepContext context) {
        Rebuild rebuild = rebuild(context);
        return new SuperReadOnly(context, rebuild.client(rebuild.replica()));
    }

    @Override
    void tidy(StepContext context) {
        superReadOnly(context).restore();
    }

    @Override
    public void abandon(StepContext context) {
        tidy(context);
    }

    /** Rows are replaced when the run knows already that they may have been, whatever becomes of this process. */
    @Override
    boolean maySettle(CompareState state) {
        return state.announceReplacing();
    }

    @Override
    List<String> settle(StepContext context, CompareState state, Sight sight, List<Chunk> suspects) {
        String id = suspects.get(0).table().id();
        Set<String> triggered = RepairGuards.triggered(sight.replica().client());
        Optional<String> refusal = Stream.of(sight.there(), sight.here())
                .flatMap(it -> RepairGuards.refusal(Objects.requireNonNull(it.get(id)), triggered).stream())
                .findFirst();
        if (refusal.isPresent()) {
            return sight.differences().judge(suspects).stream()
                    .map(it -> it + " (" + refusal.get() + ")")
                    .toList();
        }
        ChunkRepair repair = new ChunkRepair(sight.replica(), repaired -> {
            long deleted = repaired.stream().mapToLong(it -> it.here().rows()).sum();
            long inserted = repaired.stream().mapToLong(it -> it.there().rows()).sum();
            context.note(id + ": " + CompareState.repairedInWords(repaired.size(), deleted, inserted));
            state.repaired(repaired.size(), deleted, inserted);
        });
        return superReadOnly(context).offWhile(() -> sight.differences().judge(suspects, repair));
    }

    @Override
    public List<Finding> verify(StepContext context) {
        CompareState state = state(context);
        if (state.compared().isEmpty()) {
            return List.of();
        }
        String claim = "rows of " + context.object() + " that differed from its primary's are repaired";
        List<String> left = state.drifted();
        return List.of(
                left.isEmpty()
                        ? Finding.met(claim, state.repairedInWords())
                        : Finding.notMet(
                                claim,
                                state.repairedInWords() + "; not repaired: " + String.join("; ", left),
                                "Rebuild these: 'demarc replica rebuild " + context.object()
                                        + " --from-primary --tables "
                                        + String.join(",", state.differing())
                                        + "', the tables of one database at a time; MySQL: all of it, without --tables."));
    }

    @Override
    public Optional<Undo> undo(StepContext context) {
        CompareState state = state(context);
        if (state.repairedChunks() > 0) {
            return Optional.of(Undo.byPerson("What " + context.object() + " had in these chunks is gone: "
                    + state.repairedInWords() + ". They are as the primary's were; the run's log names them."));
        }
        return state.mayHaveReplaced() && state.compared().isEmpty()
                ? Optional.of(Undo.byPerson("Chunks of " + context.object()
                        + " that differed may have been replaced by the primary's right before the run ended; the run's"
                        + " log names those that differed."))
                : Optional.empty();
    }
}
