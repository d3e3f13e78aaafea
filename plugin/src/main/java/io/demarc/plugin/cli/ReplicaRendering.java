/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cli;

import io.demarc.plugin.operations.Views.DatabaseView;
import io.demarc.plugin.operations.Views.ReplicaCheckView;
import io.demarc.plugin.operations.Views.ReplicationView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Databases and how they replicate, for people. */
final class ReplicaRendering {
    private static final String UNKNOWN = "unknown";

    private final Terminal terminal;

    ReplicaRendering(Terminal terminal) {
        this.terminal = terminal;
    }

    /** A table, and below it what isn't well. */
    void databases(List<DatabaseView> databases) {
        Table table = Table.of(
                "DATABASE",
                "REPLICA OF",
                "ROLE",
                "VERSION",
                "RECEIVER",
                "APPLIER",
                "LAG",
                "GTID OR POSITION",
                "LAST CHECK");
        for (DatabaseView it : databases) {
            ReplicationView replication = it.replication();
            table.row(
                    it.name(),
                    it.primary(),
                    it.role(),
                    it.version() == null ? UNKNOWN : it.version(),
                    replication == null ? without(it) : replication.receiver(),
                    replication == null ? without(it) : replication.applier(),
                    replication == null ? without(it) : lag(replication),
                    it.gtid() == null ? it.position() : it.gtid(),
                    it.primary() == null ? null : check(it.lastCheck()));
        }
        table.print(terminal);
        databases.forEach(it -> it.problems().forEach(problem -> terminal.line(it.name() + ": " + problem)));
    }

    private static @Nullable String without(DatabaseView it) {
        return it.role().equals("primary") ? null : UNKNOWN;
    }

    private static String lag(ReplicationView it) {
        String lag = it.lagSeconds() == null ? UNKNOWN : it.lagSeconds() + " s";
        return it.delaySeconds() == 0 ? lag : lag + " (" + it.delaySeconds() + " s on purpose)";
    }

    private static String check(@Nullable ReplicaCheckView it) {
        if (it == null) {
            return "never";
        }
        String scope = it.tables().isEmpty() ? "" : " in " + String.join(", ", it.tables());
        int differing = it.differing().size();
        String result = it.result().equals("differs") && differing > 0 ? differing + " differ" : it.result();
        return it.begunAt() + " " + result + scope + " (run " + it.run() + ")";
    }

    static boolean allWell(List<DatabaseView> databases) {
        return databases.stream().allMatch(it -> it.problems().isEmpty());
    }
}
