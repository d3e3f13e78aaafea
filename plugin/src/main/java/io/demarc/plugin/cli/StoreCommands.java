/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import static io.demarc.plugin.cli.DaemonClient.encode;

import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.StoreOperations.StoreStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "store",
        description = "The daemon's own database: its condition, its backup, and a person's word for it.",
        footer = {"", "Example:", "  demarc store show"})
final class StoreCommands {
    /** A copy of some gigabytes takes minutes. */
    private static final Duration LONGEST_BACKUP = Duration.ofMinutes(30);

    private final Terminal terminal;

    StoreCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "show",
            description = "What the store is, and whether anything of it is lost. Exit 1 if it is in doubt.",
            footer = {"", "Example:", "  demarc store show"})
    int show(@Mixin ClientOptions client) {
        try (DaemonClient daemon = client.connect(terminal)) {
            String answer = daemon.get("store");
            StoreStatus status = Objects.requireNonNull(Json.read(answer, StoreStatus.class));
            String doubt = status.doubt();
            client.print(terminal, answer, () -> {
                Table table = Table.plain();
                table.row("file", status.file());
                table.row("identity", status.identity());
                table.row("journal", "up to " + status.journal());
                table.row("state", doubt == null ? "whole" : "in doubt: " + doubt);
                status.open().forEach(reason -> table.row("to be looked at", reason));
                table.print(terminal);
            });
            return ExitStatus.doneIf(doubt == null);
        }
    }

    @Command(
            name = "backup",
            description = {
                "Writes a consistent copy of the store into a new file, while the daemon works.",
                "The daemon writes it, as its own user and readable for that user alone."
            },
            footer = {"", "Example:", "  demarc store backup /var/lib/demarc/backup.sqlite"})
    int backup(
            @Mixin ClientOptions client,
            @Parameters(paramLabel = "FILE", description = "A new file on the daemon's machine.") Path file) {
        try (DaemonClient daemon = client.connect(terminal)) {
            String path = "store/backup?file=" + encode(file.toAbsolutePath().toString());
            String answer = daemon.send("POST", path, LONGEST_BACKUP);
            client.print(terminal, answer, () -> new Rendering(terminal).message(answer));
            return ExitStatus.DONE.code();
        }
    }

    @Command(
            name = "accept",
            description = {
                "Looks at every managed port, then takes a store that is in doubt as it is.",
                "The journal keeps who did so, and why."
            },
            footer = {"", "Example:", "  demarc store accept --why 'restored the backup of this morning'"})
    int accept(
            @Mixin ClientOptions client,
            @Mixin Wait wait,
            @Option(names = "--why", paramLabel = "TEXT", required = true, description = "For the journal.")
                    String why) {
        try (DaemonClient daemon = client.connect(terminal)) {
            String path = "store/accept?wait_seconds=" + wait.seconds() + "&why=" + encode(why);
            String answer = daemon.send("POST", path, wait.duration());
            client.print(terminal, answer, () -> new Rendering(terminal).message(answer));
            return ExitStatus.DONE.code();
        }
    }
}
