/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.replica.Copying.Result;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Progress;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.Undo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code replica-copy}: dumps the source and loads the dump into the replica, or copies the source's files beside the replica's
 * own, in the background. A copy dies with the daemon; it can't be taken up, so the next look begins it again, at a new moment.
 * The source is let go whatever happens: by the copy itself, by what holds it on its own server, and by every look at this step.
 */
final class ReplicaCopy extends ReplicaStep {
    /** The replica that was held while it was dumped; it has to run again. */
    private static final String HELD = "held-source";

    private static final double NEARLY = 99;

    private final Transfers transfers;

    ReplicaCopy(Databases databases, Transfers transfers) {
        super(databases);
        this.transfers = transfers;
    }

    @Override
    public String name() {
        return "replica-copy";
    }

    @Override
    public List<Finding> guard(StepContext context) {
        letSourceGo(context);
        Rebuild rebuild = rebuild(context);
        applyEverything(context, rebuild);
        List<Finding> findings = RebuildInspection.of(rebuild).lasting();
        if (!rebuild.tables().isEmpty()) {
            saveOnce(context, LEFT_OUT, "yes");
        }
        if (!rebuild.isFromPrimary()) {
            saveOnce(context, HELD, rebuild.source().name());
        }
        return findings;
    }

    @Override
    public Outcome act(StepContext context) {
        begin(context);
        return Outcome.acted("the copy from " + rebuild(context).source() + " begins");
    }

    private void begin(StepContext context) {
        Rebuild rebuild = rebuild(context);
        Copies copies = new Copies(rebuild, RebuildInspection.of(rebuild));
        if (!isBeside(context)) {
            InPlaceSettings.loosen(context, rebuild.client(rebuild.replica()));
        }
        transfers.start(rebuild.replica().name(), copies.copy(context));
    }

    @Override
    public Progress poll(StepContext context) {
        String replica = context.object();
        Optional<Copying> transfer = transfers.find(replica);
        if (transfer.isEmpty()) {
            return beginAgain(context);
        }
        Optional<Result> result = transfer.get().result();
        if (result.isEmpty()) {
            return progress(transfer.get(), context);
        }
        transfers.cancel(replica);
        letSourceGo(context);
        applyEverything(context, rebuild(context));
        if (result.get() instanceof Result.Copied copied) {
            context.save(COPIED_AT, copied.point().coordinates().toString());
            context.save(COPIED_GTID, copied.point().gtid());
            context.note("copied: " + copied.evidence());
            return Progress.done();
        }
        restoreSettings(context);
        return failed(context, (Result.Failed) result.get());
    }

    private Progress beginAgain(StepContext context) {
        context.note("No copy is under way: the daemon that made it has ended. It begins again, at a new moment.");
        List<Finding> refused = new ArrayList<>(
                guard(context).stream().filter(it -> !it.isMet()).toList());
        if (!refused.isEmpty()) {
            if (!isBeside(context) && !holdsItsOwnData(context)) {
                refused.add(Finding.notMet(
                        context.object() + " holds its own data",
                        "it may hold a part of a copy, and doesn't replicate: nobody may read from it",
                        "Mend the rest, then resume: the copy begins again."));
            }
            restoreSettings(context);
            return Progress.broken(refused);
        }
        begin(context);
        return Progress.waiting("the copy begins again");
    }

    private static Progress progress(Copying transfer, StepContext context) {
        long done = transfer.plainBytes();
        long all = Math.max(1, transfer.estimate());
        Duration taken = Duration.between(transfer.begunAt(), context.clock().instant());
        double rate = done * 1000.0 / Math.max(1, taken.toMillis());
        String remaining = transfer.phase() + ": " + Estimate.size(done) + " of about " + Estimate.size(all);
        Duration left = rate < 1 || done > all ? null : Duration.ofMillis((long) ((all - done) * 1000 / rate));
        return Progress.of(Math.min(NEARLY, 100.0 * done / all), remaining, Estimate.size((long) rate) + "/s", left);
    }

    private Progress failed(StepContext context, Result.Failed failed) {
        Rebuild rebuild = rebuild(context);
        String state = failed.isReplicaTouched()
                ? " " + rebuild.replica() + " holds a part of the copy"
                        + (rebuild.tables().isEmpty() ? "" : " of " + String.join(", ", rebuild.tables()))
                        + " and doesn't replicate: nobody may read from it."
                : " " + rebuild.replica() + " holds its data as before; its replication is stopped.";
        return Progress.broken(List.of(Finding.notMet(
                "the copy from " + rebuild.source() + " to " + rebuild.replica() + " comes to its end",
                failed.problem().summary() + state + " " + rebuild.source() + " was let go.",
                failed.problem().fix())));
    }

    @Override
    public List<Finding> verify(StepContext context) {
        letSourceGo(context);
        String claim = context.object()
                + (isBeside(context) ? " has received a whole copy, beside its own data" : " holds a whole copy");
        return List.of(copied(context)
                .map(it -> Finding.met(claim, "as of " + it.coordinates() + " " + it.gtid()))
                .orElseGet(() -> Finding.notMet(claim, "no copy is known to have ended", "Resume: it begins again.")));
    }

    @Override
    public Optional<Undo> undo(StepContext context) {
        if (isBeside(context) || holdsItsOwnData(context)) {
            return Optional.empty();
        }
        List<String> tables = rebuild(context).tables();
        return Optional.of(Undo.byPerson("What " + context.object() + " held"
                + (tables.isEmpty() ? "" : " of " + String.join(", ", tables))
                + " was replaced, wholly or in part: rebuild it before anybody reads from it."));
    }

    /** Whether nothing was loaded: before that, it forgets whom it replicates from. */
    private boolean holdsItsOwnData(StepContext context) {
        Rebuild rebuild = rebuild(context);
        SqlClient client = rebuild.client(rebuild.replica());
        return rebuild.tables().isEmpty()
                && copied(context).isEmpty()
                && ServerReader.status(client, ServerReader.read(client).dialect())
                        .isPresent();
    }

    @Override
    public void abandon(StepContext context) {
        transfers.cancel(context.object());
        letSourceGo(context);
        applyEverything(context, rebuild(context));
        new ReplicaExchange(databases()).abandon(context);
    }

    /** Unless a copy is under way here, nothing may hold the source. */
    private void letSourceGo(StepContext context) {
        Optional<String> held = context.value(HELD);
        if (held.isEmpty() || transfers.find(context.object()).isPresent()) {
            return;
        }
        SqlClient client = rebuild(context).client(databases().database(held.get()));
        Dialect dialect = ServerReader.read(client).dialect();
        Optional<ReplicationStatus> status = ServerReader.status(client, dialect);
        if (status.isPresent() && !status.get().isApplying() && !status.get().isBroken()) {
            change(context, client, List.of(dialect.thread("START", "SQL_THREAD")));
        }
    }
}
