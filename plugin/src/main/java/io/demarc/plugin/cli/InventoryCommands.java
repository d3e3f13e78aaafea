/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static io.demarc.plugin.cli.DaemonClient.encode;

import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.InventoryOperations.InventoryText;
import io.demarc.plugin.operations.InventoryOperations.InventoryVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "inventory",
        description = "The inventory in force, and every one before it, as they were written.",
        footer = {"", "Example:", "  demarc inventory show"})
final class InventoryCommands {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Terminal terminal;

    InventoryCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "show",
            description = {
                "The text in force, or that of a version, as it was written, comments included.",
                "Who applied it and when goes to standard error."
            },
            footer = {"", "Example:", "  demarc inventory show > inventory.yaml"})
    int show(
            @Mixin ClientOptions client,
            @Parameters(paramLabel = "VERSION", arity = "0..1", description = "Default: the one in force.") @Nullable
                    String version) {
        try (DaemonClient daemon = client.connect(terminal)) {
            String answer = version == null ? daemon.get("inventory") : daemon.get(path(version));
            client.print(terminal, answer, () -> {
                InventoryText text = read(answer);
                terminal.note("version " + text.version() + ", applied " + text.appliedAt() + " by " + text.actorKind()
                        + " " + text.actorName());
                terminal.text(text.text());
            });
            return ExitStatus.DONE.code();
        }
    }

    @Command(
            name = "history",
            description = "Every version: when it was applied, by whom, and what it added, changed and removed.",
            footer = {"", "Example:", "  demarc inventory history"})
    int history(
            @Mixin ClientOptions client,
            @Option(
                            names = "--last",
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "The newest N versions, 1 to 200. Default: ${DEFAULT-VALUE}.")
                    int last) {
        try (DaemonClient daemon = client.connect(terminal)) {
            String answer = daemon.get("inventory/versions?last=" + last);
            client.print(terminal, answer, () -> {
                Table table = Table.of("VERSION", "APPLIED", "BY", "CHANGES");
                for (InventoryVersion it : Json.readAll(answer, InventoryVersion.class)) {
                    table.row(it.version(), it.appliedAt(), it.actorKind() + " " + it.actorName(), changes(it));
                }
                table.print(terminal);
            });
            return ExitStatus.DONE.code();
        }
    }

    private static @Nullable String changes(InventoryVersion version) {
        return version.added() == null
                ? null
                : "+" + version.added() + " ~" + version.changed() + " -" + version.removed();
    }

    @Command(
            name = "diff",
            description = {
                "What differs between the texts of two versions. Exit 1 if anything does.",
                "Of one version: to the one in force. Of none: what the last one changed."
            },
            footer = {"", "Example:", "  demarc inventory diff 3"})
    int diff(
            @Mixin ClientOptions client,
            @Parameters(index = "0", paramLabel = "FROM", arity = "0..1", description = "A version.") @Nullable
                    String from,
            @Parameters(index = "1", paramLabel = "TO", arity = "0..1", description = "Another version.") @Nullable
                    String to) {
        try (DaemonClient daemon = client.connect(terminal)) {
            InventoryText after = read(daemon.get(to == null ? "inventory" : path(to)));
            InventoryText before = from != null ? read(daemon.get(path(from))) : theOneBefore(after, daemon);
            TextDiff diff = TextDiff.of(before, after);
            client.print(terminal, Json.write(diff), () -> terminal.text(diff.unified()));
            return ExitStatus.doneIf(diff.unified().isEmpty());
        }
    }

    private static InventoryText theOneBefore(InventoryText text, DaemonClient daemon) {
        return text.version() == 1
                ? new InventoryText(0, "", "", "", "")
                : read(daemon.get(path(Long.toString(text.version() - 1))));
    }

    @Command(
            name = "rollback",
            description = {
                "Applies the text of a version again, as a new one, with all that 'demarc apply' checks.",
                "Shows the difference first; refused if another inventory comes into force meanwhile."
            },
            footer = {"", "Example:", "  demarc inventory rollback 3 --dry-run"})
    int rollback(
            @Mixin ClientOptions client,
            @Parameters(paramLabel = "VERSION", description = "One of 'demarc inventory history'.") String version,
            @Option(names = "--dry-run", description = "Only show what would change; exit 1 if anything would.")
                    boolean dryRun,
            @Option(names = "--yes-park", paramLabel = "N", description = "As many live ports as this may be parked.")
                    @Nullable
                    Integer yesPark) {
        try (DaemonClient daemon = client.connect(terminal)) {
            return new InventoryOrder(terminal, client)
                    .give(
                            dryRun,
                            yesPark,
                            query -> daemon.send("POST", path(version) + "/rollback?" + query, PATIENCE),
                            () -> plan(daemon, version));
        }
    }

    private static String plan(DaemonClient daemon, String version) {
        byte[] yaml = read(daemon.get(path(version))).text().getBytes(StandardCharsets.UTF_8);
        return daemon.send("POST", "inventory/plan", "application/yaml", yaml, PATIENCE);
    }

    private static String path(String version) {
        return "inventory/versions/" + encode(version);
    }

    private static InventoryText read(String answer) {
        return Objects.requireNonNull(Json.read(answer, InventoryText.class));
    }
}
