/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static io.demarc.plugin.cli.DaemonClient.encode;

import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.Views.Outcome;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

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

    @Parameters(arity = "0..1", paramLabel = "SWITCH", description = "Only this one.")
    private @Nullable String switchName;

    ReconcileCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        String only = switchName == null ? "" : "&switch=" + encode(switchName);
        try (DaemonClient daemon = client.connect(terminal)) {
            String answer = daemon.send("POST", "reconcile?wait_seconds=" + wait.seconds() + only, wait.duration());
            Outcome outcome = Objects.requireNonNull(Json.read(answer, Outcome.class));
            client.print(terminal, answer, () -> new Rendering(terminal).outcome(outcome));
            return ExitStatus.doneIf(outcome.done());
        }
    }
}
