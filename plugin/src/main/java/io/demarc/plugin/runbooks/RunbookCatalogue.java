/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.runbooks;

import io.demarc.hooks.runbook.Runbooks;
import io.demarc.hooks.runbook.StepKinds;
import io.demarc.hooks.storage.CloudWitness;
import io.demarc.hooks.storage.StoragePair;
import io.demarc.hooks.storage.StorageSteps;
import io.demarc.plugin.cloudstack.CloudStackApi;
import io.demarc.plugin.cloudstack.PoolWitness;
import io.demarc.plugin.configuration.DaemonConfig;
import io.demarc.plugin.inventory.Inventory;
import io.demarc.plugin.reconcile.Books;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The runbooks that come with Demarc, and the step kinds that this daemon has for them. */
public final class RunbookCatalogue {
    private RunbookCatalogue() {}

    /**
     * @param books where step kinds find the inventory
     * @param api   CloudStack's; null where there is none to ask
     */
    public static Runbooks of(Books books, DaemonConfig config, @Nullable CloudStackApi api) {
        Supplier<Inventory> inventory = () -> books.store().read(books.inventories()::current);
        InventoryPairs pairs = new InventoryPairs(inventory, config, books.clock());
        CloudWitness witness = api == null
                ? pair -> Optional.empty()
                : new PoolWitness(api, pair -> pool(inventory.get(), pair), books.clock());
        return Runbooks.builtIn(StepKinds.of(StorageSteps.of(pairs, witness)));
    }

    private static Optional<String> pool(Inventory inventory, StoragePair pair) {
        return Optional.ofNullable(inventory.requirePair(pair.name()).pool());
    }
}
