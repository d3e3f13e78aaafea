/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static io.demarc.plugin.cli.DaemonClient.encode;

import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.Views.Outcome;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "detach",
        description = {
            "Takes a device off its network and waits until its port is idle.",
            "Exit 1: the wish is recorded, but the port is not idle yet."
        },
        footer = {"", "Example:", "  demarc detach acme-vpn"})
final class DetachCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Mixin
    private Wait wait = new Wait();

    @Parameters(paramLabel = "DEVICE", description = "Its name in the inventory.")
    private String device = "";

    @Option(names = "--dry-run", description = "Only show what would be sent; exit 1 if anything would change.")
    private boolean dryRun;

    DetachCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        String path = "attachments/" + encode(device) + "?dry_run=" + dryRun + "&wait_seconds=" + wait.seconds();
        try (DaemonClient daemon = client.connect(terminal)) {
            String answer = daemon.send("DELETE", path, wait.duration());
            Outcome outcome = Objects.requireNonNull(Json.read(answer, Outcome.class));
            client.print(terminal, answer, () -> new Rendering(terminal).outcome(outcome, dryRun));
            return ExitStatus.doneIf(outcome.done());
        }
    }
}
