/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.runbook.StepContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The copies that a rebuild may make, from what was seen of its servers. */
final class Copies {
    /** Options of a dump that loses nothing of a row, and locks nothing: what makes it be of one moment does. */
    private static final List<String> FAITHFUL = List.of(
            "--quick",
            "--triggers",
            "--hex-blob",
            "--default-character-set=utf8mb4",
            "--max-allowed-packet=1G",
            "--skip-lock-tables",
            // A default may be of a sequence, which nobody has locked when the table is loaded.
            "--skip-add-locks");

    private final Rebuild rebuild;
    private final RebuildInspection seen;
    private final SqlClient source;
    private final SqlClient replica;
    private final Dialect dialect;

    Copies(Rebuild rebuild, RebuildInspection seen) {
        this.rebuild = rebuild;
        this.seen = seen;
        this.source = rebuild.client(rebuild.source());
        this.replica = rebuild.client(rebuild.replica());
        this.dialect = seen.primary().dialect();
    }

    /** Of the definitions alone, into a server that leaves nothing. */
    Copying trial(StepContext context) {
        SourceHold none = new NoHold();
        List<String> dump = dump(none);
        dump.add("--no-data");
        dump.addAll(everything());
        return transfer(
                context, plan(CopyMethod.DUMP, none, Script.DUMP.argv(dump), Scratch.trial(seen), Load.BESIDE, 1));
    }

    /** By the method that this run has. */
    Copying copy(StepContext context) {
        return switch (seen.method()) {
            case DUMP -> transfer(context, beside());
            case BACKUP -> transfer(context, files());
            case IN_PLACE -> transfer(context, inPlace());
            case CLONE -> cloning(context);
        };
    }

    private static Copying transfer(StepContext context, CopyPlan plan) {
        return new Transfer(plan, context::note, context.clock().instant());
    }

    private Copying cloning(StepContext context) {
        return new Cloning(
                source,
                replica,
                Scratch.clone(seen, rebuild.keptAccounts()),
                rebuild.databases().replicationLogin(rebuild.replica()),
                seen.estimate().choice().bytes(),
                context::note,
                context.clock().instant());
    }

    /** What the receiving server runs before and after a dump. */
    private record Load(
            List<String> prelude,
            List<String> postlude,
            @Nullable CatchUp catchUp) {
        static final Load NOTHING = new Load(List.of(), List.of(), null);
        static final Load BESIDE = new Load(List.of(), Scratch.END, null);
    }

    private CopyPlan plan(
            CopyMethod method, SourceHold hold, List<String> sender, List<String> receiver, Load load, long estimate) {
        return new CopyPlan(
                method,
                source,
                rebuild.client(rebuild.primary()),
                replica,
                dialect,
                hold,
                sender,
                receiver,
                load.prelude(),
                load.postlude(),
                load.catchUp(),
                estimate);
    }

    /** Statements for a server of their own. */
    private CopyPlan beside() {
        return statements(CopyMethod.DUMP, Scratch.copy(seen, rebuild.keptAccounts()), Load.BESIDE);
    }

    /** Statements for the replica itself. */
    private CopyPlan inPlace() {
        List<String> tables = rebuild.tables();
        List<String> client = new ArrayList<>(rebuild.replica().clientOptions());
        client.addAll(List.of("--batch", "--default-character-set=utf8mb4", "--max-allowed-packet=1G"));
        Load load = tables.isEmpty()
                ? new Load(
                        ReplicaStatements.prelude(
                                seen.replica(), seen.estimate().replica().schemas()),
                        ReplicaStatements.postlude(),
                        null)
                : new Load(
                        ReplicaStatements.preludeForTables(dialect, TableNames.database(tables.get(0))),
                        List.of(),
                        catchUp());
        return statements(CopyMethod.IN_PLACE, Script.LOAD.argv(client), load);
    }

    private CopyPlan statements(CopyMethod method, List<String> receiver, Load load) {
        SourceHold hold = hold();
        List<String> dump = dump(hold);
        if (!seen.estimate().source().versioned().isEmpty()) {
            dump.add("--dump-history");
        }
        dump.addAll(rebuild.tables().isEmpty() ? everything() : only(rebuild.tables()));
        return plan(
                method,
                hold,
                Script.DUMP.argv(dump),
                receiver,
                load,
                seen.estimate().choice().bytes());
    }

    private SourceHold hold() {
        if (!rebuild.isFromPrimary()) {
            return new ApplyHold(source, dialect);
        }
        if (seen.isLocking()) {
            return new LockHold(source, dialect, seen.lockLimit(), LockHold.Until.END);
        }
        return dialect.isMariaDb()
                ? new SnapshotHold()
                : new LockHold(source, dialect, seen.lockLimit(), LockHold.Until.SNAPSHOT);
    }

    /** The arguments of {@code dump.sh}. */
    private List<String> dump(SourceHold hold) {
        boolean isApart = !dialect.isMariaDb() && rebuild.tables().isEmpty();
        List<String> options =
                new ArrayList<>(List.of(String.valueOf(ApplyHold.SILENCE_SECONDS), isApart ? "apart" : "together"));
        options.addAll(rebuild.source().clientOptions());
        options.addAll(dialect.quietDump());
        options.addAll(FAITHFUL);
        options.addAll(hold.dumpOptions());
        return options;
    }

    /** But for what every server keeps of itself, and for directories that are no databases: the dump would end at the first one. */
    private List<String> everything() {
        List<String> options = new ArrayList<>(List.of(
                "--all-databases",
                "--routines",
                "--events",
                "--ignore-table=mysql.innodb_index_stats",
                "--ignore-table=mysql.innodb_table_stats"));
        if (dialect.isMariaDb()) {
            options.add("--ignore-table=mysql.gtid_slave_pos");
        }
        seen.estimate().source().strangers().forEach(it -> options.add("--ignore-database=" + it));
        return options;
    }

    /** @param tables of one database */
    private static List<String> only(List<String> tables) {
        List<String> options = new ArrayList<>(List.of("--", TableNames.database(tables.get(0))));
        tables.forEach(it -> options.add(TableNames.bare(it)));
        return options;
    }

    private CatchUp catchUp() {
        return new CatchUp(
                replica,
                source,
                dialect,
                rebuild.isFromPrimary(),
                TableGuards.isLeavingOut(seen.primary()) ? rebuild.tables() : List.of());
    }

    private CopyPlan files() {
        List<String> backup = new ArrayList<>(List.of(
                String.valueOf(ApplyHold.SILENCE_SECONDS),
                String.valueOf(seen.lockLimit().toSeconds())));
        backup.addAll(rebuild.source().clientOptions());
        return plan(
                CopyMethod.BACKUP,
                rebuild.isFromPrimary() ? new SnapshotHold() : new ApplyHold(source, dialect),
                Script.BACKUP.argv(backup),
                Script.RECEIVE.argv(List.of(seen.replica().variable("datadir"))),
                Load.NOTHING,
                seen.estimate().choice().bytes());
    }
}
