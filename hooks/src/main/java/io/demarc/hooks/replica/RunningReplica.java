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

    /** One that lags on purpose never comes to where its primary is. */
    static Finding isNotDelayed(Database replica, ReplicationStatus status) {
        String claim = replica + " applies its primary's log without a delay";
        return status.delaySeconds() == 0
                ? Finding.met(claim, "none is set")
                : Finding.notMet(
                        claim,
                        "it is delayed by " + status.delaySeconds() + " s on purpose (SQL_Delay)",
                        "Set the delay to 0 for as long as it is compared: stop replication, CHANGE MASTER TO"
                                + " MASTER_DELAY=0 (MySQL: CHANGE REPLICATION SOURCE TO SOURCE_DELAY=0), start it; set it"
                                + " back afterwards.");
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
        boolean isUnverifiedAllowed = rebuild.isAllowed("unverified-version");
        return List.of(
                RebuildGuards.wordsAreProven(primary, isUnverifiedAllowed),
                RebuildGuards.wordsAreProven(replica, isUnverifiedAllowed),
                RebuildGuards.primaryIsPrimary(primary),
                isReplica,
                isNotDelayed(rebuild.replica(), replica.replication().get(0)),
                finding(rebuild.replica().name(), replica.replication().get(0), lag));
    }
}
