/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.runbooks;

import io.demarc.hooks.addresses.AddressSteps;
import io.demarc.hooks.addresses.Places;
import io.demarc.hooks.node.OwnMachine;
import io.demarc.hooks.replica.ReplicaSteps;
import io.demarc.hooks.replica.ReplicationLooks;
import io.demarc.hooks.runbook.Runbooks;
import io.demarc.hooks.runbook.StepKind;
import io.demarc.hooks.runbook.StepKinds;
import io.demarc.hooks.storage.CloudWitness;
import io.demarc.hooks.storage.StoragePair;
import io.demarc.hooks.storage.StoragePairs;
import io.demarc.hooks.storage.StorageSteps;
import io.demarc.plugin.books.Books;
import io.demarc.plugin.cloudstack.ApiAddressOwners;
import io.demarc.plugin.cloudstack.ApiMaintenance;
import io.demarc.plugin.cloudstack.CloudMaintenance;
import io.demarc.plugin.cloudstack.CloudStackApi;
import io.demarc.plugin.cloudstack.PoolWitness;
import io.demarc.plugin.configuration.DaemonConfig;
import io.demarc.plugin.words.Inventory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The runbooks that come with Demarc with the step kinds that this daemon has for them, and what they work on.
 *
 * @param pairs the storage pairs of the inventory in force
 * @param cloud where the cloud's maintenance is asked for
 * @param replication how the databases of the inventory in force replicate
 */
public record RunbookCatalogue(
        Runbooks runbooks, StoragePairs pairs, CloudMaintenance cloud, ReplicationLooks replication) {
    /**
     * @param books where step kinds find the inventory
     * @param api   CloudStack's; null where there is none to ask
     * @param threads for what goes on in the background for hours
     */
    public static RunbookCatalogue of(Books books, DaemonConfig config, @Nullable CloudStackApi api, Executor threads) {
        Supplier<Inventory> inventory = () -> books.store().read(books.inventories()::current);
        InventoryServers servers = new InventoryServers(inventory, config, books.clock());
        InventoryPairs pairs = new InventoryPairs(inventory, servers);
        CloudWitness witness = api == null
                ? pair -> Optional.empty()
                : new PoolWitness(api, pair -> pool(inventory.get(), pair), books.clock());
        Places places = new Places(
                servers,
                new InventoryGateways(inventory, servers, config, books.clock()),
                api == null ? address -> Optional.empty() : new ApiAddressOwners(api, books.clock()),
                new OwnMachine());
        List<StepKind> kinds = new ArrayList<>(StorageSteps.of(pairs, witness));
        kinds.addAll(AddressSteps.of(places));
        kinds.addAll(ReplicaSteps.of(InventoryDatabases.of(inventory, servers), threads));
        return new RunbookCatalogue(
                Runbooks.builtIn(StepKinds.of(kinds)),
                pairs,
                api == null ? CloudMaintenance.NONE : new ApiMaintenance(api, books.clock()),
                new ReplicationLooks(InventoryDatabases.apart(inventory, servers), threads));
    }

    private static Optional<String> pool(Inventory inventory, StoragePair pair) {
        return Optional.ofNullable(inventory.objects().requirePair(pair.name()).pool());
    }
}
