/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.replica.FakeDatabases.Fault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * Rows of a {@link FakeServer} that are replaced in a transaction, which ends with its session unless it is committed. It fails the
 * test when rows are committed that are not of the moment that the server has reached.
 */
final class FakeRepair {
    /** The column that tells of what moment a row was read. */
    static final String MOMENT = "moment";

    private static final Pattern ROW = Pattern.compile("\\((\\d+),(\\d+)\\)");

    /** Transactions that have replaced rows. */
    int committed;

    private final FakeDatabases world;
    private final FakeServer server;

    /** What a transaction has done so far, to one table. */
    static final class Work {
        private String table = "";
        private final Set<Long> deleted = new HashSet<>();
        /** That were deleted, and not inserted, or not as they are on the primary. */
        private final Set<Long> missing = new HashSet<>();

        private final Set<Long> moments = new HashSet<>();
    }

    FakeRepair(FakeDatabases world, FakeServer server) {
        this.world = world;
        this.server = server;
    }

    /** Whether such rows are not the primary's, as this session sees them. */
    boolean isOdd(FakeSession session, String table, long above, long upTo) {
        Set<Long> odd = new HashSet<>(server.drifted.getOrDefault(table, List.of()));
        Work work = session.work;
        if (work != null && work.table.equals(table)) {
            odd.removeAll(work.deleted);
            odd.addAll(work.missing);
        }
        return odd.stream().anyMatch(it -> above < it && it <= upTo);
    }

    void teach() {
        server.ask(
                "SELECT DISTINCT event_object_schema AS s, .* FROM information_schema.triggers .*",
                (words, session) -> FakeSight.rows("s\tt", world.triggered));
        server.ask("SELECT `id` AS c0,`" + MOMENT + "` AS c1 FROM " + FakeSight.CHUNK, (words, session) -> {
            server.claim(session.snapshot >= 0, "is read at no one moment");
            return FakeSight.rows(
                    "c0\tc1",
                    ids(words).mapToObj(id -> id + "\t" + session.snapshot).toList());
        });
        server.change("START TRANSACTION READ WRITE|ROLLBACK", (words, session) -> {
            if (!world.readOnly.isEmpty()) {
                throw new FakeServer.Refused(world.readOnly);
            }
            session.work = null;
        });
        server.ask(
                "SELECT @@GLOBAL.super_read_only AS state",
                (words, session) -> FakeSight.row("state", world.superReadOnly.equals("ON") ? 1 : 0));
        server.change("SET GLOBAL super_read_only=(ON|OFF)", (words, session) -> world.superReadOnly = words.group(1));
        server.change(
                "SET SESSION sql_log_bin=0, SESSION foreign_key_checks=0, SESSION unique_checks=1, SESSION sql_safe_updates=0,"
                        + " SESSION sql_mode='NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES',"
                        + " SESSION innodb_lock_wait_timeout=20, SESSION lock_wait_timeout=20, SESSION check_constraint_checks=0",
                (words, session) -> {
                    session.isLogging = false;
                    session.isQuiet = true;
                });
        server.ask(
                "SELECT @@max_allowed_packet AS most", (words, session) -> FakeSight.row("most", world.largestPacket));
        server.change("START TRANSACTION", (words, session) -> session.work = new Work());
        server.change("DELETE FROM " + FakeSight.CHUNK, (words, session) -> {
            Work work = work(session, words.group(1));
            server.claim(work.moments.isEmpty(), "loses rows that were inserted");
            ids(words).forEach(work.deleted::add);
            ids(words).forEach(work.missing::add);
        });
        server.change(
                "INSERT INTO `app`.`(\\w+)` \\(`id`,`" + MOMENT + "`\\) VALUES (.*)",
                (words, session) -> insert(work(session, words.group(1)), words.group(2)));
        server.change("COMMIT", (words, session) -> commit(session));
    }

    private LongStream ids(Matcher words) {
        long upTo = FakeSight.number(words.group(3), world.table(words.group(1)).rows());
        return LongStream.rangeClosed(FakeSight.number(words.group(2), 0) + 1, upTo);
    }

    private Work work(FakeSession session, String table) {
        Work work = session.work;
        if (work == null) {
            throw server.refuse("loses rows outside of a transaction");
        }
        if (world.superReadOnly.equals("ON")) {
            throw new FakeServer.Refused("1290 (HY000) at line 7: running with the --super-read-only option");
        }
        server.claim(
                session.isLasting && !session.isLogging && session.isQuiet, "gets rows that are logged or checked");
        server.claim(work.table.isEmpty() || work.table.equals(table), "has two tables in one transaction");
        work.table = table;
        return work;
    }

    private void insert(Work work, String rows) {
        if (world.takes(Fault.INSERT_REFUSED)) {
            throw new FakeServer.Refused("1062 (23000) at line 7: Duplicate entry '7' for key 'u'");
        }
        if (world.takes(Fault.HELD_REPLICA_IS_STARTED)) {
            server.replicating("INSERT").isApplying = true;
            server.replicating("INSERT").until = Long.MAX_VALUE;
        }
        boolean isInexact = world.takes(Fault.INSERT_IS_INEXACT);
        Matcher row = ROW.matcher(rows);
        List<Long> inserted = new ArrayList<>();
        while (row.find()) {
            inserted.add(Long.valueOf(row.group(1)));
            work.moments.add(Long.valueOf(row.group(2)));
        }
        server.claim(!inserted.isEmpty() && work.missing.containsAll(inserted), "gets rows that it has: " + rows);
        inserted.subList(isInexact ? 1 : 0, inserted.size()).forEach(work.missing::remove);
    }

    private void commit(FakeSession session) {
        Work work = work(session, session.work == null ? "" : session.work.table);
        server.claim(!server.replicating("COMMIT").isApplying, "applies its primary's log while rows are replaced");
        server.claim(
                work.missing.isEmpty() && work.moments.equals(Set.of(server.data)),
                "has rows as of " + server.data + " and gets others as of " + work.moments + ", without "
                        + work.missing);
        List<Long> drifted = new ArrayList<>(server.drifted.getOrDefault(work.table, List.of()));
        drifted.removeAll(work.deleted);
        server.drifted.put(work.table, drifted);
        if (drifted.isEmpty()) {
            server.drifted.remove(work.table);
        }
        session.work = null;
        committed++;
    }
}
