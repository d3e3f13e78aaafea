/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.lab.storage.DrbdNodes;
import io.demarc.lab.storage.DrbdNodes.Node;
import io.demarc.lab.storage.DrbdNodes.Sighting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Two real nodes as the storage pair {@code store-1} of a daemon. */
final class PairUnderTest {
    static final String NAME = "store-1";
    static final Duration LIMIT = Duration.ofMinutes(5);

    /**
     * Seconds that a node's clock may differ from this machine's. It is set from a chip that counts seconds from whenever QEMU was ready
     * within one: a node is behind by up to one and what the setting takes. A service takes longer than that from node to node.
     */
    private static final double CLOCK_ERROR = 1.5;

    private PairUnderTest() {}

    /** Declares the pair, starts the daemon, and lets it look. */
    static void declare(DaemonUnderTest daemon, DrbdNodes nodes) {
        daemon.knowHost(String.join("\n", nodes.knownHostsLines()));
        daemon.secret("node-key", nodes.privateKey());
        StringBuilder inventory =
                new StringBuilder("""
                switches: []
                storage-pairs:
                  - name: store-1
                    cluster: heartbeat
                    resources: [%s]
                    service: { addresses: [%s], mounts: [%s] }
                    nodes:
                """.formatted(DrbdNodes.RESOURCE, DrbdNodes.SERVICE_ADDRESS, DrbdNodes.MOUNT));
        for (Node node : Node.values()) {
            inventory.append(
                    """
                          - name: %s
                            address: %s
                            login: { user: root, private-key: '%s' }
                            management: mgmt0
                            replication: { interface: repl0, address: %s }
                    """.formatted(node.host(), node.address(), daemon.reference("node-key"), node.replicationAddress())
                            .indent(2));
        }
        Path file = daemon.write("inventory.yaml", inventory.toString());
        daemon.start();
        daemon.mustRun("apply", "-f", file.toString());
    }

    static void awaitHealthy(DrbdNodes nodes) {
        DrbdNodes.await(
                "both sides up to date",
                LIMIT,
                () -> nodes.drbd(Node.A).contains("cs:Connected ro:Primary/Secondary ds:UpToDate/UpToDate"),
                () -> nodes.drbd(Node.A));
    }

    /** By what the writer was told, what is on the disk, and what the watchers on both nodes saw. */
    static void assertNothingLostAndNeverTwoPrimaries(DrbdNodes nodes, Node serving) {
        List<String> acknowledged = nodes.acknowledgedLines();
        assertThat(acknowledged)
                .as("the writer wrote on both nodes")
                .anyMatch(it -> it.startsWith("node-a"))
                .anyMatch(it -> it.startsWith("node-b"));
        assertThat(nodes.linesOnDisk(serving))
                .as("no acknowledged line is lost")
                .containsAll(acknowledged);
        for (Node node : Node.values()) {
            double before = System.currentTimeMillis() / 1000.0;
            double there = Double.parseDouble(nodes.must(node, "echo $EPOCHREALTIME"));
            assertThat(there)
                    .as("the clock of %s, by which its watch notes", node)
                    .isBetween(before - CLOCK_ERROR, System.currentTimeMillis() / 1000.0 + CLOCK_ERROR);
        }
        List<double[]> onA = primaryTimes(nodes.roles(Node.A));
        List<double[]> onB = primaryTimes(nodes.roles(Node.B));
        assertThat(onA).isNotEmpty();
        assertThat(onB).isNotEmpty();
        for (double[] a : onA) {
            for (double[] b : onB) {
                assertThat(Math.max(a[0], b[0]))
                        .as("node-a was primary from %s to %s, node-b from %s to %s", a[0], a[1], b[0], b[1])
                        .isGreaterThan(Math.min(a[1], b[1]));
            }
        }
    }

    /** From and to of each stretch of looks that all saw the node primary. */
    private static List<double[]> primaryTimes(List<Sighting> sightings) {
        List<double[]> times = new ArrayList<>();
        boolean wasPrimary = false;
        for (Sighting sighting : sightings) {
            boolean isPrimary = sighting.role().equals("Primary");
            if (isPrimary && !wasPrimary) {
                times.add(new double[] {sighting.atSeconds(), sighting.atSeconds()});
            } else if (isPrimary) {
                times.get(times.size() - 1)[1] = sighting.atSeconds();
            }
            wasPrimary = isPrimary;
        }
        return times;
    }
}
