/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.Views.DatabaseView;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Shows the databases again and again, until it is interrupted or nobody reads what it prints any more. */
final class ReplicaWatch {
    private static final int LONGEST_SECONDS = 3600;

    private final Terminal terminal;
    private final DaemonClient daemon;
    private final boolean isJson;
    /** Never comes: waiting for it is a pause that an interruption ends. */
    private final CountDownLatch end = new CountDownLatch(1);

    ReplicaWatch(Terminal terminal, DaemonClient daemon, boolean isJson) {
        this.terminal = terminal;
        this.daemon = daemon;
        this.isJson = isJson;
    }

    /** Returns the exit status that the last answer is worth. */
    int watch(int seconds) {
        if (seconds < 1 || seconds > LONGEST_SECONDS) {
            throw ProblemException.of(
                    ProblemCode.INPUT_INVALID,
                    "A pause of " + seconds + " seconds is not within 1 to " + LONGEST_SECONDS + ".",
                    "Say --watch 10, or --watch alone.");
        }
        boolean isWell = show();
        while (!terminal.out().checkError() && pause(seconds)) {
            isWell = show();
        }
        return ExitStatus.doneIf(isWell);
    }

    private boolean show() {
        String answer = daemon.get("databases");
        List<DatabaseView> databases = Json.readAll(answer, DatabaseView.class);
        if (isJson) {
            terminal.text(answer.strip() + "\n");
        } else {
            terminal.newPicture();
            new ReplicaRendering(terminal).databases(databases);
        }
        return ReplicaRendering.allWell(databases);
    }

    /** False when it was interrupted. */
    private boolean pause(int seconds) {
        try {
            return !end.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
