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
    private static final String UNVERIFIED = "--unverified-version";
    private static final String UNVERIFIED_MEANS = "Although what a server of its version understands was never tried.";
    private static final String REPLICA = "The replica's name in the inventory.";

    private final Terminal terminal;

    ReplicaCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            name = "list",
            description = {
                "Every database of the inventory: how it replicates now, and when it was last compared.",
                "Exit 1 if anything isn't well, or doesn't answer within 15 seconds."
            },
            footer = {"", "Example:", "  demarc replica list --watch 10"})
    int list(
            @Mixin ClientOptions client,
            @Option(
                            names = "--watch",
                            paramLabel = "SECONDS",
                            arity = "0..1",
                            fallbackValue = "5",
                            description = "Ask again after so many seconds, 1 to 3600 (5), until interrupted; with"
                                    + " --json one answer a line.")
                    @Nullable
                    Integer watch) {
        try (DaemonClient daemon = client.connect(terminal)) {
            if (watch != null) {
                return new ReplicaWatch(terminal, daemon, client.json()).watch(watch);
            }
            String answer = daemon.get("databases");
            List<DatabaseView> databases = Json.readAll(answer, DatabaseView.class);
            client.print(terminal, answer, () -> new ReplicaRendering(terminal).databases(databases));
            return ExitStatus.doneIf(ReplicaRendering.allWell(databases));
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
                names = "--allow-stall",
                description =
                        "Although commits on the primary wait for this replica only (semi-synchronous replication).")
        private boolean isStalling;

        @Option(
                names = "--drop-extra",
                description = "Although it has databases that the copy lacks: they are dropped.")
        private boolean isDropping;

        @Option(names = UNVERIFIED, description = UNVERIFIED_MEANS)
        private boolean isUnverified;

        List<String> parameters() {
            List<String> parameters = new ArrayList<>();
            if (isUnverified) {
                parameters.add("unverified-version");
            }
            if (isReading) {
                parameters.add("allow-readers");
            }
            if (isSource) {
                parameters.add("allow-sources");
            }
            if (isStalling) {
                parameters.add("allow-stall");
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
                "Replaces all that a replica holds by a copy, lets it catch up, and compares every table. Shows the"
                        + " run until it has ended;",
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
                            paramLabel = "auto|dump|backup|clone|in-place",
                            description =
                                    "Load a dump beside the replica's data, copy files with mariadb-backup, or have MySQL clone"
                                            + " itself; auto: by size. in-place, without room for two: the data are lost first.")
                    @Nullable
                    String method,
            @Option(
                            names = "--lose",
                            paramLabel = "REPLICA",
                            description = "With --method in-place: its name once more, since its data may be lost.")
                    @Nullable
                    String losable,
            @Option(
                            names = "--keep-accounts",
                            paramLabel = "USER@HOST,...",
                            description = "That only the replica has, or has otherwise, and that stay as they are.")
                    @Nullable
                    String keptAccounts,
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
        put(parameters, "lose", losable);
        put(parameters, "keep-accounts", keptAccounts);
        put(parameters, "gtid", gtid);
        put(parameters, "lock-limit", lockLimit);
        put(parameters, "max-lag", maxLag);
        return new RunStart(terminal, client)
                .run(new Wanted("rebuild-replica", name, parameters), dryRun ? Then.DRY_RUN : Then.WATCH);
    }

    @Command(
            name = "check",
            description = {
                "Compares definitions and every table of a replica with its primary's while both give service.",
                "Changes nothing; exit 0 only when none differs."
            },
            footer = {"", "Example:", "  demarc replica check db-2 --tables cloud.vm_instance,cloud.nics"})
    int check(
            @Mixin ClientOptions client,
            @Parameters(paramLabel = "REPLICA", description = REPLICA) String name,
            @Option(names = "--tables", paramLabel = "DATABASE.TABLE,...", description = "Only these.") @Nullable
                    String tables,
            @Option(names = "--max-lag", paramLabel = "SECONDS", description = "That it may be behind; 30.") @Nullable
                    String maxLag,
            @Option(names = UNVERIFIED, description = UNVERIFIED_MEANS) boolean isUnverified,
            @Option(names = "--dry-run", description = "Only ask the guards and show the plan.") boolean dryRun) {
        Map<String, String> parameters = new TreeMap<>();
        put(parameters, "tables", tables);
        put(parameters, "max-lag", maxLag);
        put(parameters, "unverified-version", isUnverified ? "yes" : null);
        return new RunStart(terminal, client)
                .run(new Wanted("check-replica", name, parameters), dryRun ? Then.DRY_RUN : Then.WATCH);
    }

    @Command(
            name = "repair",
            description = {
                "Replaces rows of a replica that differ from its primary's, chunk by chunk, while both give service, and"
                        + " compares every table.",
                "Shows the run until it has ended; exit 0 only when nothing differs any more. Definitions are never"
                        + " changed."
            },
            footer = {"", "Example:", "  demarc replica repair db-2 --lose db-2 --tables app.orders"})
    int repair(
            @Mixin ClientOptions client,
            @Parameters(paramLabel = "REPLICA", description = REPLICA) String name,
            @Option(
                            names = "--lose",
                            paramLabel = "REPLICA",
                            description = "Its name once more: rows that only it has, or has otherwise, may be lost.")
                    @Nullable
                    String losable,
            @Option(names = "--tables", paramLabel = "DATABASE.TABLE,...", description = "Only these.") @Nullable
                    String tables,
            @Option(names = "--max-lag", paramLabel = "SECONDS", description = "That it may be behind; 30.") @Nullable
                    String maxLag,
            @Option(
                            names = "--allow-sources",
                            description = "Although others replicate from it: the repair doesn't reach them.")
                    boolean isSource,
            @Option(names = UNVERIFIED, description = UNVERIFIED_MEANS) boolean isUnverified,
            @Option(names = "--dry-run", description = "Only ask the guards and show the plan.") boolean dryRun) {
        Map<String, String> parameters = new TreeMap<>();
        put(parameters, "lose", losable);
        put(parameters, "tables", tables);
        put(parameters, "max-lag", maxLag);
        put(parameters, "allow-sources", isSource ? "yes" : null);
        put(parameters, "unverified-version", isUnverified ? "yes" : null);
        return new RunStart(terminal, client)
                .run(new Wanted("repair-replica", name, parameters), dryRun ? Then.DRY_RUN : Then.WATCH);
    }

    private static void put(Map<String, String> parameters, String name, @Nullable String value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }
}
