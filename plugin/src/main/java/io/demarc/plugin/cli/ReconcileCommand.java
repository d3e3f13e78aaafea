/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.Views.Outcome;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "reconcile",
        description = "Makes the ports what they should be, now. Exit 1 if they are not so in time.",
        footer = {"", "Example:", "  demarc reconcile tor-a1"})
final class ReconcileCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Mixin
    private Wait wait = new Wait();

    @Mixin
    private OneSwitch only = new OneSwitch();

    @Option(names = "--dry-run", description = "Only show what would be sent; exit 1 if anything would change.")
    private boolean dryRun;

    ReconcileCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (DaemonClient daemon = client.connect(terminal)) {
            String path = "reconcile?dry_run=" + dryRun + "&wait_seconds=" + wait.seconds() + only.query();
            String answer = daemon.send("POST", path, wait.duration());
            Outcome outcome = Objects.requireNonNull(Json.read(answer, Outcome.class));
            client.print(terminal, answer, () -> new Rendering(terminal).outcome(outcome, dryRun));
            return ExitStatus.doneIf(outcome.done());
        }
    }
}
