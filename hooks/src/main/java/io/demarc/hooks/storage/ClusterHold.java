/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.runbook.StepContext;
import java.util.List;

/**
 * Keeps a node's cluster manager from starting with the next boot. A node that boots without its replication link would
 * else find itself alone, and promote data that the other node is writing to.
 */
final class ClusterHold {
    private static final String STOP =
            "timeout 45 systemctl stop \"$1\" || systemctl kill --kill-who=all --signal=KILL \"$1\"";

    private final Sighted sight;
    private final StepContext context;

    ClusterHold(Sighted sight, StepContext context) {
        this.sight = sight;
        this.context = context;
    }

    private String key() {
        return "cluster-autostart-" + sight.node();
    }

    private List<String> units() {
        return ClusterCommands.of(sight.pair().cluster(), sight.node()).units();
    }

    /** Notes what {@link #letGo} has to restore; in a guard, so that no restart of the daemon forgets it. */
    void remember(NodeView node) {
        if (context.value(key()).isEmpty()) {
            context.save(key(), node.isClusterAutostarted() ? "yes" : "no");
        }
    }

    void hold() {
        for (String unit : units()) {
            sight.change(sight.node(), "systemctl", "disable", unit);
        }
    }

    /**
     * Stops it, on a node that gives no service: by force if it does not end by itself. Heartbeat that has missed the end of a
     * transition ({@code cl_status rscstatus} says so) waits for it, and the node's shutdown with it, without end.
     */
    void stop() {
        for (String unit : units()) {
            sight.change(sight.node(), "sh", "-c", STOP, "stop", unit);
        }
    }

    /** Starts the cluster manager, and restores what {@link #remember} found. */
    void letGo() {
        boolean wasAutostarted = !context.value(key()).orElse("yes").equals("no");
        for (String unit : units()) {
            if (wasAutostarted) {
                sight.change(sight.node(), "systemctl", "enable", unit);
            }
            sight.change(sight.node(), "systemctl", "start", "--no-block", unit);
        }
    }
}
