/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.StepKind;
import java.util.List;
import java.util.Optional;

/** What the steps about a replica have in common. */
abstract class ReplicaStep implements StepKind {
    /** Whether replication was, and will be, by global transaction ids: yes or no. */
    static final String BY_GTID = "by-gtid";
    /** The {@link CopyMethod} of this run, as it is {@link CopyMethod#saved() saved}. */
    static final String METHOD = "method";
    /** Where the replica's server has its files and its process id, for when it can't be asked. */
    static final String DATA_DIRECTORY = "data-directory";

    static final String PID_FILE = "pid-file";
    /** Whether Demarc's login can be tried on a copy: yes or no. */
    static final String LOGIN_PROOF = "login-proof";
    /** That the copy of some tables may have made the replica leave out their changes. */
    static final String LEFT_OUT = "left-out";
    /** Where in the primary's history the copy is, and the same as global transaction ids. */
    static final String COPIED_AT = "copied-at";

    static final String COPIED_GTID = "copied-gtid";
    /** Options of the connection that the replica had: name and quoted value, one a line. */
    static final String KEPT_OPTIONS = "kept-options";
    /** The statement that makes it as read-only as it was: a setting that isn't in its configuration is lost when it is restarted. */
    static final String WAS_READ_ONLY = "was-read-only";
    /** Whether the replica's event scheduler was on: yes, off, or no, which can't be changed while it runs. */
    static final String HAD_EVENTS = "had-events";

    private final Databases databases;

    ReplicaStep(Databases databases) {
        this.databases = databases;
    }

    final Rebuild rebuild(StepContext context) {
        return new Rebuild(databases, context);
    }

    final Databases databases() {
        return databases;
    }

    /** Runs statements that change something; they go into the evidence. */
    static void change(StepContext context, SqlClient client, List<String> statements) {
        String words = client.database() + "> " + String.join("; ", statements);
        try {
            client.askAll(SqlClient.USUAL, statements);
            context.record(words, 0, "");
        } catch (io.demarc.problem.ProblemException e) {
            context.record(words, 1, e.problem().message());
            throw e;
        }
    }

    static void saveOnce(StepContext context, String name, String value) {
        if (context.value(name).isEmpty()) {
            context.save(name, value);
        }
    }

    /** Ends what a copy of some tables had to leave out meanwhile, if it has come so far; the replica must not go on without. */
    static void applyEverything(StepContext context, Rebuild rebuild) {
        if (context.value(LEFT_OUT).isEmpty()) {
            return;
        }
        SqlClient client = rebuild.client(rebuild.replica());
        Dialect dialect = ServerReader.read(client).dialect();
        boolean isFiltered = ServerReader.status(client, dialect)
                .map(ReplicationStatus::isFiltered)
                .orElse(false);
        if (isFiltered) {
            change(context, client, List.of(dialect.thread("STOP", ""), dialect.leaveOut(List.of())));
        }
    }

    /** Of a replica that has loaded a copy itself, or hasn't. */
    final void restoreSettings(StepContext context) {
        Rebuild rebuild = rebuild(context);
        InPlaceSettings.restore(context, rebuild.client(rebuild.replica()));
    }

    /** Whether the copy is made beside what the replica holds. */
    static boolean isBeside(StepContext context) {
        return context.value(METHOD)
                .flatMap(CopyMethod::saved)
                .map(CopyMethod::isBeside)
                .orElse(false);
    }

    static Optional<Point> copied(StepContext context) {
        return context.value(COPIED_AT)
                .flatMap(Coordinates::parse)
                .map(at -> new Point(at, context.value(COPIED_GTID).orElse("")));
    }
}
