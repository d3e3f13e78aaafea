/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.runbooks;

import io.demarc.hooks.runbook.Evidence;
import io.demarc.hooks.runbook.Run;
import io.demarc.hooks.runbook.RunId;
import io.demarc.hooks.runbook.RunStore;
import io.demarc.plugin.books.Store;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Runs in the database. Thread-safe. */
public final class SqlRunStore implements RunStore {
    private final Store store;

    public SqlRunStore(Store store) {
        this.store = store;
    }

    @Override
    public RunId newId() {
        return new RunId(store.write(handle -> handle.createUpdate("INSERT INTO run_number DEFAULT VALUES")
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one()));
    }

    @Override
    public Optional<Run> save(Run run) {
        return store.write(handle -> {
            refuseASecondOne(handle, run);
            Run saved = run.saved();
            return write(handle, run, saved) == 1 ? Optional.of(saved) : Optional.<Run>empty();
        });
    }

    private static int write(Handle handle, Run run, Run saved) {
        String sql = run.version() == 0
                ? "INSERT INTO run (id, object_name, runbook, state, is_active, version, changed_at_millis, document)"
                        + " VALUES (:id, :object, :runbook, :state, :active, :version, :changed, :document)"
                        + " ON CONFLICT (id) DO NOTHING"
                : "UPDATE run SET state = :state, is_active = :active, version = :version,"
                        + " changed_at_millis = :changed, document = :document WHERE id = :id AND version = :before"
                        + " AND object_name = :object AND runbook = :runbook";
        return handle.createUpdate(sql)
                .bind("id", run.id().value())
                .bind("object", run.object())
                .bind("runbook", run.order().runbook())
                .bind("state", run.state().id())
                .bind("active", run.state().isActive() ? 1 : 0)
                .bind("version", saved.version())
                .bind("before", run.version())
                .bind("changed", run.changedAt().toEpochMilli())
                .bind("document", RunDocument.write(saved))
                .execute();
    }

    private static void refuseASecondOne(Handle handle, Run run) {
        Optional<Run> other = run.state().isActive() ? active(handle, run.object()) : Optional.empty();
        if (other.isPresent() && !other.get().id().equals(run.id())) {
            throw ProblemException.of(
                    ProblemCode.CONFLICT,
                    "Run " + other.get().id() + " (" + other.get().order().runbook() + ") is active on " + run.object()
                            + ".",
                    "Finish or abort it first: 'demarc runbook status "
                            + other.get().id() + "'.");
        }
    }

    private static Optional<Run> active(Handle handle, String object) {
        return handle.createQuery("SELECT document FROM run WHERE object_name = :object AND is_active = 1")
                .bind("object", object)
                .mapTo(String.class)
                .findOne()
                .map(RunDocument::read);
    }

    @Override
    public Optional<Run> load(RunId id) {
        return store.read(handle -> handle.createQuery("SELECT document FROM run WHERE id = :id")
                .bind("id", id.value())
                .mapTo(String.class)
                .findOne()
                .map(RunDocument::read));
    }

    @Override
    public Optional<Run> active(String object) {
        return store.read(handle -> active(handle, object));
    }

    @Override
    public List<Run> list() {
        return store.read(handle -> handle.createQuery("SELECT document FROM run ORDER BY id DESC")
                .mapTo(String.class)
                .map(RunDocument::read)
                .list());
    }

    @Override
    public List<Run> newestOn(String object, int most) {
        return store.read(handle -> handle.createQuery(
                        "SELECT document FROM run WHERE object_name = :object ORDER BY id DESC LIMIT :most")
                .bind("object", object)
                .bind("most", most)
                .mapTo(String.class)
                .map(RunDocument::read)
                .list());
    }

    @Override
    public void appendEvidence(RunId id, Evidence evidence) {
        store.change(handle -> handle.createUpdate("INSERT INTO run_evidence (run_id, at_millis, step, who, what,"
                        + " exit_status, output) VALUES (:run, :at, :step, :who, :what, :exit, :output)")
                .bind("run", id.value())
                .bind("at", evidence.at().toEpochMilli())
                .bind("step", evidence.step())
                .bind("who", evidence.who())
                .bind("what", evidence.what())
                .bind("exit", evidence.exit())
                .bind("output", evidence.output())
                .execute());
    }

    @Override
    public List<Evidence> evidence(RunId id) {
        return store.read(handle -> handle.createQuery("SELECT at_millis, step, who, what, exit_status, output"
                        + " FROM run_evidence WHERE run_id = :run ORDER BY id")
                .bind("run", id.value())
                .map((row, context) -> evidence(row))
                .list());
    }

    private static Evidence evidence(ResultSet row) throws SQLException {
        int exit = row.getInt("exit_status");
        boolean hasExit = !row.wasNull();
        return new Evidence(
                Instant.ofEpochMilli(row.getLong("at_millis")),
                row.getString("step"),
                row.getString("who"),
                row.getString("what"),
                hasExit ? exit : null,
                row.getString("output"));
    }
}
