/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static io.demarc.plugin.cli.DaemonClient.encode;

import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.RunViews.PlanView;
import io.demarc.plugin.operations.RunViews.RunView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Starts a run in the daemon, or shows what it would do. One caller at a time. */
final class RunStart {
    /** Guards ask machines that may be slow to answer. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Terminal terminal;
    private final ClientOptions client;

    RunStart(Terminal terminal, ClientOptions client) {
        this.terminal = terminal;
        this.client = client;
    }

    /** What is to be started, on which object. */
    record Wanted(String runbook, String object, Map<String, String> parameters) {}

    /** What comes after: nothing starts, or the command ends at once, or it shows the run until that stands still. */
    enum Then {
        DRY_RUN,
        RETURN,
        WATCH
    }

    /** Returns the exit status. */
    int run(Wanted wanted, Then then) {
        Map<String, Object> body = new TreeMap<>();
        body.put("object", wanted.object());
        body.put("parameters", wanted.parameters());
        String path = "runbooks/" + encode(wanted.runbook()) + (then == Then.DRY_RUN ? "/plan" : "/start");
        try (DaemonClient daemon = client.connect(terminal)) {
            byte[] json = Json.write(body).getBytes(StandardCharsets.UTF_8);
            String answer = daemon.send("POST", path, "application/json", json, PATIENCE);
            return switch (then) {
                case DRY_RUN -> planned(answer);
                case RETURN -> shown(answer);
                case WATCH -> watched(daemon, answer);
            };
        }
    }

    private int planned(String answer) {
        PlanView plan = Objects.requireNonNull(Json.read(answer, PlanView.class));
        client.print(terminal, answer, () -> new RunRendering(terminal).plan(plan));
        return ExitStatus.doneIf(plan.clear());
    }

    private int shown(String answer) {
        RunView view = Objects.requireNonNull(Json.read(answer, RunView.class));
        client.print(terminal, answer, () -> new RunRendering(terminal).run(view));
        return ExitStatus.DONE.code();
    }

    private int watched(DaemonClient daemon, String answer) {
        RunView started = Objects.requireNonNull(Json.read(answer, RunView.class));
        RunView last = new RunWatch(terminal, daemon, client.json()).watch(Long.toString(started.id()));
        return ExitStatus.doneIf(last.state().equals("done"));
    }
}
