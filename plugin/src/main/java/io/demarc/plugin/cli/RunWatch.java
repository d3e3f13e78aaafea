/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static io.demarc.plugin.cli.DaemonClient.encode;

import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.RunViews.RunView;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/** Shows a run again whenever it has changed, as long as it goes on by itself. */
final class RunWatch {
    private static final int POLL_SECONDS = 30;
    private static final Set<String> MOVING = Set.of("running", "undoing");

    private final Terminal terminal;
    private final DaemonClient daemon;
    private final boolean isJson;

    RunWatch(Terminal terminal, DaemonClient daemon, boolean isJson) {
        this.terminal = terminal;
        this.daemon = daemon;
        this.isJson = isJson;
    }

    /** Returns the run when it has ended or waits for a person. */
    RunView watch(String run) {
        String answer = daemon.get("runs/" + encode(run));
        RunView view = show(answer);
        while (MOVING.contains(view.state())
                && !terminal.out().checkError()
                && !Thread.currentThread().isInterrupted()) {
            String path = "runs/" + view.id() + "?after_version=" + view.version() + "&wait_seconds=" + POLL_SECONDS;
            answer = daemon.get(path, Duration.ofSeconds(POLL_SECONDS));
            view = show(answer);
        }
        return view;
    }

    private RunView show(String answer) {
        RunView view = Objects.requireNonNull(Json.read(answer, RunView.class));
        if (isJson) {
            terminal.text(answer.strip() + "\n");
            return view;
        }
        terminal.newPicture();
        new RunRendering(terminal).run(view);
        return view;
    }
}
