/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.demarc.lab.cloudstack.SimulatedCloudStack;
import io.demarc.lab.storage.DrbdNodes;
import io.demarc.lab.storage.DrbdNodes.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Both nodes of a real pair get new hardware while somebody writes to it, driven by {@code demarc runbook} alone; the daemon
 * is killed on the way. And what must not be begun is refused, with the reason, and nothing changes.
 *
 * <p>Takes about 12 minutes on two idle cores, most of them waiting for machines that boot: other tests run beside it.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(PairUnderTest.NAME)
class StorageMaintenanceIT {
    private static final Duration LIMIT = PairUnderTest.LIMIT;
    private static final String PAIR = PairUnderTest.NAME;

    @TempDir
    Path directory;

    @Test
    void bothNodesAreReplacedWhileTheServiceGoesOn() {
        try (DrbdNodes nodes = DrbdNodes.start();
                SimulatedCloudStack cloudStack = new SimulatedCloudStack(InstantSource.system());
                DaemonUnderTest daemon = new DaemonUnderTest(directory, cloudStack)) {
            PairUnderTest.declare(daemon, nodes);
            assertThat(daemon.mustRun("runbook", "start", "replace-nodes", PAIR, "-p", "first=node-b", "--dry-run"))
                    .contains("Everything that can be asked now is met.");

            whatMustNotBeginIsRefused(daemon, nodes);
            replaceBoth(daemon, nodes);
            restartTheSecondary(daemon, nodes);
            PairUnderTest.assertNothingLostAndNeverTwoPrimaries(nodes, Node.B);
            aSplitBrainIsRecognisedAndSettledByAPersonOnly(daemon, nodes);
        }
    }

    private void whatMustNotBeginIsRefused(DaemonUnderTest daemon, DrbdNodes nodes) {
        assertRefused(daemon, nodes, "node-a", "node-a is secondary for every resource");

        nodes.setReplicationLink(Node.B, false);
        DrbdNodes.await("link seen to be down", LIMIT, () -> !nodes.drbd(Node.A).contains("cs:Connected"), () -> "");
        assertRefused(daemon, nodes, "node-b", "connected and UpToDate on both sides");
        nodes.setReplicationLink(Node.B, true);
        PairUnderTest.awaitHealthy(nodes);

        nodes.must(Node.B, "drbdadm detach r0");
        assertRefused(daemon, nodes, "node-b", "Look at the replication link and at the disks");
        nodes.must(Node.B, "drbdadm attach r0");
        PairUnderTest.awaitHealthy(nodes);

        for (Node node : Node.values()) {
            nodes.must(node, "drbdsetup disk-options 0 --resync-rate=1M --c-plan-ahead=0");
        }
        nodes.must(Node.B, "drbdadm invalidate r0");
        assertRefused(daemon, nodes, "node-b", "Wait until the resync is done");
        for (Node node : Node.values()) {
            nodes.must(node, "drbdadm adjust r0");
        }
        PairUnderTest.awaitHealthy(nodes);
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
        assertThat(run.status().replaceAll("\\s+", " "))
                .contains("have changed on both sides", "node-a: r0", "node-b: r0", "has /srv/data")
                .containsPattern(
                        "generation of r0 [0-9A-F]{16} since [0-9A-F]{16}; /dev/vdb: superblock last written \\w{3} ");
        run.confirm("look", "node-b");
        run.confirm("look", "node-b");
        run.awaitDone();
        assertThat(nodes.drbd(Node.B)).contains("cs:Connected ro:Primary/Secondary ds:UpToDate/UpToDate");
        assertThat(nodes.serves(Node.B)).isTrue();
        List<String> acknowledged = nodes.acknowledgedLines();
        assertThat(nodes.linesOnDisk(Node.B)).containsAll(acknowledged);
    }
}
