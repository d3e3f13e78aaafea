/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Outcome;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.Undo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code replica-stop}: asks everything that a rebuild needs, remembers how the replica was set up, and stops its
 * replication. It holds its data as before.
 */
final class ReplicaStop extends ReplicaStep {
    ReplicaStop(Databases databases) {
        super(databases);
    }

    @Override
    public String name() {
        return "replica-stop";
    }

    @Override
    public List<Finding> guard(StepContext context) {
        RebuildInspection inspection = RebuildInspection.of(rebuild(context));
        ServerView replica = inspection.replica();
        Optional<ReplicationStatus> status = replica.only();
        saveOnce(context, BY_GTID, isByGtid(context, inspection) ? "yes" : "no");
        saveOnce(
                context,
                KEPT_OPTIONS,
                lines(status.map(ReplicaStatements::kept)
                        .orElse(replica.dialect().usualConnection())));
        saveOnce(context, HAD_EVENTS, events(replica.variable("event_scheduler")));
        saveOnce(context, WAS_READ_ONLY, ReplicaStatements.readOnly(replica));
        saveOnce(context, METHOD, inspection.method().saved());
        if (!inspection.method().isBeside()) {
            InPlaceSettings.remember(context, replica);
        }
        saveOnce(context, DATA_DIRECTORY, replica.variable("datadir"));
        saveOnce(context, PID_FILE, replica.pidFile());
        List<Finding> findings = new ArrayList<>(inspection.findings());
        saveOnce(context, LOGIN_PROOF, inspection.loginProof());
        findings.add(Finding.met(
                "how " + replica.database() + " connects to its primary is known", connection(context, status)));
        return findings;
    }

    private static String events(String scheduler) {
        return switch (scheduler) {
            case "ON" -> "yes";
            case "OFF" -> "off";
            default -> "no";
        };
    }

    /** Options that protect the connection are nowhere but in a replica that is set up. */
    private static String connection(StepContext context, Optional<ReplicationStatus> status) {
        String kept = context.value(KEPT_OPTIONS).orElse("");
        if (kept.contains("MASTER_SSL=1")) {
            return "as before, with TLS";
        }
        return status.isPresent()
                ? "as before, without TLS"
                : "without TLS, with the server's own defaults, since it replicates from nobody; an account that"
                        + " REQUIREs SSL would be refused";
    }

    /** As it was; and where it was nothing, as the servers' makers recommend. */
    private static boolean isByGtid(StepContext context, RebuildInspection inspection) {
        String wanted = context.parameters().getOrDefault("gtid", "auto");
        boolean isPossible = inspection.replica().dialect().isMariaDb()
                || inspection.primary().isOn("gtid_mode");
        return wanted.equals("auto")
                ? inspection.replica().only().map(ReplicationStatus::isByGtid).orElse(isPossible)
                : wanted.equals("yes");
    }

    private static String lines(Map<String, String> options) {
        return options.entrySet().stream()
                .map(it -> it.getKey() + "=" + it.getValue())
                .collect(Collectors.joining("\n"));
    }

    @Override
    public Outcome act(StepContext context) {
        Rebuild rebuild = rebuild(context);
        SqlClient client = rebuild.client(rebuild.replica());
        Dialect dialect = ServerReader.read(client).dialect();
        if (ServerReader.status(client, dialect).isEmpty()) {
            return Outcome.acted(rebuild.replica() + " replicates from nobody");
        }
        change(context, client, List.of(dialect.thread("STOP", "")));
        return Outcome.acted(rebuild.replica() + " has stopped replicating; its data are as they were");
    }

    @Override
    public List<Finding> verify(StepContext context) {
        Rebuild rebuild = rebuild(context);
        SqlClient client = rebuild.client(rebuild.replica());
        ServerView view = ServerReader.read(client);
        String claim = rebuild.replica() + " doesn't replicate";
        boolean isStopped = view.replication().stream().noneMatch(it -> it.isApplying() || it.isReceiverStarted());
        String found = view.replication().isEmpty()
                ? "it replicates from nobody"
                : view.replication().get(0).inWords();
        return List.of(
                isStopped
                        ? Finding.met(claim, found)
                        : Finding.notMet(claim, found, "Look who starts it again, then resume."));
    }

    @Override
    public Optional<Undo> undo(StepContext context) {
        Rebuild rebuild = rebuild(context);
        SqlClient client = rebuild.client(rebuild.replica());
        Dialect dialect = ServerReader.read(client).dialect();
        Optional<ReplicationStatus> status = ServerReader.status(client, dialect);
        if (status.isEmpty()) {
            return Optional.of(Undo.byPerson(rebuild.replica()
                    + " has no replication any more, and may hold a part of a copy: rebuild it before"
                    + " anybody reads from it."));
        }
        if (context.value(LEFT_OUT).isPresent()) {
            return Optional.of(
                    Undo.byPerson(rebuild.replica() + " doesn't replicate, and may hold a part of new tables: rebuild "
                            + "them, or all of it, before it is started."));
        }
        return status.get().isApplying() && status.get().isReceiverStarted()
                ? Optional.empty()
                : Optional.of(Undo.of(
                        "start replication on " + rebuild.replica() + " again, with the data that it had",
                        () -> change(context, client, List.of(dialect.thread("START", "")))));
    }
}
