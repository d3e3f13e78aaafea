/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.replica.Differences.Difference;
import io.demarc.hooks.replica.Differences.Moment;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Replaces the replica's rows in chunks that differ by the primary's, in one transaction that ends well only if every chunk is then
 * the same. It isn't logged: what replicates from the replica doesn't get it. One caller at a time.
 */
final class ChunkRepair implements Differences.Remedy {
    /** Of one statement, if it isn't a single row's. */
    private static final int STATEMENT_LENGTH = 1 << 20;
    /** Less than the replica may be held without a beat. */
    private static final int LOCK_SECONDS = 20;

    private final Side replica;
    private final Consumer<List<Difference>> repaired;

    /** @param repaired told what was done, when it is */
    ChunkRepair(Side replica, Consumer<List<Difference>> repaired) {
        this.replica = replica;
        this.repaired = repaired;
    }

    @Override
    public List<String> apply(List<Difference> differences, Moment moment) {
        try (SqlSession session = SqlSession.open(replica.client())) {
            settings(replica.dialect()).forEach(session::ask);
            session.ask("START TRANSACTION");
            for (Difference it : differences) {
                session.ask("DELETE FROM " + it.chunk().table().quoted()
                        + it.chunk().where());
                moment.beat();
            }
            for (Difference it : differences) {
                copy(it.chunk(), moment, session);
            }
            List<String> wrong = stillDiffering(differences, moment, session);
            moment.checkHeld();
            if (wrong.isEmpty()) {
                // Whoever began to apply right now would wait for the locks of these rows.
                session.ask("COMMIT");
                repaired.accept(differences);
            }
            return wrong;
        } catch (ProblemException e) {
            if (e.problem().code() != ProblemCode.DATABASE_REFUSED) {
                throw e;
            }
            moment.checkHeld();
            return List.of(differences.get(0).chunk().table().id() + ": nothing of it was changed: "
                    + e.problem().summary());
        }
    }

    /** So that rows are what they are told to be, and do nothing else. */
    static List<String> settings(Dialect dialect) {
        String settings =
                "SET SESSION sql_log_bin=0, SESSION foreign_key_checks=0, SESSION unique_checks=1, SESSION sql_safe_updates=0,"
                        + " SESSION sql_mode='NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES', SESSION innodb_lock_wait_timeout="
                        + LOCK_SECONDS + ", SESSION lock_wait_timeout=" + LOCK_SECONDS
                        + (dialect.isMariaDb() ? ", SESSION check_constraint_checks=0" : "");
        return List.of(settings, "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    }

    private void copy(Chunk chunk, Moment moment, SqlSession session) {
        RowValues values = new RowValues(chunk.table());
        long most = session.ask("SELECT @@max_allowed_packet AS most").get(0).number("most");
        StringBuilder statement = new StringBuilder();
        moment.snapshot().each(values.select(chunk), row -> {
            String literals = values.literals(row);
            if (!statement.isEmpty() && statement.length() + literals.length() > Math.min(STATEMENT_LENGTH, most / 2)) {
                insert(statement, moment, session);
            }
            statement.append(statement.isEmpty() ? values.insert() : ",").append(literals);
            checkLength(chunk.table(), statement.length(), most);
        });
        if (!statement.isEmpty()) {
            insert(statement, moment, session);
        }
    }

    /** The server would end the session, which looks like an accident that passes. */
    private void checkLength(TableShape table, long length, long most) {
        if (length >= most) {
            throw ProblemException.of(
                    ProblemCode.DATABASE_REFUSED,
                    "a row of " + table.id() + " takes " + length + " octets as a statement, and max_allowed_packet of "
                            + replica.database() + " is " + most,
                    "Raise it there.");
        }
    }

    private static void insert(StringBuilder statement, Moment moment, SqlSession session) {
        session.ask(statement.toString());
        statement.setLength(0);
        moment.beat();
    }

    private static List<String> stillDiffering(List<Difference> differences, Moment moment, SqlSession session) {
        List<String> wrong = new ArrayList<>();
        for (Difference it : differences) {
            Checksum now = Checksum.of(session.ask(it.chunk().checksum()).get(0));
            moment.beat();
            if (!now.equals(it.there())) {
                wrong.add(it.chunk().inWords() + ": " + it.there().rows() + " rows on the primary, " + now.rows()
                        + " on the replica with those inserted, and still not the same: nothing of it was changed");
            }
        }
        return wrong;
    }
}
