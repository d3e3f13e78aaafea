/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Progress;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.Undo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@code replica-compare}: compares every table of the replica with its primary's, chunk by chunk, while both give service.
 * Each look does a few seconds of it, and what is done is kept in the run: a new daemon goes on where the old one was.
 */
final class ReplicaCompare extends ReplicaStep {
    private static final String TABLE = "compare-table";
    private static final String ABOVE = "compare-above";
    private static final String SUSPECTS = "compare-suspects";
    private static final String DRIFTED = "drifted";
    private static final String COMPARED = "compared";
    private static final Duration SLICE = Duration.ofSeconds(5);
    private static final long CHUNK_BYTES = 16L << 20;
    private static final long MOST_ROWS = 50_000;
    private static final int MOST_SUSPECTS = 20;

    ReplicaCompare(Databases databases) {
        super(databases);
    }

    @Override
    public String name() {
        return "replica-compare";
    }

    /** Both servers' tables, and what both can be asked. */
    private record Sight(
            Map<String, TableShape> there, Map<String, TableShape> here, Differences differences, SqlClient primary) {}

    private Sight sight(StepContext context) {
        Rebuild rebuild = rebuild(context);
        SqlClient primary = rebuild.client(rebuild.primary());
        SqlClient replica = rebuild.client(rebuild.replica());
        Dialect dialect = ServerReader.read(replica).dialect();
        return new Sight(
                chosen(context, TableShape.read(primary)),
                chosen(context, TableShape.read(replica)),
                new Differences(primary, replica, dialect, context::note),
                primary);
    }

    private static Map<String, TableShape> chosen(StepContext context, Map<String, TableShape> all) {
        List<String> wanted = TableNames.of(context.parameters().getOrDefault("tables", ""));
        Map<String, TableShape> chosen = new TreeMap<>(all);
        if (!wanted.isEmpty()) {
            chosen.keySet().retainAll(wanted);
        }
        return chosen;
    }

    @Override
    public List<Finding> guard(StepContext context) {
        List<Finding> findings = new ArrayList<>(new RunningReplica(databases()).guard(context));
        List<String> wanted = TableNames.of(context.parameters().getOrDefault("tables", ""));
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
        for (String value : List.of(TABLE, ABOVE, SUSPECTS, DRIFTED, COMPARED)) {
            context.save(value, "");
        }
        return Outcome.acted("the comparison begins");
    }

    @Override
    public Progress poll(StepContext context) {
        Sight sight = sight(context);
        Instant until = context.clock().instant().plus(SLICE);
        List<String> ids = new ArrayList<>(new TreeSet<>(sight.there().keySet()));
        ids.retainAll(sight.here().keySet());
        String at = context.value(TABLE).orElse("");
        List<String> left = ids.stream().filter(id -> id.compareTo(at) >= 0).toList();
        for (String id : left) {
            TableShape table = sight.there().get(id);
            if (table == null || !compare(context, sight, table, until)) {
                return progress(ids, id, context);
            }
            // What comes next in the order of names, so that this one is not begun again.
            context.save(TABLE, id + "\0");
            context.save(ABOVE, "");
        }
        finish(context, sight, ids.size());
        return Progress.done();
    }

    private static Progress progress(List<String> ids, String id, StepContext context) {
        int done = Math.max(0, ids.indexOf(id));
        int drifted = lines(context.value(DRIFTED).orElse("")).size();
        return Progress.of(
                100.0 * done / Math.max(1, ids.size()),
                "table " + (done + 1) + " of " + ids.size() + ": " + id
                        + (drifted == 0 ? "" : "; " + drifted + " differ so far"),
                "",
                null);
    }

    /** Whether the table is through; where it is not, it is known how far it is. */
    private static boolean compare(StepContext context, Sight sight, TableShape table, Instant until) {
        boolean isResumed = context.value(TABLE).orElse("").equals(table.id());
        List<String> above = isResumed ? values(context.value(ABOVE).orElse("")) : List.of();
        List<Chunk> suspects = new ArrayList<>();
        for (String line : isResumed ? lines(context.value(SUSPECTS).orElse("")) : List.<String>of()) {
            suspects.add(chunk(table, line));
        }
        boolean isOver = false;
        while (!isOver) {
            if (context.clock().instant().isAfter(until)) {
                keep(context, table, above, suspects);
                return false;
            }
            Chunk chunk = next(sight, table, above);
            if (!sight.differences().isSame(chunk)) {
                suspects.add(chunk);
            }
            isOver = chunk.upTo().isEmpty();
            above = chunk.upTo();
            if (suspects.size() >= MOST_SUSPECTS || (isOver && !suspects.isEmpty())) {
                List<String> differing = sight.differences().judge(suspects);
                drifted(context, differing);
                // Of a table that differs nothing more is to be known; of one that was only written to, all the rest
                // is.
                isOver = isOver || !differing.isEmpty();
                suspects.clear();
            }
        }
        return true;
    }

    private static void keep(StepContext context, TableShape table, List<String> above, List<Chunk> suspects) {
        context.save(TABLE, table.id());
        context.save(ABOVE, String.join(",", above));
        context.save(
                SUSPECTS,
                String.join("\n", suspects.stream().map(ReplicaCompare::line).toList()));
    }

    private static Chunk next(Sight sight, TableShape table, List<String> above) {
        long rows = Math.max(100, Math.min(MOST_ROWS, CHUNK_BYTES / Math.max(1, table.rowSize())));
        Chunk rest = new Chunk(table, above, List.of());
        if (!table.isChunked() || (above.isEmpty() && table.rows() < rows / 2)) {
            return rest;
        }
        List<SqlRow> end = sight.primary().ask(rest.end(rows));
        return end.isEmpty()
                ? rest
                : new Chunk(table, above, List.copyOf(end.get(0).columns().values()));
    }

    private static void drifted(StepContext context, List<String> words) {
        List<String> all = new ArrayList<>(lines(context.value(DRIFTED).orElse("")));
        words.stream().limit(MOST_SUSPECTS).forEach(all::add);
        context.save(DRIFTED, String.join("\n", all));
    }

    private static void finish(StepContext context, Sight sight, int compared) {
        List<String> missing = new ArrayList<>();
        sight.there().keySet().stream()
                .filter(it -> !sight.here().containsKey(it))
                .forEach(it -> missing.add(it + ": only on the primary"));
        sight.here().keySet().stream()
                .filter(it -> !sight.there().containsKey(it))
                .forEach(it -> missing.add(it + ": only on the replica"));
        drifted(context, missing);
        context.save(COMPARED, String.valueOf(compared));
    }

    @Override
    public List<Finding> verify(StepContext context) {
        String compared = context.value(COMPARED).orElse("");
        if (compared.isEmpty()) {
            // Nothing proves it yet: it is looked at again.
            return List.of();
        }
        String claim = context.object() + " has the same rows as its primary";
        List<String> drifted = lines(context.value(DRIFTED).orElse(""));
        return List.of(
                drifted.isEmpty()
                        ? Finding.met(claim, compared + " tables compared, none differs")
                        : Finding.notMet(
                                claim,
                                drifted.size() + " differences: " + String.join("; ", drifted),
                                "Find out who writes on the replica, then rebuild it: 'demarc replica rebuild "
                                        + context.object() + "'."));
    }

    @Override
    public Optional<Undo> undo(StepContext context) {
        return Optional.empty();
    }

    private static List<String> lines(String text) {
        return text.lines().filter(line -> !line.isEmpty()).toList();
    }

    private static List<String> values(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(",", -1));
    }

    private static String line(Chunk chunk) {
        return String.join(",", chunk.above()) + "|" + String.join(",", chunk.upTo());
    }

    private static Chunk chunk(TableShape table, String line) {
        String[] parts = line.split("\\|", -1);
        return new Chunk(table, values(parts[0]), values(parts[1]));
    }
}
