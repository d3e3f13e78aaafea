/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.runbook.Finding;
import io.demarc.problem.ProblemException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Claims about a repair of rows: whether it may be done at all, and to which tables it can't be. */
final class RepairGuards {
    private static final String TRIGGERS =
            "SELECT DISTINCT event_object_schema AS s, event_object_table AS t FROM information_schema.triggers"
                    + " WHERE event_manipulation IN ('INSERT','DELETE')";

    private RepairGuards() {}

    static Finding lossIsMeant(Database replica, String losable) {
        String claim = "rows that only " + replica + " has, or has otherwise, may be lost";
        return losable.equals(replica.name())
                ? Finding.met(claim, "it was named")
                : Finding.notMet(
                        claim,
                        "nobody has said so, and nothing keeps them",
                        "Look what differs with 'demarc replica check " + replica + "', then say '--lose " + replica
                                + "'.");
    }

    /**
     * Asked of the server itself: a transaction that writes is begun and rolled back, or what is on is set on, and the server refuses
     * either to whom it wouldn't let do it.
     */
    static Finding mayWrite(SqlClient client, boolean isSuperReadOnly) {
        String claim = "Demarc may write on " + client.database() + " without its log, though it may be read-only";
        List<String> attempt = isSuperReadOnly
                ? List.of(SuperReadOnly.ON)
                : List.of("SET SESSION sql_log_bin=0", "START TRANSACTION READ WRITE", "ROLLBACK");
        try {
            client.askAll(SqlClient.USUAL, attempt);
            return Finding.met(
                    claim,
                    isSuperReadOnly
                            ? "super_read_only is turned off while rows are replaced, and on again"
                            : "the server has begun such a transaction");
        } catch (ProblemException e) {
            return Finding.notMet(
                    claim,
                    e.problem().summary(),
                    "Give Demarc's login there SUPER, or the privileges that the server names.");
        }
    }

    static Finding definitionsAreTheSame(Database replica, List<String> differences) {
        String claim = replica + " has the same definitions as its primary";
        return differences.isEmpty()
                ? Finding.met(claim, "none differs")
                : Finding.notMet(
                        claim,
                        differences.size() + " differences: " + String.join("; ", differences),
                        "Only rows are repaired. Make them the same, or name tables where they are with --tables; or "
                                + "rebuild it: 'demarc replica rebuild " + replica + "'.");
    }

    /** Which ones it can't repair, should they differ; never an objection. */
    static Finding repairable(Collection<TableShape> tables, Set<String> triggered) {
        String claim = "tables whose rows differ can be repaired, or are told";
        String others = tables.stream()
                .flatMap(it -> refusal(it, triggered).map(why -> it.id() + " (" + why + ")").stream())
                .collect(Collectors.joining(", "));
        return Finding.met(claim, others.isEmpty() ? "all of them" : "all but " + others);
    }

    /** Tables on this server that do something when a row comes or goes, by their ids. */
    static Set<String> triggered(SqlClient client) {
        return client.ask(TRIGGERS).stream()
                .map(it -> TableShape.id(it.text("s"), it.text("t")))
                .collect(Collectors.toSet());
    }

    /** Why the table's rows can't be replaced; empty when they can. */
    static Optional<String> refusal(TableShape table, Set<String> triggered) {
        if (!table.isTransactional()) {
            return Optional.of("it has no transactions");
        } else if (table.kind().equals(TableShape.VERSIONED)) {
            return Optional.of("its history would not be the primary's");
        } else if (triggered.contains(table.id())) {
            return Optional.of("it has triggers, which would run again");
        }
        return table.isChunked() || table.bytes() <= TableWalk.CHUNK_BYTES
                ? Optional.empty()
                : Optional.of("it has no key by which it could be read in parts");
    }
}
