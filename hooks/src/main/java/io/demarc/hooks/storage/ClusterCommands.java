/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.storage.StoragePair.Cluster;
import java.util.List;
import java.util.Optional;

/**
 * What is said to each cluster manager. None of them is believed about who gives the service: role, mounts and addresses
 * say that ({@code cl_status rscstatus} says {@code local} on both nodes after a first start).
 *
 * @param units    systemd units that a node's part in the cluster runs in, in the order to start them
 * @param standby  makes the node give its service away and keeps it off
 * @param comeBack undoes standby; empty when a node comes back by itself
 */
record ClusterCommands(List<String> units, Optional<List<String>> standby, Optional<List<String>> comeBack) {

    static ClusterCommands of(Cluster cluster, StorageNode node) {
        return switch (cluster) {
            case HEARTBEAT -> heartbeat();
            case PACEMAKER_CRM ->
                new ClusterCommands(
                        List.of("corosync", "pacemaker"),
                        Optional.of(List.of("crm", "node", "standby", node.name())),
                        Optional.of(List.of("crm", "node", "online", node.name())));
            case PACEMAKER_PCS ->
                new ClusterCommands(
                        List.of("corosync", "pacemaker"),
                        Optional.of(List.of("pcs", "node", "standby", node.name())),
                        Optional.of(List.of("pcs", "node", "unstandby", node.name())));
            case DRBD_REACTOR ->
                new ClusterCommands(
                        List.of("drbd-reactor"),
                        Optional.of(List.of("drbd-reactorctl", "evict", "--keep-masked")),
                        Optional.of(List.of("drbd-reactorctl", "evict", "--unmask")));
            case NONE -> new ClusterCommands(List.of(), Optional.empty(), Optional.empty());
        };
    }

    /** hb_standby(1): Debian keeps it in /usr/share/heartbeat, older packages in lib. A node takes part again by itself. */
    private static ClusterCommands heartbeat() {
        return new ClusterCommands(
                List.of("heartbeat"),
                Optional.of(
                        List.of(
                                "sh",
                                "-c",
                                "for p in /usr/share/heartbeat /usr/lib/heartbeat /usr/lib64/heartbeat; do"
                                        + " [ -x \"$p/hb_standby\" ] && exec \"$p/hb_standby\" all; done; echo no hb_standby >&2; exit 127")),
                Optional.empty());
    }
}
