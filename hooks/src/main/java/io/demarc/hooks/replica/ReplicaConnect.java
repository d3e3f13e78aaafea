/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.Progress;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.Undo;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code replica-connect}: makes the server a replica of the copy's moment, starts it, and waits until both threads run and it
 * is not behind. That a server is one already means that an earlier attempt came so far: then its position stays.
 */
final class ReplicaConnect extends ReplicaStep {
    ReplicaConnect(Databases databases) {
        super(databases);
    }

    @Override
    public String name() {
        return "replica-connect";
    }

    @Override
    public List<Finding> guard(StepContext context) {
        String claim = "the copy's moment is known";
        Rebuild rebuild = rebuild(context);
        ServerView primary = ServerReader.read(rebuild.client(rebuild.primary()));
        return List.of(
                copied(context)
                        .map(it -> Finding.met(claim, it.coordinates() + " " + it.gtid()))
                        .orElseGet(() -> Finding.notMet(claim, "it isn't", "Abort the run and start a new one.")),
                RebuildGuards.primaryIsPrimary(primary));
    }

    @Override
    public Outcome act(StepContext context) {
        Rebuild rebuild = rebuild(context);
        SqlClient client = rebuild.client(rebuild.replica());
        ServerView view = ServerReader.read(client);
        Dialect dialect = view.dialect();
        ReplicationLogin login = databases().replicationLogin(rebuild.replica());
        String start = dialect.thread("START", "");
        if (!view.replication().isEmpty()) {
            applyEverything(context, rebuild);
            restoreSettings(context);
            change(context, client, List.of(dialect.thread("STOP", "")));
            secretly(context, client, ReplicaStatements.relogin(dialect, login), login);
            change(context, client, List.of(start));
            return Outcome.acted(rebuild.replica() + " was a replica already, and is started");
        }
        Point point = copied(context).orElseThrow(() -> new IllegalStateException("the copy's moment is not known"));
        boolean isByGtid = context.value(BY_GTID).orElse("no").equals("yes");
        change(context, client, preparation(context, client, dialect, point, isByGtid));
        restoreSettings(context);
        Map<String, String> kept = kept(context.value(KEPT_OPTIONS).orElse(""));
        secretly(
                context,
                client,
                ReplicaStatements.connect(dialect, rebuild.primary(), login, point, isByGtid, kept),
                login);
        change(context, client, List.of(start));
        return Outcome.acted(rebuild.replica() + " replicates from " + rebuild.primary() + ", "
                + (isByGtid ? "by GTID from " + point.gtid() : "from " + point.coordinates()));
    }

    private static List<String> preparation(
            StepContext context, SqlClient client, Dialect dialect, Point point, boolean isByGtid) {
        List<String> statements = new ArrayList<>(List.of("SET SESSION sql_log_bin=0"));
        // A dump makes events run on a replica that only their primary may run (SHOW CREATE EVENT doesn't say where it
        // stands).
        client.ask(ReplicaStatements.ENABLED_EVENTS)
                .forEach(row -> statements.addAll(ReplicaStatements.leaveToPrimary(dialect, row)));
        String events = context.value(HAD_EVENTS).orElse("no");
        if (!events.equals("no")) {
            statements.add("SET GLOBAL event_scheduler=" + (events.equals("yes") ? "ON" : "OFF"));
        }
        // MariaDB keeps the position in a table, whose rows from before contradict whatever comes: set even if it isn't
        // used.
        if (isByGtid && point.gtid().replace(SqlRow.NULL, "").isEmpty()) {
            throw ProblemException.of(
                    ProblemCode.DATABASE_REFUSED,
                    "Database " + client.database() + " is to replicate by GTID, and the copy's GTID position is empty:"
                            + " all that its primary has ever logged would be applied to a copy that holds it already.",
                    "Abort this run, and rebuild it with --gtid no.");
        }
        // MySQL says by it what it holds, whatever it replicates by.
        if (isByGtid || dialect.isMariaDb() || !point.gtid().isEmpty()) {
            statements.add(dialect.setGtid(point.gtid()));
        }
        context.value(WAS_READ_ONLY).ifPresent(statements::add);
        return statements;
    }

    @Override
    public void abandon(StepContext context) {
        restoreSettings(context);
    }

    /** The statement goes into the evidence without the password, and so does what the server answers. */
    private static void secretly(StepContext context, SqlClient client, String statement, ReplicationLogin login) {
        String shown = client.database() + "> "
                + statement.replace(SqlText.literal(login.password().reveal()), "'***'");
        try {
            client.runSecretly(List.of(statement), SqlClient.USUAL, List.of(login.password()));
            context.record(shown, 0, "");
        } catch (ProblemException e) {
            context.record(shown, 1, e.problem().summary());
            throw e;
        }
    }

    private static Map<String, String> kept(String lines) {
        Map<String, String> kept = new LinkedHashMap<>();
        lines.lines().forEach(line -> {
            int at = line.indexOf('=');
            if (at > 0) {
                kept.put(line.substring(0, at), line.substring(at + 1));
            }
        });
        return kept;
    }

    @Override
    public Progress poll(StepContext context) {
        ReplicationStatus status = status(context);
        if (status.isBroken()) {
            return Progress.broken(List.of(Finding.notMet(
                    context.object() + " replicates",
                    status.inWords(),
                    "Mend it, then resume. Its data are a whole copy up to that point; it is not caught up.")));
        }
        return RunningReplica.isCaughtUp(status, longestLag(context))
                ? Progress.done()
                : Progress.waiting(status.inWords());
    }

    @Override
    public List<Finding> verify(StepContext context) {
        return List.of(RunningReplica.finding(context.object(), status(context), longestLag(context)));
    }

    private static long longestLag(StepContext context) {
        String text = context.parameters().getOrDefault("max-lag", "");
        return text.matches("\\d{1,9}") ? Long.parseLong(text) : RebuildInspection.USUAL_LAG_SECONDS;
    }

    private ReplicationStatus status(StepContext context) {
        Rebuild rebuild = rebuild(context);
        SqlClient client = rebuild.client(rebuild.replica());
        return ServerReader.status(client, ServerReader.read(client).dialect())
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.DATABASE_REFUSED,
                        "Database " + rebuild.replica() + " replicates from nobody.",
                        "Resume: the step sets it up again."));
    }

    @Override
    public Optional<Undo> undo(StepContext context) {
        return Optional.empty();
    }
}
