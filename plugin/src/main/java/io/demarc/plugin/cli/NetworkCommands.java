/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.Views.NetworkView;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "network",
        description = "CloudStack's networks, as far as Demarc knows them.",
        footer = {"", "Example:", "  demarc network list"})
final class NetworkCommands {
    private final Terminal terminal;

    NetworkCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "list",
            description = "Every network, its owner, its VLAN and its devices.",
            footer = {"", "Example:", "  demarc network list --json"})
    int list(@Mixin ClientOptions client) {
        try (DaemonClient daemon = client.connect(terminal)) {
            String answer = daemon.get("networks");
            client.print(terminal, answer, () -> {
                Table table = Table.of("ID", "NAME", "OWNER", "STATE", "VLAN", "TOLD BY", "DEVICES", "UUID");
                List<NetworkView> networks = Json.readAll(answer, NetworkView.class);
                for (NetworkView it : networks) {
                    table.row(
                            it.id(),
                            it.name(),
                            it.owner(),
                            it.state(),
                            it.vlan(),
                            it.toldBy(),
                            String.join(" ", it.devices()),
                            it.uuid());
                }
                table.print(terminal);
                networks.stream()
                        .filter(it -> it.problem() != null)
                        .forEach(it -> terminal.line(
                                "network " + (it.id() == null ? it.uuid() : it.id()) + ": " + it.problem()));
            });
            return ExitStatus.DONE.code();
        }
    }
}
