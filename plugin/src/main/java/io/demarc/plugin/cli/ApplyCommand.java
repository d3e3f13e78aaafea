/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.Views.InventoryChange;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "apply",
        description = "Makes the inventory what a YAML file says: adds, changes and removes.",
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

    ApplyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        byte[] yaml = InputFile.read(file, terminal);
        try (DaemonClient daemon = client.connect(terminal)) {
            String answer = daemon.send("PUT", "inventory?dry_run=" + dryRun, "application/yaml", yaml, PATIENCE);
            InventoryChange change = Objects.requireNonNull(Json.read(answer, InventoryChange.class));
            client.print(terminal, answer, () -> {
                print(change);
            });
            return ExitStatus.doneIf(change.applied() || isEmpty(change));
        }
    }

    private void print(InventoryChange change) {
        change.added().forEach(it -> terminal.line("+ " + it));
        change.changed().forEach(it -> terminal.line("~ " + it));
        change.removed().forEach(it -> terminal.line("- " + it));
        if (isEmpty(change)) {
            terminal.line("The inventory is already so.");
        } else {
            terminal.line(change.applied() ? "Applied." : "Dry run: nothing was changed.");
        }
    }

    private static boolean isEmpty(InventoryChange change) {
        return change.added().isEmpty()
                && change.changed().isEmpty()
                && change.removed().isEmpty();
    }
}
