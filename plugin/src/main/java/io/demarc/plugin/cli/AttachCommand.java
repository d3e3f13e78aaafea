/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.Views.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "attach",
        description = {
            "Puts a device on a network and waits until its port is so.",
            "Exit 1: the wish is recorded, but the port is not so yet."
        },
        footer = {"", "Example:", "  demarc attach acme-vpn acme-net --wait 60"})
final class AttachCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Mixin
    private Wait wait = new Wait();

    @Parameters(index = "0", paramLabel = "DEVICE", description = "Its name in the inventory.")
    private String device = "";

    @Parameters(index = "1", paramLabel = "NETWORK", description = "UUID, unique name, or internal id.")
    private String network = "";

    @Option(names = "--dry-run", description = "Only show what would be sent; exit 1 if anything would change.")
    private boolean dryRun;

    @Option(names = "--force", description = "Although the device's owner is not the network's; the journal says so.")
    private boolean force;

    AttachCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        TreeMap<String, Object> wish = new TreeMap<>();
        wish.put("device", device);
        wish.put("network", network);
        wish.put("dry_run", dryRun);
        wish.put("force", force);
        wish.put("wait_seconds", wait.seconds());
        byte[] body = Json.write(wish).getBytes(StandardCharsets.UTF_8);
        try (DaemonClient daemon = client.connect(terminal)) {
            String answer = daemon.send("POST", "attachments", "application/json", body, wait.duration());
            Outcome outcome = Objects.requireNonNull(Json.read(answer, Outcome.class));
            client.print(terminal, answer, () -> new Rendering(terminal).outcome(outcome, dryRun));
            return ExitStatus.doneIf(outcome.done());
        }
    }
}
