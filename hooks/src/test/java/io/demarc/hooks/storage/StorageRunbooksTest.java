/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.hooks.addresses.NowhereAddresses;
import io.demarc.hooks.node.NodeCommands;
import io.demarc.hooks.replica.NowhereDatabases;
import io.demarc.hooks.runbook.Runbook;
import io.demarc.hooks.runbook.Runbooks;
import io.demarc.hooks.runbook.StepKind;
import io.demarc.hooks.runbook.StepKinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The runbooks that come with Demarc are ones that its steps understand. */
class StorageRunbooksTest {
    private static final StoragePairs NOWHERE = new StoragePairs() {
        @Override
        public StoragePair pair(String name) {
            throw new IllegalStateException("not asked");
        }

        @Override
        public NodeCommands on(StoragePair pair, StorageNode node) {
            throw new IllegalStateException("not asked");
        }
    };

    @Test
    void everyOneIsReadAndWatchesForTwoPrimaries() {
        List<StepKind> kinds = new ArrayList<>(StorageSteps.of(NOWHERE, pair -> Optional.empty()));
        kinds.addAll(NowhereAddresses.steps());
        kinds.addAll(NowhereDatabases.steps());
        Runbooks runbooks = Runbooks.builtIn(StepKinds.of(kinds));

        assertThat(runbooks.all())
                .extracting(Runbook::name)
                .contains(
                        "replace-nodes",
                        "restart-node",
                        "fail-over",
                        "resolve-split-brain",
                        "replace-disk",
                        "rebuild-node",
                        "verify-data",
                        "grow-resource");
        assertThat(runbooks.all())
                .filteredOn(runbook -> runbook.objectKind().equals(StorageSteps.OBJECT_KIND))
                .filteredOn(runbook -> !runbook.name().equals("resolve-split-brain"))
                .allSatisfy(runbook -> assertThat(runbook.always())
                        .extracting(check -> check.does())
                        .contains("one-primary"));
    }
}
