/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "apply",
        description = {
            "Makes the inventory what a YAML file says: adds, changes and removes.",
            "Shows the difference first; refused if another inventory comes into force meanwhile."
        },
        footer = {"", "Example:", "  demarc apply -f inventory.yaml --dry-run"})
final class ApplyCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Terminal terminal;

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "The inventory; - reads standard input.")
    private String file = "";

    @Option(names = "--dry-run", description = "Only show what would change; exit 1 if anything would.")
    private boolean dryRun;

    @Option(
            names = "--yes-park",
            paramLabel = "N",
            description = "As many live ports as this may be parked; needed for more than three.")
    private @Nullable Integer yesPark;

    ApplyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        byte[] yaml = InputFile.read(file, terminal);
        try (DaemonClient daemon = client.connect(terminal)) {
            return new InventoryOrder(terminal, client)
                    .give(
                            dryRun,
                            yesPark,
                            query -> daemon.send("PUT", "inventory?" + query, "application/yaml", yaml, PATIENCE),
                            () -> daemon.send("POST", "inventory/plan", "application/yaml", yaml, PATIENCE));
        }
    }
}
