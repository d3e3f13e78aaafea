/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.plugin.cli.RunStart.Then;
import io.demarc.plugin.cli.RunStart.Wanted;
import io.demarc.plugin.http.Json;
import io.demarc.plugin.operations.Views.DatabaseView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "replica",
        description = "Replicas of the inventory's MariaDB and MySQL servers.",
        footer = {"", "Example:", "  demarc replica rebuild db-2 --from-primary --dry-run"})
final class ReplicaCommands {
    private static final String REPLICA = "The replica's name in the inventory.";

    private final Terminal terminal;

    ReplicaCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "list",
            description = "Every database of the inventory, and what it is a replica of.",
            footer = {"", "Example:", "  demarc replica list"})
    int list(@Mixin ClientOptions client) {
        try (DaemonClient daemon = client.connect(terminal)) {
            String answer = daemon.get("databases");
            client.print(terminal, answer, () -> {
                Table table = Table.of("DATABASE", "SERVER", "ADDRESS", "REPLICA OF");
                for (DatabaseView it : Json.readAll(answer, DatabaseView.class)) {
                    String primary = it.primary();
                    table.row(it.name(), it.server(), it.address() + ":" + it.port(), primary == null ? "-" : primary);
                }
                table.print(terminal);
            });
            return ExitStatus.DONE.code();
        }
    }

    /** Exactly one of the two. */
    static final class Source {
        @Option(names = "--from-primary", description = "Copy the primary.")
        private boolean isPrimary;

        @Option(
                names = "--from-replica",
                paramLabel = "OTHER",
                description = "Copy this other replica of the same primary, which isn't touched then.")
        @Nullable
        private String replica;

        String name() {
            return isPrimary || replica == null ? "primary" : replica;
        }
    }

    /** What is allowed although it does harm to somebody. */
    static final class Allowances {
        @Option(names = "--allow-readers", description = "Although sessions are open on the replica.")
        private boolean isReading;

        @Option(names = "--allow-sources", description = "Although others replicate from it: rebuild them afterwards.")
        private boolean isSource;

        @Option(
                names = "--drop-extra",
                description = "Although it has databases that the copy lacks: they are dropped.")
        private boolean isDropping;

        List<String> parameters() {
            List<String> parameters = new ArrayList<>();
            if (isReading) {
                parameters.add("allow-readers");
            }
            if (isSource) {
                parameters.add("allow-sources");
            }
            if (isDropping) {
                parameters.add("drop-extra");
            }
            return parameters;
        }
    }

    @Command(
            name = "rebuild",
            description = {
                "Replaces all that a replica holds by a copy, lets it catch up, and compares every table. Shows the run until it has ended;",
                "exit 0 only when it is done. With --dry-run every guard is asked, and what it would take is told."
            },
            footer = {"", "Example:", "  demarc replica rebuild db-2 --from-replica db-3"})
    int rebuild(
            @Mixin ClientOptions client,
            @Parameters(paramLabel = "REPLICA", description = REPLICA) String name,
            @ArgGroup(multiplicity = "1") Source source,
            @Mixin Allowances allowances,
            @Option(
                            names = "--tables",
                            paramLabel = "DATABASE.TABLE,...",
                            description = "Only these, of one database; the replica is good otherwise.")
                    @Nullable
                    String tables,
            @Option(
                            names = "--method",
                            paramLabel = "auto|dump|backup",
                            description = "Load a dump, or exchange files with mariadb-backup; auto: by size.")
                    @Nullable
                    String method,
            @Option(names = "--gtid", paramLabel = "auto|yes|no", description = "Replicate by GTID; auto: as before.")
                    @Nullable
                    String gtid,
            @Option(
                            names = "--lock-limit",
                            paramLabel = "SECONDS",
                            description = "For which the primary may be locked, if its tables need that; 60.")
                    @Nullable
                    String lockLimit,
            @Option(names = "--max-lag", paramLabel = "SECONDS", description = "That a replica may be behind; 30.")
                    @Nullable
                    String maxLag,
            @Option(names = "--dry-run", description = "Only ask the guards and show the plan.") boolean dryRun) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("source", source.name());
        allowances.parameters().forEach(it -> parameters.put(it, "yes"));
        put(parameters, "tables", tables);
        put(parameters, "method", method);
        put(parameters, "gtid", gtid);
        put(parameters, "lock-limit", lockLimit);
        put(parameters, "max-lag", maxLag);
        return new RunStart(terminal, client)
                .run(new Wanted("rebuild-replica", name, parameters), dryRun ? Then.DRY_RUN : Then.WATCH);
    }

    @Command(
            name = "check",
            description = {
                "Compares every table of a replica with its primary while both give service. Changes nothing;",
                "exit 0 only when none differs."
            },
            footer = {"", "Example:", "  demarc replica check db-2 --tables cloud.vm_instance,cloud.nics"})
    int check(
            @Mixin ClientOptions client,
            @Parameters(paramLabel = "REPLICA", description = REPLICA) String name,
            @Option(names = "--tables", paramLabel = "DATABASE.TABLE,...", description = "Only these.") @Nullable
                    String tables,
            @Option(names = "--max-lag", paramLabel = "SECONDS", description = "That it may be behind; 30.") @Nullable
                    String maxLag,
            @Option(names = "--dry-run", description = "Only ask the guards and show the plan.") boolean dryRun) {
        Map<String, String> parameters = new TreeMap<>();
        put(parameters, "tables", tables);
        put(parameters, "max-lag", maxLag);
        return new RunStart(terminal, client)
                .run(new Wanted("check-replica", name, parameters), dryRun ? Then.DRY_RUN : Then.WATCH);
    }

    private static void put(Map<String, String> parameters, String name, @Nullable String value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }
}
