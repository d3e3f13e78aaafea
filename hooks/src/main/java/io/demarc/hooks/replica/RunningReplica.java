/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.StepContext;
import java.util.List;

/** {@code replica-runs}, a check: both threads run, without an error, and the replica isn't far behind. */
final class RunningReplica extends ReplicaStep {
    RunningReplica(Databases databases) {
        super(databases);
    }

    @Override
    public String name() {
        return "replica-runs";
    }

    static boolean isCaughtUp(ReplicationStatus status, long longestLag) {
        return status.isReceiving()
                && status.isApplying()
                && status.errors().isEmpty()
                && status.lag().orElse(Long.MAX_VALUE) <= longestLag;
    }

    static Finding finding(String replica, ReplicationStatus status, long longestLag) {
        String claim = replica + " replicates and is at most " + longestLag + " s behind";
        return isCaughtUp(status, longestLag)
                ? Finding.met(claim, status.inWords())
                : Finding.notMet(claim, status.inWords(), "Look at its replication status and into its log.");
    }

    @Override
    public List<Finding> guard(StepContext context) {
        Rebuild rebuild = rebuild(context);
        ServerView primary = ServerReader.read(rebuild.client(rebuild.primary()));
        ServerView replica = ServerReader.read(rebuild.client(rebuild.replica()));
        Finding isReplica = RebuildGuards.replicaOfThisPrimary(primary, replica);
        if (replica.only().isEmpty()) {
            return List.of(Finding.notMet(
                    rebuild.replica() + " is a replica of " + rebuild.primary(),
                    isReplica.found(),
                    "Rebuild it: 'demarc replica rebuild " + rebuild.replica() + " --dry-run'."));
        }
        long lag = rebuild.seconds("max-lag", RebuildInspection.USUAL_LAG_SECONDS);
        return List.of(
                RebuildGuards.primaryIsPrimary(primary),
                isReplica,
                finding(rebuild.replica().name(), replica.replication().get(0), lag));
    }
}
