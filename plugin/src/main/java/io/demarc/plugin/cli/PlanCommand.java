/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.Views.PlannedChange;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    @Mixin
    private OneSwitch only = new OneSwitch();

    PlanCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (DaemonClient daemon = client.connect(terminal)) {
            String answer = daemon.get("plan?wait_seconds=" + wait.seconds() + only.query(), wait.duration());
            List<PlannedChange> changes = Json.readAll(answer, PlannedChange.class);
            client.print(terminal, answer, () -> new Rendering(terminal).plan(changes));
            return ExitStatus.doneIf(changes.isEmpty());
        }
    }
}
