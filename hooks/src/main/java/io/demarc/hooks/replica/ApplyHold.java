/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.node.RunningCommand;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A replica that doesn't apply its primary's log for a while, and so stays at one point of it. A shell on its own server holds
 * it and lets it go on whatever happens: see {@code hold.sh}. The primary isn't touched.
 */
final class ApplyHold implements SourceHold {
    private static final Duration CONNECTING = Duration.ofSeconds(20);
    private static final Duration LETTING_GO = Duration.ofSeconds(60);
    /** Two beats may be lost. */
    static final int SILENCE_SECONDS = 45;

    private final SqlClient client;
    private final Dialect dialect;
    private volatile @Nullable RunningCommand holder;
    private @Nullable Point at;

    ApplyHold(SqlClient client, Dialect dialect) {
        this.client = client;
        this.dialect = dialect;
    }

    @Override
    public Optional<Point> take() {
        List<String> arguments = new ArrayList<>(List.of(
                String.valueOf(SILENCE_SECONDS),
                dialect.thread("STOP", "SQL_THREAD"),
                dialect.thread("START", "SQL_THREAD")));
        arguments.addAll(client.database().clientOptions());
        RunningCommand started = client.node().start(Script.HOLD.argv(arguments), CONNECTING);
        holder = started;
        BufferedReader from = new BufferedReader(new InputStreamReader(started.output(), StandardCharsets.UTF_8));
        try {
            if (!"stopped".equals(from.readLine())) {
                throw SqlClient.refused(client.database(), Script.remarks(started.complaints()), -1);
            }
        } catch (IOException e) {
            throw lost("the connection broke before it had stopped applying", e);
        }
        Point point = point();
        at = point;
        return Optional.of(point);
    }

    private Point point() {
        ReplicationStatus status = status();
        if (status.isApplying()) {
            throw lost("it applies its primary's log although it was stopped", null);
        }
        Coordinates applied = status.applied()
                .orElseThrow(() -> lost("it doesn't say how far it has applied its primary's log", null));
        String gtid = client.ask("SELECT " + dialect.appliedGtid() + " AS gtid")
                .get(0)
                .text("gtid");
        return new Point(applied, gtid.replaceAll("\\s", ""));
    }

    private ReplicationStatus status() {
        return ServerReader.status(client, dialect).orElseThrow(() -> lost("it doesn't replicate any more", null));
    }

    @Override
    public List<String> dumpOptions() {
        return List.of("--single-transaction");
    }

    @Override
    public void beat() {
        RunningCommand held = holder;
        try {
            if (held != null) {
                held.input().write('\n');
                held.input().flush();
            }
        } catch (IOException e) {
            // What holds it finds out the same way, and lets go; so does release().
            held.close();
        }
    }

    @Override
    public void release() {
        if (status().isApplying() || !point().equals(at)) {
            throw lost("somebody started it while it was being dumped", null);
        }
        close();
        if (!status().isApplying()) {
            client.ask(dialect.thread("START", "SQL_THREAD"));
        }
    }

    @Override
    public void close() {
        RunningCommand held = holder;
        if (held == null) {
            return;
        }
        try {
            held.input().close();
            held.awaitExit(LETTING_GO);
        } catch (IOException e) {
            // It finds its input at its end all the same.
        } finally {
            held.close();
        }
    }

    private ProblemException lost(String why, @Nullable Exception cause) {
        ProblemException problem = ProblemException.of(
                ProblemCode.DATABASE_BUSY,
                "Database " + client.database() + ": " + why + ".",
                "Look at '" + dialect.showReplica() + "' there, then try again.");
        return cause == null ? problem : new ProblemException(problem.problem(), cause);
    }
}
