/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static io.demarc.plugin.cli.DaemonClient.encode;

import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.operations.Views.PairNodeView;
import io.demarc.plugin.operations.Views.PairView;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "pair",
        description = "The storage pairs of the inventory.",
        footer = {"", "Example:", "  demarc pair check store-1"})
final class PairCommands {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Terminal terminal;

    PairCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "list",
            description = "Every pair, its cluster manager, its nodes and its service's addresses.",
            footer = {"", "Example:", "  demarc pair list"})
    int list(@Mixin ClientOptions client) {
        try (DaemonClient daemon = client.connect(terminal)) {
            String answer = daemon.get("pairs");
            client.print(terminal, answer, () -> {
                Table table = Table.of("PAIR", "CLUSTER", "NODES", "SERVICE");
                for (PairView it : Json.readAll(answer, PairView.class)) {
                    table.row(it.name(), it.cluster(), nodes(it), String.join(", ", it.addresses()));
                }
                table.print(terminal);
            });
            return ExitStatus.DONE.code();
        }
    }

    private static String nodes(PairView pair) {
        return pair.nodes().stream().map(PairNodeView::name).collect(Collectors.joining(", "));
    }

    @Command(
            name = "check",
            description =
                    "Looks at both nodes and tells what every runbook asks first; changes nothing. Exit 1 if not all is well.",
            footer = {"", "Example:", "  demarc pair check store-1"})
    int check(
            @Mixin ClientOptions client,
            @Parameters(paramLabel = "PAIR", description = "Its name in the inventory.") String name) {
        try (DaemonClient daemon = client.connect(terminal)) {
            String answer = daemon.get("pairs/" + encode(name) + "/check", PATIENCE);
            List<Finding> findings = Json.readAll(answer, Finding.class);
            client.print(terminal, answer, () -> new Rendering(terminal).findings(findings));
            return ExitStatus.doneIf(Rendering.noneFailed(findings));
        }
    }

    @Command(
            name = "trust",
            description = {
                "Shows the SSH host key of a node; with --fingerprint it is trusted if it is that one.",
                "Compare it with what 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub' prints on the node's own console."
            },
            footer = {"", "Example:", "  demarc pair trust store-1 node-a --fingerprint SHA256:1lCxb8..."})
    int trust(
            @Mixin ClientOptions client,
            @Mixin HostKey key,
            @Parameters(paramLabel = "PAIR", description = "Its name in the inventory.") String name,
            @Parameters(paramLabel = "NODE", description = "One of its nodes.") String node) {
        return key.trust(terminal, client, "pairs/" + encode(name) + "/nodes/" + encode(node));
    }
}
