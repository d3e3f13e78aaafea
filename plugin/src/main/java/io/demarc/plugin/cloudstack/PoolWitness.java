/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import static io.demarc.plugin.cloudstack.AdminApi.text;

import com.google.gson.JsonObject;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.storage.CloudWitness;
import io.demarc.hooks.storage.StoragePair;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Asks CloudStack's API of the primary storage pool that a pair gives ({@code listStoragePools}), of the hosts in reach of
 * it ({@code listHosts}) and of the machines that run from it ({@code listVirtualMachines}). Thread-safe.
 */
public final class PoolWitness implements CloudWitness {
    private final AdminApi api;
    private final Function<StoragePair, Optional<String>> poolOf;

    /** @param poolOf UUID of the pair's storage pool, if one is declared */
    public PoolWitness(CloudStackApi api, Function<StoragePair, Optional<String>> poolOf, InstantSource clock) {
        this.api = new AdminApi(api, clock);
        this.poolOf = poolOf;
    }

    @Override
    public Optional<CloudView> look(StoragePair pair) {
        return poolOf.apply(pair).map(id -> look(pair, id));
    }

    private CloudView look(StoragePair pair, String id) {
        List<JsonObject> pools = api.list("listStoragePools", "storagepool", Map.of("id", id));
        if (pools.isEmpty()) {
            return new CloudView(
                    List.of(Finding.notMet(
                            "CloudStack's storage pool " + id + " is Up",
                            "there is no such pool",
                            "Mend 'pool' of storage pair " + pair.name() + " in the inventory.")),
                    Set.of());
        }
        JsonObject pool = pools.get(0);
        List<Finding> findings = new ArrayList<>();
        findings.add(isUp("CloudStack's storage pool '" + text(pool, "name") + "'", text(pool, "state")));
        api.list("listHosts", "host", scope(pool))
                .forEach(host -> findings.add(isUp("host '" + text(host, "name") + "'", text(host, "state"))));
        Set<String> running = new TreeSet<>();
        api.list(
                        "listVirtualMachines",
                        "virtualmachine",
                        Map.of("listall", "true", "details", "min", "storageid", id, "state", "Running"))
                .forEach(machine -> running.add(text(machine, "id")));
        return new CloudView(findings, running);
    }

    /** The hosts of the pool's cluster; those of its zone when every cluster uses it. */
    private static Map<String, String> scope(JsonObject pool) {
        String cluster = text(pool, "clusterid");
        return cluster.isEmpty()
                ? Map.of("type", "Routing", "zoneid", text(pool, "zoneid"))
                : Map.of("type", "Routing", "clusterid", cluster);
    }

    private static Finding isUp(String what, String state) {
        String claim = what + " is Up";
        return state.equals("Up")
                ? Finding.met(claim, state)
                : Finding.notMet(
                        claim, state.isEmpty() ? "no state is told" : state, "Bring it up in CloudStack first.");
    }
}
