/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Progress;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A step that goes through the replica's definitions, then through every table, chunk by chunk, while both servers give service, and
 * does something about the chunks that differ at first sight.
 * Each look does a few seconds of it, and what is done is kept in the run: a new daemon goes on where the old one was. What may
 * pass is waited for; a server's definite answer ends it.
 */
abstract class TableWalk extends ReplicaStep {
    private static final Duration SLICE = Duration.ofSeconds(5);
    /** Before a server that couldn't answer is asked again: a primary isn't to be locked every second. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    static final long CHUNK_BYTES = 16L << 20;
    private static final long MOST_ROWS = 50_000;
    private static final int MOST_SUSPECTS = 20;
    /** In which a change of a table's columns comes from a primary to its replica. */
    private static final int LOOKS = 3;

    TableWalk(Databases databases) {
        super(databases);
    }

    /** How far it is. */
    abstract CompareState state(StepContext context);

    /** What it does to the replica, for people: {@code compared with its primary}. */
    abstract String done();

    /** What an earlier look may have left undone, if its daemon was killed. */
    void tidy(StepContext context) {}

    /** Asked when a chunk differs; false: only at the next look, when the run has kept what this has saved. */
    abstract boolean maySettle(CompareState state);

    /** Chunks of one table that differ at first sight: what is still wrong with it afterwards, in words. */
    abstract List<String> settle(StepContext context, CompareState state, Sight sight, List<Chunk> suspects);

    /** Both servers' tables, and what both can be asked. */
    record Sight(
            SortedMap<String, TableShape> there,
            SortedMap<String, TableShape> here,
            Differences differences,
            Side primary,
            Side replica) {
        /** Those that both have, in the order of their names. */
        List<String> common() {
            TreeSet<String> ids = new TreeSet<>(there.keySet());
            ids.retainAll(here.keySet());
            return List.copyOf(ids);
        }

        /** The primary's. */
        TableShape shape(String id) {
            return Objects.requireNonNull(there.get(id));
        }

        boolean isAlike(String id) {
            return isSame(there.get(id), here.get(id));
        }

        boolean isStill(String id, Sight other) {
            return isSame(there.get(id), other.there.get(id)) && isSame(here.get(id), other.here.get(id));
        }

        private static boolean isSame(@Nullable TableShape one, @Nullable TableShape other) {
            return (one != null && other != null) ? one.isLike(other) : (one == null && other == null);
        }
    }

    final Sight sight(StepContext context) {
        Rebuild rebuild = rebuild(context);
        Side primary = Side.of(rebuild.client(rebuild.primary()));
        Side replica = Side.of(rebuild.client(rebuild.replica()));
        Differences differences = new Differences(primary, replica, context::note);
        Differences.Looks looks =
                differences.look(TableShape.questions(primary.dialect()), TableShape.questions(replica.dialect()));
        return new Sight(
                chosen(context, TableShape.read(looks.there())),
                chosen(context, TableShape.read(looks.here())),
                differences,
                primary,
                replica);
    }

    static List<String> wanted(StepContext context) {
        return TableNames.of(context.parameters().getOrDefault("tables", ""));
    }

    private static SortedMap<String, TableShape> chosen(StepContext context, Map<String, TableShape> all) {
        SortedMap<String, TableShape> chosen = new TreeMap<>(all);
        if (!wanted(context).isEmpty()) {
            chosen.keySet().retainAll(wanted(context));
        }
        return chosen;
    }

    @Override
    public List<Finding> guard(StepContext context) {
        List<Finding> findings = new ArrayList<>(new RunningReplica(databases()).guard(context));
        List<String> wanted = wanted(context);
        if (!wanted.isEmpty() && findings.stream().allMatch(Finding::isMet)) {
            Sight sight = sight(context);
            List<String> unknown = wanted.stream()
                    .filter(it ->
                            !sight.there().containsKey(it) && !sight.here().containsKey(it))
                    .toList();
            String claim = "the tables that are named are there";
            findings.add(
                    unknown.isEmpty()
                            ? Finding.met(claim, wanted.size() + " tables")
                            : Finding.notMet(claim, "no such tables: " + unknown, "Name them as DATABASE.TABLE."));
        }
        return findings;
    }

    @Override
    public Outcome act(StepContext context) {
        state(context).begin();
        return Outcome.acted("the comparison begins");
    }

    @Override
    public Progress poll(StepContext context) {
        CompareState state = state(context);
        Instant begun = context.clock().instant();
        if (state.isPausing(begun)) {
            return Progress.waiting("a database couldn't answer, and is asked again in a moment");
        }
        try {
            return walk(context, state, begun);
        } catch (ProblemException e) {
            ProblemCode code = e.problem().code();
            if (code != ProblemCode.DATABASE_REFUSED && code != ProblemCode.DATABASE_UNSUPPORTED) {
                state.pauseUntil(context.clock().instant().plus(PAUSE));
                return Progress.waiting(e.problem().summary());
            }
            context.note(e.problem().message());
            return Progress.broken(List.of(Finding.notMet(
                    context.object() + " can be " + done(),
                    e.problem().summary(),
                    e.problem().fix())));
        }
    }

    private Progress walk(StepContext context, CompareState state, Instant begun) {
        Instant until = begun.plus(SLICE);
        tidy(context);
        Sight sight = sight(context);
        if (!state.isDefined()) {
            state.defined(
                    Definitions.differences(sight.primary(), sight.replica(), sight.differences(), wanted(context)));
        }
        List<String> ids = sight.common();
        for (String id : ids) {
            if (id.compareTo(state.table()) < 0) {
                continue;
            }
            if (!walkTable(context, state, sight, id, until)) {
                state.busy(Duration.between(begun, context.clock().instant()));
                return progress(ids, id, sight, state);
            }
            state.through(id);
        }
        state.finish(ids.size());
        return Progress.done();
    }

    private static Progress progress(List<String> ids, String id, Sight sight, CompareState state) {
        long left = sight.there().tailMap(id).values().stream()
                .mapToLong(TableShape::rows)
                .sum();
        // The catalogue only estimates; of the table that it is at, not more than that is done.
        left = Math.max(0, left - Math.min(state.rowsOfTable(), sight.shape(id).rows()));
        long rows = state.rows();
        double perSecond = rows * 1e3 / Math.max(1, state.busy().toMillis());
        int drifted = state.drifted().size();
        return Progress.of(
                100.0 * rows / Math.max(1, rows + left),
                String.format(
                                Locale.ROOT,
                                "%,d of about %,d rows; table %d of %d: %s",
                                rows,
                                rows + left,
                                ids.indexOf(id) + 1,
                                ids.size(),
                                id)
                        + (drifted == 0 ? "" : "; " + drifted + " differences so far"),
                String.format(Locale.ROOT, "%,.0f rows/s", perSecond),
                perSecond < 1 ? null : Duration.ofSeconds((long) (left / perSecond)));
    }

    /** Whether the table is through; where it is not, it is known how far it is. */
    private boolean walkTable(StepContext context, CompareState state, Sight sight, String id, Instant until) {
        if (!sight.isAlike(id)) {
            for (int look = 1; look < LOOKS; look++) {
                if (sight(context).isAlike(id)) {
                    return false;
                }
            }
            state.differ(id, List.of(id + ": its columns are not the same, so its rows were not compared"));
            return true;
        }
        try {
            return walkRows(context, state, sight, id, until);
        } catch (ProblemException e) {
            // A table may be altered while it is read.
            if (e.problem().code() == ProblemCode.DATABASE_REFUSED && !sight.isStill(id, sight(context))) {
                return false;
            }
            throw e;
        }
    }

    private boolean walkRows(StepContext context, CompareState state, Sight sight, String id, Instant until) {
        TableShape table = sight.shape(id);
        List<String> above = state.above(table);
        List<Chunk> suspects = new ArrayList<>(state.suspects(table));
        boolean isOver = false;
        while (!isOver) {
            if (context.clock().instant().isAfter(until)) {
                state.keep(table, above, suspects);
                return false;
            }
            Chunk chunk = next(sight, table, above);
            Differences.Sight seen = sight.differences().look(chunk);
            if (!seen.isSame() && !maySettle(state)) {
                state.keep(table, above, suspects);
                return false;
            }
            state.counted(seen.rows());
            if (!seen.isSame()) {
                suspects.add(chunk);
            }
            isOver = chunk.upTo().isEmpty();
            above = chunk.upTo();
            if (suspects.size() >= MOST_SUSPECTS || (isOver && !suspects.isEmpty())) {
                List<String> differing = settle(context, state, sight, suspects);
                state.differ(table.id(), differing);
                // Of a table that stays different nothing more is to be known; of another, all the rest is.
                isOver = isOver || !differing.isEmpty();
                suspects.clear();
            }
        }
        return true;
    }

    private static Chunk next(Sight sight, TableShape table, List<String> above) {
        long rows = Math.max(100, Math.min(MOST_ROWS, CHUNK_BYTES / Math.max(1, table.rowSize())));
        Chunk rest = new Chunk(table, above, List.of());
        if (!table.isChunked() || (above.isEmpty() && table.rows() < rows / 2)) {
            return rest;
        }
        List<SqlRow> end = sight.primary().client().ask(rest.end(rows));
        return end.isEmpty()
                ? rest
                : new Chunk(table, above, List.copyOf(end.get(0).columns().values()));
    }
}
