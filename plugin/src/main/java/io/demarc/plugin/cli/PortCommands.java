/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static io.demarc.plugin.cli.DaemonClient.encode;

import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.Views.PortView;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "port",
        description = "The managed ports.",
        footer = {"", "Example:", "  demarc port show tor-a1 GigabitEthernet1/0/7"})
final class PortCommands {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Terminal terminal;

    PortCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "list",
            description = "Every managed port: what it should be, and what it was when it was last read.",
            footer = {"", "Example:", "  demarc port list"})
    int list(@Mixin ClientOptions client) {
        try (DaemonClient daemon = client.connect(terminal)) {
            String answer = daemon.get("ports");
            client.print(terminal, answer, () -> {
                new Rendering(terminal).ports(Json.readAll(answer, PortView.class));
            });
            return ExitStatus.DONE.code();
        }
    }

    @Command(
            name = "show",
            description = "One port, read from the switch now.",
            footer = {"", "Example:", "  demarc port show tor-a1 Gi1/0/7"})
    int show(
            @Mixin ClientOptions client,
            @Parameters(paramLabel = "SWITCH", description = "Its name in the inventory.") String switchName,
            @Parameters(paramLabel = "PORT", description = "As the switch calls it; short forms will do.")
                    String port) {
        try (DaemonClient daemon = client.connect(terminal)) {
            String answer = daemon.get("ports/" + encode(switchName) + "/" + encode(port), PATIENCE);
            client.print(terminal, answer, () -> {
                new Rendering(terminal).onePort(Objects.requireNonNull(Json.read(answer, PortView.class)));
            });
            return ExitStatus.DONE.code();
        }
    }

    @Command(
            name = "locate",
            description = "The ports on which switches have learned a MAC address. Exit 1 if there are none.",
            footer = {"", "Example:", "  demarc port locate 02:00:5e:00:53:01"})
    int locate(@Mixin ClientOptions client, @Parameters(paramLabel = "MAC", description = "Six octets.") String mac) {
        try (DaemonClient daemon = client.connect(terminal)) {
            String answer = daemon.get("locate?mac=" + encode(mac), PATIENCE);
            List<String> places = Json.readAll(answer, String.class);
            client.print(terminal, answer, () -> {
                if (places.isEmpty()) {
                    terminal.line("No switch has learned " + mac + ".");
                }
                places.forEach(terminal::line);
            });
            return ExitStatus.doneIf(!places.isEmpty());
        }
    }
}
