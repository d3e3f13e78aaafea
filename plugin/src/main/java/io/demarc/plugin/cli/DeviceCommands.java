/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.Views.DeviceView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "device",
        description = "The customers' devices.",
        footer = {"", "Example:", "  demarc device list"})
final class DeviceCommands {
    private final Terminal terminal;

    DeviceCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "list",
            description = "Every device, its owner, its port and its network.",
            footer = {"", "Example:", "  demarc device list --json"})
    int list(@Mixin ClientOptions client) {
        try (DaemonClient daemon = client.connect(terminal)) {
            String answer = daemon.get("devices");
            client.print(terminal, answer, () -> {
                Table table = Table.of("DEVICE", "OWNER", "SWITCH", "PORT", "NETWORK");
                for (DeviceView it : Json.readAll(answer, DeviceView.class)) {
                    table.row(it.name(), it.owner(), it.switchName(), it.port(), network(it));
                }
                table.print(terminal);
            });
            return ExitStatus.DONE.code();
        }
    }

    @Command(
            name = "show",
            description = "One device.",
            footer = {"", "Example:", "  demarc device show acme-vpn"})
    int show(
            @Mixin ClientOptions client,
            @Parameters(paramLabel = "DEVICE", description = "Its name in the inventory.") String name) {
        try (DaemonClient daemon = client.connect(terminal)) {
            Named found = Named.find(daemon.get("devices"), name, "device", "demarc device list");
            client.print(terminal, found.json(), () -> {
                DeviceView it = found.as(DeviceView.class);
                Table.plain()
                        .row("device", it.name())
                        .row("owner", it.owner())
                        .row("switch", it.switchName())
                        .row("port", it.port())
                        .row("network", network(it))
                        .row("network id", it.network())
                        .row("forced", it.forced() ? "yes: the network is somebody else's" : "no")
                        .print(terminal);
            });
            return ExitStatus.DONE.code();
        }
    }

    private static @org.jspecify.annotations.Nullable String network(DeviceView device) {
        return device.networkName() == null ? device.network() : device.networkName();
    }
}
