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
import java.util.Collection;
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
    /** Options of a dump that loses nothing of a row. */
    private static final List<String> FAITHFUL = List.of(
            "--quick", "--triggers", "--hex-blob", "--default-character-set=utf8mb4", "--max-allowed-packet=1G");

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
        RebuildInspection inspection = RebuildInspection.of(rebuild);
        transfers.start(
                rebuild.replica().name(),
                switch (inspection.method()) {
                    case DUMP -> transfer(context, dumpPlan(rebuild, inspection));
                    case BACKUP -> transfer(context, filesPlan(rebuild, inspection));
                    case IN_PLACE -> transfer(context, inPlacePlan(rebuild, inspection));
                    case CLONE -> cloning(context, rebuild, inspection);
                });
    }

    private static Copying transfer(StepContext context, CopyPlan plan) {
        return new Transfer(plan, context::note, context.clock().instant());
    }

    private static Copying cloning(StepContext context, Rebuild rebuild, RebuildInspection inspection) {
        return new Cloning(
                rebuild.client(rebuild.source()),
                rebuild.client(rebuild.replica()),
                Scratch.clone(inspection, rebuild.keptAccounts()),
                rebuild.databases().replicationLogin(rebuild.replica()),
                inspection.estimate().choice().bytes(),
                context::note,
                context.clock().instant());
    }

    /** Statements for a server of their own. */
    private static CopyPlan dumpPlan(Rebuild rebuild, RebuildInspection inspection) {
        return new CopyPlan(
                CopyMethod.DUMP,
                rebuild.client(rebuild.source()),
                rebuild.client(rebuild.primary()),
                rebuild.client(rebuild.replica()),
                inspection.primary().dialect(),
                hold(rebuild, inspection),
                Script.DUMP.argv(dump(rebuild, inspection)),
                Scratch.copy(inspection, rebuild.keptAccounts()),
                List.of(),
                Scratch.END,
                null,
                inspection.estimate().choice().bytes());
    }

    private static SourceHold hold(Rebuild rebuild, RebuildInspection inspection) {
        SqlClient source = rebuild.client(rebuild.source());
        Dialect dialect = inspection.primary().dialect();
        if (!rebuild.isFromPrimary()) {
            return new ApplyHold(source, dialect);
        }
        if (inspection.isLocking()) {
            return new LockHold(source, dialect, inspection.lockLimit(), LockHold.Until.END);
        }
        return dialect.isMariaDb()
                ? new SnapshotHold()
                : new LockHold(source, dialect, inspection.lockLimit(), LockHold.Until.SNAPSHOT);
    }

    private static List<String> dump(Rebuild rebuild, RebuildInspection inspection) {
        List<String> tables = rebuild.tables();
        List<String> dump = new ArrayList<>(rebuild.source().clientOptions());
        dump.addAll(inspection.primary().dialect().quietDump());
        dump.addAll(hold(rebuild, inspection).dumpOptions());
        if (!inspection.estimate().source().versioned().isEmpty()) {
            dump.add("--dump-history");
        }
        dump.addAll(
                tables.isEmpty()
                        ? everything(
                                inspection.primary().dialect(),
                                inspection.estimate().source().strangers())
                        : only(tables));
        return dump;
    }

    /** Statements for the replica itself. */
    private static CopyPlan inPlacePlan(Rebuild rebuild, RebuildInspection inspection) {
        List<String> tables = rebuild.tables();
        List<String> load = new ArrayList<>(rebuild.replica().clientOptions());
        load.addAll(List.of("--batch", "--default-character-set=utf8mb4", "--max-allowed-packet=1G"));
        return new CopyPlan(
                CopyMethod.IN_PLACE,
                rebuild.client(rebuild.source()),
                rebuild.client(rebuild.primary()),
                rebuild.client(rebuild.replica()),
                inspection.primary().dialect(),
                hold(rebuild, inspection),
                Script.DUMP.argv(dump(rebuild, inspection)),
                Script.LOAD.argv(load),
                tables.isEmpty()
                        ? ReplicaStatements.prelude(
                                inspection.replica(),
                                inspection.estimate().replica().schemas())
                        : ReplicaStatements.preludeForTables(TableNames.database(tables.get(0))),
                tables.isEmpty() ? ReplicaStatements.postlude() : List.of(),
                tables.isEmpty() ? null : catchUp(rebuild, inspection),
                inspection.estimate().choice().bytes());
    }

    private static CatchUp catchUp(Rebuild rebuild, RebuildInspection inspection) {
        return new CatchUp(
                rebuild.client(rebuild.replica()),
                rebuild.client(rebuild.source()),
                inspection.primary().dialect(),
                rebuild.isFromPrimary(),
                TableGuards.isLeavingOut(inspection.primary()) ? rebuild.tables() : List.of());
    }

    private static CopyPlan filesPlan(Rebuild rebuild, RebuildInspection inspection) {
        SqlClient source = rebuild.client(rebuild.source());
        Dialect dialect = inspection.primary().dialect();
        List<String> backup = new ArrayList<>(List.of(
                String.valueOf(ApplyHold.SILENCE_SECONDS),
                String.valueOf(inspection.lockLimit().toSeconds())));
        backup.addAll(rebuild.source().clientOptions());
        return new CopyPlan(
                CopyMethod.BACKUP,
                source,
                rebuild.client(rebuild.primary()),
                rebuild.client(rebuild.replica()),
                dialect,
                rebuild.isFromPrimary() ? new SnapshotHold() : new ApplyHold(source, dialect),
                Script.BACKUP.argv(backup),
                Script.RECEIVE.argv(List.of(inspection.replica().variable("datadir"))),
                List.of(),
                List.of(),
                null,
                inspection.estimate().choice().bytes());
    }

    /**
     * But for what every server keeps of itself.
     *
     * @param strangers at the first of which the dump would end
     */
    static List<String> everything(Dialect dialect, Collection<String> strangers) {
        List<String> options = new ArrayList<>(FAITHFUL);
        options.addAll(List.of(
                "--all-databases",
                "--routines",
                "--events",
                "--ignore-table=mysql.innodb_index_stats",
                "--ignore-table=mysql.innodb_table_stats"));
        if (dialect.isMariaDb()) {
            options.add("--ignore-table=mysql.gtid_slave_pos");
        }
        strangers.forEach(it -> options.add("--ignore-database=" + it));
        return options;
    }

    /** @param tables of one database */
    private static List<String> only(List<String> tables) {
        List<String> options = new ArrayList<>(FAITHFUL);
        options.addAll(List.of("--", TableNames.database(tables.get(0))));
        tables.forEach(it -> options.add(TableNames.bare(it)));
        return options;
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
            context.note("copied " + copied.plainBytes() + " octets, " + copied.sentBytes()
                    + " compressed; both ends have the same SHA-256");
            return Progress.done();
        }
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
            List<String> start = new ArrayList<>(List.of(dialect.thread("START", "SQL_THREAD")));
            change(context, client, start);
        }
    }
}
