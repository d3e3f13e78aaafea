/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.Views.Outcome;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "unadopt",
        description = {
            "Gives ports back to people, as they are: from then on they are only observed.",
            "Refused while a device is attached or a network's VLAN may still be on a port.",
            "Without a PORT it is about every adopted port."
        },
        footer = {"", "Example:", "  demarc unadopt tor-a1 Gi1/0/7"})
final class UnadoptCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Mixin
    private PortsOfSwitch which = new PortsOfSwitch();

    @Option(names = "--dry-run", description = "Only show it; exit 1 if anything would change.")
    private boolean dryRun;

    @Option(names = "--restore", description = "As they were when they were adopted, read back.")
    private boolean restore;

    UnadoptCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (DaemonClient daemon = client.connect(terminal)) {
            String answer = which.send(daemon, "unadopt", Map.of("restore", restore, "dry_run", dryRun));
            Outcome outcome = Objects.requireNonNull(Json.read(answer, Outcome.class));
            client.print(terminal, answer, () -> new Rendering(terminal).outcome(outcome, dryRun));
            return ExitStatus.doneIf(outcome.done());
        }
    }
}
