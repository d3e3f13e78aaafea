/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.replica.Copying.Result;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Progress;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.Undo;
import java.util.List;
import java.util.Optional;

/**
 * {@code replica-trial}: asks everything that a rebuild needs, and has a server of its own on the replica's machine load the source's
 * definitions, without rows. Nothing else is touched, and nothing is left of it. Files need no trial: they are proven themselves.
 */
final class ReplicaTrial extends ReplicaStep {
    /** That it went well. */
    private static final String TRIED = "tried";

    private final Transfers transfers;

    ReplicaTrial(Databases databases, Transfers transfers) {
        super(databases);
        this.transfers = transfers;
    }

    @Override
    public String name() {
        return "replica-trial";
    }

    @Override
    public List<Finding> guard(StepContext context) {
        RebuildInspection inspection = RebuildInspection.of(rebuild(context));
        saveOnce(context, METHOD, inspection.method().saved());
        return inspection.findings();
    }

    private static boolean isNeeded(StepContext context) {
        return context.value(METHOD).flatMap(CopyMethod::saved).equals(Optional.of(CopyMethod.DUMP))
                && context.value(TRIED).isEmpty();
    }

    @Override
    public Outcome act(StepContext context) {
        if (!isNeeded(context)) {
            return Outcome.acted("no dump is to be loaded beside the replica's data");
        }
        begin(context);
        return Outcome.acted("a server of its own loads the definitions of "
                + rebuild(context).source());
    }

    private void begin(StepContext context) {
        Rebuild rebuild = rebuild(context);
        Copies copies = new Copies(rebuild, RebuildInspection.of(rebuild));
        transfers.start(rebuild.replica().name(), copies.trial(context));
    }

    @Override
    public Progress poll(StepContext context) {
        if (!isNeeded(context)) {
            return Progress.done();
        }
        String replica = context.object();
        Optional<Copying> transfer = transfers.find(replica);
        if (transfer.isEmpty()) {
            context.note("No trial is under way: the daemon that made it has ended. It begins again.");
            begin(context);
            return Progress.waiting("the trial begins again");
        }
        Optional<Result> result = transfer.get().result();
        if (result.isEmpty()) {
            return Progress.waiting(transfer.get().phase());
        }
        transfers.cancel(replica);
        if (result.get() instanceof Result.Failed failed) {
            return Progress.broken(List.of(Finding.notMet(
                    "a server like " + replica + " takes every definition of "
                            + rebuild(context).source(),
                    failed.problem().summary() + " Nothing was changed: " + replica
                            + " has its data, and its replication.",
                    failed.problem().fix())));
        }
        context.save(TRIED, "yes");
        return Progress.done();
    }

    @Override
    public List<Finding> verify(StepContext context) {
        String claim = "a server like " + context.object() + " takes every definition of "
                + rebuild(context).source();
        return List.of(
                isNeeded(context)
                        ? Finding.notMet(claim, "it wasn't tried", "Resume: it is tried again.")
                        : Finding.met(
                                claim,
                                context.value(TRIED).isPresent()
                                        ? "one has loaded them, and is gone"
                                        : "none has to load them"));
    }

    @Override
    public Optional<Undo> undo(StepContext context) {
        return Optional.empty();
    }

    @Override
    public void abandon(StepContext context) {
        transfers.cancel(context.object());
    }
}
