/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.demarc.lab.cloudstack.SimulatedCloudStack;
import io.demarc.lab.storage.DrbdNodes;
import io.demarc.lab.storage.DrbdNodes.Node;
import io.demarc.lab.storage.DrbdNodes.Sighting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both nodes of a real pair get new hardware while somebody writes to it, driven by {@code demarc runbook} alone; the daemon
 * is killed on the way. And what must not be begun is refused, with the reason, and nothing changes.
 *
 * <p>Takes about 25 minutes on two cores, most of them waiting for machines that boot. Not among the tests of every build yet: by
 * hand: {@code bin/install-test-packages storage}, then {@code bin/test -pl switch-lab -am -Dtest=StorageMaintenanceTrial}.
 */
class StorageMaintenanceTrial {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String PAIR = "store-1";

    @TempDir
    Path directory;

    @Test
    void bothNodesAreReplacedWhileTheServiceGoesOn() {
        try (DrbdNodes nodes = DrbdNodes.start();
                SimulatedCloudStack cloudStack = new SimulatedCloudStack(InstantSource.system());
                DaemonUnderTest daemon = new DaemonUnderTest(directory, cloudStack)) {
            prepare(daemon, nodes);

            whatMustNotBeginIsRefused(daemon, nodes);
            replaceBoth(daemon, nodes);
            restartTheSecondary(daemon, nodes);
            assertNothingLostAndNeverTwoPrimaries(nodes, Node.B);
            aSplitBrainIsRecognisedAndSettledByAPersonOnly(daemon, nodes);
            differencesAreFoundAndOverwrittenByAPersonsWord(daemon, nodes);
            aResourceGrowsOnlyIfBothSidesCan(daemon, nodes);
            aDiskIsReplacedInTheNodeThatServes(daemon, nodes);
            aDeadNodeIsRebuiltOnBlankDisks(daemon, nodes);
            assertNothingLostAndNeverTwoPrimaries(nodes, Node.A);
        }
    }

    private void prepare(DaemonUnderTest daemon, DrbdNodes nodes) {
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
        assertThat(daemon.mustRun("runbook", "start", "replace-nodes", "store-1", "-p", "first=node-b", "--dry-run"))
                .contains("Everything that can be asked now is met.");
    }

    private void whatMustNotBeginIsRefused(DaemonUnderTest daemon, DrbdNodes nodes) {
        assertRefused(daemon, nodes, "node-a", "node-a is secondary for every resource");

        nodes.setReplicationLink(Node.B, false);
        DrbdNodes.await("link seen to be down", LIMIT, () -> !nodes.drbd(Node.A).contains("cs:Connected"), () -> "");
        assertRefused(daemon, nodes, "node-b", "connected and UpToDate on both sides");
        nodes.setReplicationLink(Node.B, true);
        awaitHealthy(nodes);

        for (Node node : Node.values()) {
            nodes.must(node, "drbdsetup disk-options 0 --resync-rate=1M --c-plan-ahead=0");
        }
        nodes.must(Node.B, "drbdadm invalidate r0");
        assertRefused(daemon, nodes, "node-b", "Wait until the resync is done");
        for (Node node : Node.values()) {
            nodes.must(node, "drbdadm adjust r0");
        }
        awaitHealthy(nodes);
    }

    private static void assertRefused(DaemonUnderTest daemon, DrbdNodes nodes, String first, String reason) {
        DaemonUnderTest.Ran ran = daemon.demarc("runbook", "start", "replace-nodes", "store-1", "-p", "first=" + first);

        assertThat(ran.status()).as(ran.output()).isEqualTo(2);
        assertThat(ran.output())
                .contains("nothing was changed")
                .contains("NOT MET")
                .contains(reason);
        assertThat(nodes.serves(Node.A)).isTrue();
        assertThat(daemon.mustRun("runbook", "status", "--json").strip()).isEqualTo("[]");
        for (Node node : Node.values()) {
            assertThat(nodes.must(node, "systemctl is-enabled heartbeat 2>/dev/null"))
                    .contains("enabled");
        }
    }

    private static void awaitHealthy(DrbdNodes nodes) {
        DrbdNodes.await(
                "both sides up to date",
                LIMIT,
                () -> nodes.drbd(Node.A).contains("cs:Connected ro:Primary/Secondary ds:UpToDate/UpToDate"),
                () -> nodes.drbd(Node.A));
    }

    private void replaceBoth(DaemonUnderTest daemon, DrbdNodes nodes) {
        RunUnderTest run = new RunUnderTest(daemon, PAIR);
        run.start("replace-nodes", "first=node-b");
        assertThat(run.tryToStart("fail-over", "node=node-a").output()).contains("is active on store-1");
        Set<String> confirmed = new HashSet<>();
        Set<String> kills = new HashSet<>();
        JsonObject now = awaitChange(run, confirmed, kills);
        while (!RunUnderTest.state(now).equals("done")) {
            String step = RunUnderTest.step(now);
            assertThat(RunUnderTest.state(now)).as(run.status() + daemon.log()).isNotIn("stopped", "aborted", "paused");
            if (RunUnderTest.state(now).equals("awaiting-person")) {
                obey(daemon, run, nodes, step);
                confirmed.add(step);
            } else {
                // In the middle of a wait: the run goes on where it was.
                kills.add(step);
                daemon.kill();
                daemon.start();
            }
            now = awaitChange(run, confirmed, kills);
        }
        assertThat(confirmed).contains("replace-first", "replace-second", "look-at-cards-of-first");
        assertThat(kills).isNotEmpty();
        assertThat(nodes.serves(Node.B)).isTrue();
        for (Node node : Node.values()) {
            assertThat(nodes.must(node, "cat /sys/class/net/repl0/address /sys/class/net/mgmt0/address"))
                    .as("new cards under lasting names on %s", node)
                    .contains("52:54:00:01:01", "52:54:00:01:00");
            assertThat(nodes.must(node, "systemctl is-active heartbeat")).contains("active");
        }
        assertThat(run.log()).contains("systemctl poweroff", "hb_standby", "drbdadm adjust r0", "Confirms: ");
    }

    /** Until a person is needed, or the run has ended, or it is at a step in whose middle the daemon is to be killed. */
    private static JsonObject awaitChange(RunUnderTest run, Set<String> confirmed, Set<String> kills) {
        return run.await("the run goes on", it -> {
            String step = RunUnderTest.step(it);
            return switch (RunUnderTest.state(it)) {
                case "awaiting-person" -> !confirmed.contains(step);
                case "running" -> Set.of("shut-down-first", "fail-over").contains(step) && !kills.contains(step);
                default -> true;
            };
        });
    }

    /** What the instruction asks of a person. */
    private static void obey(DaemonUnderTest daemon, RunUnderTest run, DrbdNodes nodes, String step) {
        if (step.startsWith("replace-")) {
            Node node = step.equals("replace-first") ? Node.B : Node.A;
            assertThat(nodes.isRunning(node))
                    .as("%s is off when its hardware is to be replaced", node)
                    .isFalse();
            assertThat(daemon.demarc("runbook", "confirm", PAIR, step, "node-x").status())
                    .as("another node's name is not taken")
                    .isNotZero();
            nodes.replaceHardware(node);
            nodes.powerOn(node);
            run.confirm(step, node.host());
        } else {
            run.confirm(step, "seen");
        }
    }

    private static void restartTheSecondary(DaemonUnderTest daemon, DrbdNodes nodes) {
        RunUnderTest run = new RunUnderTest(daemon, PAIR);
        String boot = nodes.must(Node.A, "cat /proc/sys/kernel/random/boot_id");
        run.start("restart-node", "node=node-a");
        run.awaitAsked("update");
        run.confirm("update", "node-a");
        run.awaitDone();
        assertThat(nodes.must(Node.A, "cat /proc/sys/kernel/random/boot_id")).isNotEqualTo(boot);
        assertThat(nodes.serves(Node.B)).isTrue();
    }

    private static void assertNothingLostAndNeverTwoPrimaries(DrbdNodes nodes, Node serving) {
        List<String> acknowledged = nodes.acknowledgedLines();
        assertThat(acknowledged)
                .as("the writer wrote on both nodes")
                .anyMatch(it -> it.startsWith("node-a"))
                .anyMatch(it -> it.startsWith("node-b"));
        assertThat(nodes.linesOnDisk(serving))
                .as("no acknowledged line is lost")
                .containsAll(acknowledged);
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

    private static void aSplitBrainIsRecognisedAndSettledByAPersonOnly(DaemonUnderTest daemon, DrbdNodes nodes) {
        RunUnderTest run = new RunUnderTest(daemon, PAIR);
        nodes.setReplicationLink(Node.A, false);
        DrbdNodes.await("link seen to be down", LIMIT, () -> !nodes.drbd(Node.A).contains("cs:Connected"), () -> "");
        nodes.must(Node.A, "drbdadm primary r0");
        assertThat(run.tryToStart("fail-over", "node=node-b").output()).contains("NOT MET", "node-a and node-b are");
        nodes.setReplicationLink(Node.A, true);
        DrbdNodes.await(
                "DRBD drops the connection",
                LIMIT,
                () -> nodes.drbd(Node.A).contains("cs:StandAlone"),
                () -> nodes.drbd(Node.A));

        DaemonUnderTest.Ran ran = run.tryToStart("fail-over", "node=node-b");

        assertThat(ran.status()).as(ran.output()).isEqualTo(2);
        assertThat(ran.output()).contains("NOT MET", "is in no split brain", "resolve-split-brain");
        assertThat(nodes.drbd(Node.A)).contains("cs:StandAlone");

        run.start("resolve-split-brain", "peer=node-b");
        run.awaitAsked("look");
        assertThat(run.status()).contains("have changed on both sides", "node-a: r0");
        run.confirm("look", "node-b");
        run.confirm("look", "node-b");
        run.awaitDone();
        assertThat(nodes.drbd(Node.B)).contains("cs:Connected ro:Primary/Secondary ds:UpToDate/UpToDate");
        assertThat(nodes.serves(Node.B)).isTrue();
        assertThat(nodes.linesOnDisk(Node.B)).containsAll(nodes.acknowledgedLines());
    }

    private static void differencesAreFoundAndOverwrittenByAPersonsWord(DaemonUnderTest daemon, DrbdNodes nodes) {
        RunUnderTest run = new RunUnderTest(daemon, PAIR);
        nodes.must(Node.A, "dd if=/dev/urandom of=/dev/vdb bs=4k count=2 seek=20480 conv=notrunc oflag=direct");

        run.start("verify-data");
        run.awaitAsked("report");
        assertThat(run.status()).contains("r0: 8 KiB");
        run.confirm("report", PAIR);
        run.awaitDone();

        run.start("verify-data");
        run.awaitDone();
        assertThat(run.log()).contains("Both sides are the same");
    }

    private static void aResourceGrowsOnlyIfBothSidesCan(DaemonUnderTest daemon, DrbdNodes nodes) {
        RunUnderTest run = new RunUnderTest(daemon, PAIR);
        long before = blocks(nodes);
        run.start("grow-resource", "resource=r0");
        run.awaitAsked("enlarge");
        nodes.growDisk(Node.A, 128);
        run.confirm("enlarge", "done");
        run.awaitStopped("grow");
        assertThat(run.status()).contains("the disk of r0 volume 0 on node-b has grown", "the smaller side decides");
        assertThat(blocks(nodes)).isEqualTo(before);

        nodes.growDisk(Node.B, 128);
        run.resume();
        run.awaitDone();

        assertThat(blocks(nodes)).isGreaterThan(before);
    }

    private static long blocks(DrbdNodes nodes) {
        return Long.parseLong(nodes.must(Node.B, "stat -f -c %b /srv/data").strip());
    }

    /** It has to give its service away first. */
    private static void aDiskIsReplacedInTheNodeThatServes(DaemonUnderTest daemon, DrbdNodes nodes) {
        RunUnderTest run = new RunUnderTest(daemon, PAIR);
        run.start("replace-disk", "node=node-b", "resource=r0");
        run.awaitAsked("replace");
        assertThat(nodes.serves(Node.A)).isTrue();
        assertThat(nodes.drbd(Node.B)).contains("ds:Diskless/UpToDate");
        run.confirm("replace", "node-b");
        run.awaitStopped("metadata");
        assertThat(run.status()).contains("/dev/vdb of node-b is blank", "wipefs");

        nodes.must(Node.B, "dd if=/dev/zero of=/dev/vdb bs=1M oflag=direct 2>/dev/null; sync");
        run.resume();
        run.awaitDone();

        assertThat(nodes.drbd(Node.A)).contains("cs:Connected ro:Primary/Secondary ds:UpToDate/UpToDate");
    }

    private static void aDeadNodeIsRebuiltOnBlankDisks(DaemonUnderTest daemon, DrbdNodes nodes) {
        RunUnderTest run = new RunUnderTest(daemon, PAIR);
        // The new system comes with its cluster manager and DRBD's start at boot switched off, as the runbook asks.
        nodes.must(Node.B, "systemctl -q disable heartbeat drbd 2>/dev/null; sync");
        nodes.kill(Node.B);
        nodes.blankDisk(Node.B);
        DrbdNodes.await("DRBD has lost node-b", LIMIT, () -> !nodes.drbd(Node.A).contains("cs:Connected"), () -> "");

        run.start("rebuild-node", "node=node-b");
        run.awaitAsked("replace");
        nodes.powerOn(Node.B);
        run.confirm("replace", "node-b");
        run.awaitAsked("plug-in");
        run.confirm("plug-in", "done");
        run.awaitDone();

        assertThat(nodes.drbd(Node.A)).contains("cs:Connected ro:Primary/Secondary ds:UpToDate/UpToDate");
        assertThat(nodes.must(Node.B, "systemctl is-enabled heartbeat 2>/dev/null"))
                .contains("enabled");
    }
}
