/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.storage.CloudWitness.CloudView;
import io.demarc.hooks.storage.StorageNode;
import io.demarc.hooks.storage.StoragePair;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PoolWitnessTest {
    private static final String POOL = "6ca20e53-6a3c-43fb-b1ee-2a8c0b6c1d1f";
    private static final StoragePair PAIR = new StoragePair(
            "store-1",
            new StorageNode("node-a", "10.9.0.1", "repl0", "mgmt0"),
            new StorageNode("node-b", "10.9.0.2", "repl0", "mgmt0"),
            StoragePair.Cluster.NONE,
            Set.of(),
            List.of(),
            List.of());

    private final Map<String, String> answers = new HashMap<>(Map.of(
            "listStoragePools",
            "{'storagepool': [{'name': 'gold', 'state': 'Up', 'clusterid': 'c1'}]}",
            "listHosts",
            "{'host': [{'name': 'kvm-1', 'state': 'Up'}, {'name': 'kvm-2', 'state': 'Up'}]}",
            "listVirtualMachines",
            "{'virtualmachine': [{'id': 'a'}, {'id': 'b'}]}"));
    private final Map<String, Map<String, String>> asked = new HashMap<>();

    private CloudView look() {
        PoolWitness witness = new PoolWitness(
                (command, parameters, deadline) -> {
                    asked.put(command, parameters);
                    return answer(command);
                },
                pair -> Optional.of(POOL),
                InstantSource.system());
        return witness.look(PAIR).orElseThrow();
    }

    private JsonObject answer(String command) {
        return JsonParser.parseString(answers.getOrDefault(command, "{}").replace('\'', '"'))
                .getAsJsonObject();
    }

    @Test
    void thePoolItsHostsAndItsMachinesAreLookedAt() {
        CloudView view = look();

        assertThat(view.findings()).hasSize(3).allMatch(Finding::isMet);
        assertThat(view.runningMachines()).containsExactlyInAnyOrder("a", "b");
        assertThat(asked.get("listHosts")).containsEntry("clusterid", "c1");
        assertThat(asked.get("listVirtualMachines")).containsEntry("storageid", POOL);
    }

    @Test
    void aHostInAlertIsNamed() {
        answers.put("listHosts", "{'host': [{'name': 'kvm-1', 'state': 'Up'}, {'name': 'kvm-2', 'state': 'Alert'}]}");

        assertThat(look().findings())
                .filteredOn(finding -> !finding.isMet())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.claim()).isEqualTo("host 'kvm-2' is Up");
                    assertThat(finding.found()).isEqualTo("Alert");
                });
    }

    @Test
    void aPoolThatCloudStackDoesNotKnowIsNoPoolThatIsUp() {
        answers.put("listStoragePools", "{}");

        assertThat(look().findings()).singleElement().matches(finding -> !finding.isMet());
    }

    @Test
    void withoutAPoolThereIsNothingToLookAt() {
        PoolWitness witness = new PoolWitness(
                (command, parameters, deadline) -> answer(command), pair -> Optional.empty(), InstantSource.system());

        assertThat(witness.look(PAIR)).isEmpty();
    }
}
