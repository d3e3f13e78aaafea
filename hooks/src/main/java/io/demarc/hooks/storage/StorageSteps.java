/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.runbook.StepKind;
import java.util.List;

/** The step kinds for pairs of storage nodes. */
public final class StorageSteps {
    /** The kind of object that their runbooks are about. */
    public static final String OBJECT_KIND = "storage-pair";

    private StorageSteps() {}

    public static List<StepKind> of(StoragePairs pairs, CloudWitness witness) {
        return List.of(
                new OnePrimary(pairs),
                new PairHealthy(pairs),
                new CloudVerify(pairs, witness),
                new NodeShutDown(pairs, false),
                new NodeShutDown(pairs, true),
                new NodeServes(pairs),
                new NodeReturn(pairs),
                new NetworkCardsCompare(pairs),
                new NetworkCardsName(pairs),
                new NetworkVerify(pairs),
                new DrbdResync(pairs),
                new ClusterStart(pairs),
                new FailOver(pairs, false),
                new FailOver(pairs, true),
                new ClusterRejoin(pairs),
                new AnnounceAddresses(pairs),
                new DiskDetach(pairs),
                new MetadataCreate(pairs),
                new DataVerify(pairs),
                new DataDifferences(pairs),
                new DifferencesResync(pairs),
                new ResourceGrow(pairs),
                new FileSystemGrow(pairs),
                new SplitBrainLook(pairs),
                new SplitBrainDiscard(pairs));
    }
}
