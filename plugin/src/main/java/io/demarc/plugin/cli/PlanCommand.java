/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static io.demarc.plugin.cli.DaemonClient.encode;

import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.Views.PlannedChange;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "plan",
        description = {
            "Reads the switches and shows every difference, with the very lines that would be sent.",
            "Writes nothing. Exit 1 if anything differs."
        },
        footer = {"", "Example:", "  demarc plan tor-a1"})
final class PlanCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Mixin
    private Wait wait = new Wait();

    @Parameters(arity = "0..1", paramLabel = "SWITCH", description = "Only this one.")
    private @Nullable String switchName;

    PlanCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        String only = switchName == null ? "" : "&switch=" + encode(switchName);
        try (DaemonClient daemon = client.connect(terminal)) {
            String answer = daemon.get("plan?wait_seconds=" + wait.seconds() + only, wait.duration());
            List<PlannedChange> changes = Json.readAll(answer, PlannedChange.class);
            client.print(terminal, answer, () -> new Rendering(terminal).plan(changes));
            return ExitStatus.doneIf(changes.isEmpty());
        }
    }
}
