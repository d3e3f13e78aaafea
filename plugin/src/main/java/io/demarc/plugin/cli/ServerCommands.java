/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static io.demarc.plugin.cli.DaemonClient.encode;

import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.Views.ServerView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "server",
        description = "The servers of the inventory that runbooks work on.",
        footer = {"", "Example:", "  demarc server list"})
final class ServerCommands {
    private final Terminal terminal;

    ServerCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "list",
            description = "Every server, storage nodes included, and where it is reached.",
            footer = {"", "Example:", "  demarc server list"})
    int list(@Mixin ClientOptions client) {
        try (DaemonClient daemon = client.connect(terminal)) {
            String answer = daemon.get("servers");
            client.print(terminal, answer, () -> {
                Table table = Table.of("SERVER", "ADDRESS", "PORT");
                for (ServerView it : Json.readAll(answer, ServerView.class)) {
                    table.row(it.name(), it.address(), Integer.toString(it.port()));
                }
                table.print(terminal);
            });
            return ExitStatus.DONE.code();
        }
    }

    @Command(
            name = "trust",
            description = {
                "Shows the SSH host key of a server; with --fingerprint it is trusted if it is that one.",
                "Compare it with what 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub' prints on the server's own console."
            },
            footer = {"", "Example:", "  demarc server trust web-1 --fingerprint SHA256:1lCxb8..."})
    int trust(
            @Mixin ClientOptions client,
            @Mixin HostKey key,
            @Parameters(paramLabel = "SERVER", description = "Its name in the inventory.") String name) {
        return key.trust(terminal, client, "servers/" + encode(name));
    }
}
