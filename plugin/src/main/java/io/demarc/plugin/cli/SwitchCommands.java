/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static io.demarc.plugin.cli.DaemonClient.encode;

import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.operations.Views.SwitchView;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "switch",
        description = "The switches of the inventory.",
        footer = {"", "Example:", "  demarc switch check tor-a1"})
final class SwitchCommands {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Terminal terminal;

    SwitchCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "list",
            description = "Every switch, and whether its ports are as wanted.",
            footer = {"", "Example:", "  demarc switch list --json"})
    int list(@Mixin ClientOptions client) {
        try (DaemonClient daemon = client.connect(terminal)) {
            String answer = daemon.get("switches");
            client.print(terminal, answer, () -> {
                new Rendering(terminal).switches(Json.readAll(answer, SwitchView.class));
            });
            return ExitStatus.DONE.code();
        }
    }

    @Command(
            name = "show",
            description = "One switch.",
            footer = {"", "Example:", "  demarc switch show tor-a1"})
    int show(
            @Mixin ClientOptions client,
            @Parameters(paramLabel = "SWITCH", description = "Its name in the inventory.") String name) {
        try (DaemonClient daemon = client.connect(terminal)) {
            Named found = Named.find(daemon.get("switches"), name, "switch", "demarc switch list");
            client.print(terminal, found.json(), () -> {
                new Rendering(terminal).oneSwitch(found.as(SwitchView.class));
            });
            return ExitStatus.DONE.code();
        }
    }

    @Command(
            name = "check",
            description = "Connects, logs in and reads; writes nothing. Exit 1 if anything failed.",
            footer = {"", "Example:", "  demarc switch check tor-a1"})
    int check(
            @Mixin ClientOptions client,
            @Parameters(paramLabel = "SWITCH", description = "Its name in the inventory.") String name) {
        try (DaemonClient daemon = client.connect(terminal)) {
            String answer = daemon.get("switches/" + encode(name) + "/check", PATIENCE);
            List<Finding> findings = Json.readAll(answer, Finding.class);
            client.print(terminal, answer, () -> new Rendering(terminal).findings(findings));
            return ExitStatus.doneIf(Rendering.noneFailed(findings));
        }
    }

    @Command(
            name = "trust",
            description = {
                "Shows the SSH host key of a switch; with --fingerprint it is trusted if it is that one.",
                "Compare it with what the switch's own console shows."
            },
            footer = {"", "Example:", "  demarc switch trust tor-a1 --fingerprint SHA256:1lCxb8..."})
    int trust(
            @Mixin ClientOptions client,
            @Mixin HostKey key,
            @Parameters(paramLabel = "SWITCH", description = "Its name in the inventory.") String name) {
        return key.trust(terminal, client, "switches/" + encode(name));
    }
}
