/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.runbook.StepContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How far a comparison or a repair is, as its run keeps it. One caller at a time. */
final class CompareState {
    private static final String TABLE = "compare-table";
    private static final String ABOVE = "compare-above";
    private static final String SUSPECTS = "compare-suspects";
    private static final String DRIFTED = "drifted";
    private static final String DIFFERING = "differing";
    private static final String COMPARED = "compared";
    private static final String DEFINED = "definitions-compared";
    private static final String ROWS = "compare-rows";
    private static final String ROWS_OF_TABLE = "compare-rows-of-table";
    private static final String BUSY = "compare-busy-millis";
    private static final String NOT_BEFORE = "compare-not-before";
    private static final String MAY_REPLACE = "may-replace-rows";
    private static final String REPAIRED = "repaired-chunks";
    private static final String DELETED = "repaired-rows-deleted";
    private static final String INSERTED = "repaired-rows-inserted";
    /** The definitions, which were compared. */
    private static final String ALIKE = "alike";
    /** Of one table, that are kept. */
    private static final int MOST = 20;

    private static final int MOST_DEFINITIONS = 200;

    private final StepContext context;
    private final String prefix;

    /** @param prefix of what it saves, so that another walk of the same run doesn't take it for its own */
    private CompareState(StepContext context, String prefix) {
        this.context = context;
        this.prefix = prefix;
    }

    static CompareState ofComparison(StepContext context) {
        return new CompareState(context, "");
    }

    static CompareState ofRepair(StepContext context) {
        return new CompareState(context, "repair-");
    }

    void begin() {
        for (String name : List.of(
                TABLE, ABOVE, SUSPECTS, DRIFTED, DIFFERING, COMPARED, DEFINED, ROWS, ROWS_OF_TABLE, BUSY, NOT_BEFORE)) {
            save(name, "");
        }
    }

    private void save(String name, String value) {
        context.save(prefix + name, value);
    }

    /** Empty when nothing was saved. */
    private String saved(String name) {
        return context.value(prefix + name).orElse("");
    }

    /** The table that it is at, or what comes right after the one that it is through with. */
    String table() {
        return saved(TABLE);
    }

    List<String> above(TableShape table) {
        return isAt(table) ? values(saved(ABOVE)) : List.of();
    }

    List<Chunk> suspects(TableShape table) {
        return isAt(table)
                ? lines(saved(SUSPECTS)).stream().map(it -> chunk(table, it)).toList()
                : List.of();
    }

    private boolean isAt(TableShape table) {
        return table().equals(table.id());
    }

    void keep(TableShape table, List<String> above, List<Chunk> suspects) {
        save(TABLE, table.id());
        save(ABOVE, String.join(",", above));
        save(
                SUSPECTS,
                String.join("\n", suspects.stream().map(CompareState::line).toList()));
    }

    /** What comes next in the order of names, so that this one is not begun again. */
    void through(String id) {
        save(TABLE, id + "\0");
        save(ABOVE, "");
        save(SUSPECTS, "");
        save(ROWS_OF_TABLE, "");
    }

    void counted(long rows) {
        save(ROWS, String.valueOf(rows() + rows));
        save(ROWS_OF_TABLE, String.valueOf(rowsOfTable() + rows));
    }

    /** That were compared, on the primary. */
    long rows() {
        return number(ROWS);
    }

    /** Of the table that it is at. */
    long rowsOfTable() {
        return number(ROWS_OF_TABLE);
    }

    void busy(Duration duration) {
        save(BUSY, String.valueOf(number(BUSY) + duration.toMillis()));
    }

    /** For which rows were compared, pauses left out. */
    Duration busy() {
        return Duration.ofMillis(number(BUSY));
    }

    void pauseUntil(Instant moment) {
        save(NOT_BEFORE, String.valueOf(moment.toEpochMilli()));
    }

    boolean isPausing(Instant now) {
        return now.toEpochMilli() < number(NOT_BEFORE);
    }

    void differ(String id, List<String> words) {
        List<String> all = new ArrayList<>(drifted());
        words.stream().limit(MOST).forEach(all::add);
        save(DRIFTED, String.join("\n", all));
        if (!words.isEmpty()) {
            name(List.of(id));
        }
    }

    private void name(List<String> more) {
        Set<String> names = new LinkedHashSet<>(lines(saved(DIFFERING)));
        names.addAll(more);
        save(DIFFERING, String.join("\n", names));
    }

    /** Whether these values of a run are of a comparison that came to its end. */
    static boolean isThrough(Map<String, String> values) {
        return !values.getOrDefault(COMPARED, "").isEmpty();
    }

    /** Whether these values of a run tell a difference. */
    static boolean differs(Map<String, String> values) {
        return !values.getOrDefault(DRIFTED, "").isEmpty();
    }

    /** Tables, views and so on that differ by these values of a run; runs of older versions don't name them. */
    static List<String> differing(Map<String, String> values) {
        return lines(values.getOrDefault(DIFFERING, ""));
    }

    List<String> drifted() {
        return lines(saved(DRIFTED));
    }

    void defined(List<String> differences) {
        List<String> all = new ArrayList<>(differences.subList(0, Math.min(MOST_DEFINITIONS, differences.size())));
        if (differences.size() > MOST_DEFINITIONS) {
            all.add((differences.size() - MOST_DEFINITIONS) + " more definitions differ");
        }
        save(DRIFTED, String.join("\n", all));
        name(differences.stream()
                .map(it -> it.split(": ", 2)[0])
                .limit(MOST_DEFINITIONS)
                .toList());
        save(DEFINED, differences.isEmpty() ? ALIKE : "yes");
    }

    boolean isDefined() {
        return !saved(DEFINED).isEmpty();
    }

    /** Whether the definitions were compared, and none differs. */
    boolean isDefinedAlike() {
        return saved(DEFINED).equals(ALIKE);
    }

    void finish(int tables) {
        save(COMPARED, String.valueOf(tables));
    }

    /** Whether an earlier look has said this already: the run knows then that rows may have been replaced, however this one ends. */
    boolean announceReplacing() {
        boolean isKnown = mayHaveReplaced();
        save(MAY_REPLACE, "yes");
        return isKnown;
    }

    boolean mayHaveReplaced() {
        return saved(MAY_REPLACE).equals("yes");
    }

    void repaired(long chunks, long deleted, long inserted) {
        save(REPAIRED, String.valueOf(repairedChunks() + chunks));
        save(DELETED, String.valueOf(number(DELETED) + deleted));
        save(INSERTED, String.valueOf(number(INSERTED) + inserted));
    }

    long repairedChunks() {
        return number(REPAIRED);
    }

    /** {@code 3 chunks repaired, 1200 rows deleted and 1201 inserted}. */
    String repairedInWords() {
        return repairedInWords(repairedChunks(), number(DELETED), number(INSERTED));
    }

    static String repairedInWords(long chunks, long deleted, long inserted) {
        return chunks + " chunks repaired, " + deleted + " rows deleted and " + inserted + " inserted";
    }

    /** Tables, views and so on that differ. */
    List<String> differing() {
        return lines(saved(DIFFERING));
    }

    /** How many tables were compared; empty before the end. */
    Optional<String> compared() {
        return Optional.of(saved(COMPARED)).filter(it -> !it.isEmpty());
    }

    private long number(String name) {
        String text = saved(name);
        return text.isEmpty() ? 0 : Long.parseLong(text);
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
