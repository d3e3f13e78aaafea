/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.hooks.node.Sections;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.storage.StoragePair.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Pacemaker 2.1.5's crm_mon and cibadmin print of configurations in which it wouldn't do as it is asked. */
class PacemakerHindrancesTest {
    private static final Path STATES = Path.of("src", "test", "resources", "cluster", "pacemaker", "states");

    private static List<Finding> hindrances(String state) throws IOException {
        Sections told = Sections.of(Files.readString(STATES.resolve(state + ".txt")));
        return ClusterView.ofPacemaker(
                        told.find("cluster").orElseThrow().text(),
                        told.find("constraints").orElseThrow().text(),
                        Set.of("node-a", "node-b"))
                .hindrances();
    }

    @ParameterizedTest
    @ValueSource(strings = {"healthy", "preference-below-stickiness", "fence-devices-banned-from-their-own-node"})
    void aPacemakerThatDoesAsItIsAskedHasNone(String state) throws IOException {
        assertThat(hindrances(state)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ban-left-by-move;may run g_data on node-b;cli-ban-g_data-on-node-b;crm resource clear g_data",
                "preference-left-by-move;leaves g_data where it is;cli-prefer-g_data;crm resource clear g_data",
                "fenced-by-drbd;may run ms_drbd_r0 on node-b;drbd-fence-by-handler;when the data are up to date",
                "stop-all-resources;may run the service;stop-all-resources is set;crm_attribute",
                "no-quorum;are a quorum;no-quorum-policy is stop;corosync-quorumtool",
            })
    void whatKeepsItFromMovingTheServiceIsToldWithWhatLiftsIt(String state, String claim, String found, String advice)
            throws IOException {
        assertThat(hindrances(state)).singleElement().satisfies(it -> {
            assertThat(it.isMet()).isFalse();
            assertThat(it.claim()).contains(claim);
            assertThat(it.found()).contains(found);
            assertThat(it.advice()).contains(advice);
        });
    }

    @Test
    void unmanagedResourcesAreToldOneByOne() throws IOException {
        assertThat(hindrances("unmanaged"))
                .extracting(Finding::found)
                .containsExactly("it is unmanaged", "it is unmanaged");
    }

    @Test
    void failedAndBlockedResourcesAreTold() throws IOException {
        String healthy = Files.readString(STATES.resolve("healthy.txt")).replaceAll("(?s)@@cluster.*", "");
        String blocked =
                healthy.replaceFirst("blocked=\"false\"(.*?)failed=\"false\"", "blocked=\"true\"$1failed=\"true\"");

        assertThat(ClusterView.ofPacemaker(blocked, "", Set.of("node-a", "node-b"))
                        .hindrances())
                .singleElement()
                .satisfies(it -> assertThat(it.found()).isEqualTo("it is failed and blocked"));
        String ignored = blocked.replaceFirst("blocked=\"true\"", "blocked=\"false\"")
                .replaceFirst("failure_ignored=\"false\"", "failure_ignored=\"true\"");
        assertThat(ClusterView.ofPacemaker(ignored, "", Set.of("node-a", "node-b"))
                        .hindrances())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "off, true",
        "Off, true",
        "no, true",
        "FALSE, true",
        "0, true",
        "n # why, true",
        "on, false",
        "yes, false",
        "legacy, false",
        "'', false",
        "maybe, false",
        "1, false"
    })
    void heartbeatMovesTheServiceBackUnlessAutoFailbackIsOffInAnyOfItsWords(String word, boolean isOff) {
        StorageNode a = new StorageNode("node-a", "10.77.1.11", "eth1", "eth0");
        StorageNode b = new StorageNode("node-b", "10.77.1.12", "eth1", "eth0");
        StoragePair heartbeat = new StoragePair("store-1", a, b, Cluster.HEARTBEAT, Set.of(), List.of(), List.of());
        StoragePair pacemaker = new StoragePair("store-1", a, b, Cluster.PACEMAKER_CRM, Set.of(), List.of(), List.of());

        assertThat(NodeReader.autoFailback(heartbeat, word + "\n").isEmpty()).isEqualTo(isOff);
        assertThat(NodeReader.autoFailback(pacemaker, word)).isEqualTo(Optional.empty());
    }
}
