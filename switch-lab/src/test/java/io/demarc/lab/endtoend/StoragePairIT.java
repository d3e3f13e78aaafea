/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.demarc.lab.cloudstack.SimulatedCloudStack;
import io.demarc.lab.storage.DrbdNodes;
import io.demarc.lab.storage.DrbdNodes.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The life of one real pair, while somebody writes to it, driven by {@code demarc runbook} alone. First the examples of
 * docs/commands.md that are marked {@code pair} (renew them: {@code -Dgolden.update}) and of docs/storage.md. Then its disks: fail-over, online verify,
 * growing, one disk exchanged, a dead node rebuilt. Then both nodes get new hardware, with the daemon killed on
 * the way, and what must not be begun is refused, with the reason, and nothing changes. A split brain comes last: from then on
 * two primaries have been seen.
 *
 * <p>Each part begins where the one before it ends, because to make a pair takes longer than most of them. Most of the time is
 * spent waiting for machines: other tests run beside it.
 */
@Execution(ExecutionMode.CONCURRENT)
@Order(1)
// Holding it, the class has its parts run one after the other.
@ResourceLock(PairUnderTest.NAME)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(PartsOfOneStory.class)
@SuppressWarnings("NullAway.Init")
class StoragePairIT {
    private static final Duration LIMIT = PairUnderTest.LIMIT;
    private static final String PAIR = PairUnderTest.NAME;

    @TempDir
    private static Path directory;

    private static SimulatedCloudStack cloudStack;
    private static DrbdNodes nodes;
    private static DaemonUnderTest daemon;

    @BeforeAll
    static void begin() {
        cloudStack = new SimulatedCloudStack(InstantSource.system());
        daemon = new DaemonUnderTest(directory, cloudStack);
        nodes = DrbdNodes.start();
        PairUnderTest.declare(daemon, nodes);
    }

    @AfterAll
    static void end() {
        daemon.close();
        nodes.close();
        cloudStack.close();
    }

    @Test
    @Order(1)
    void theSecondaryIsRestartedAndThePagesShowHow() throws IOException {
        RunUnderTest run = new RunUnderTest(daemon, PAIR);
        String boot = nodes.must(Node.B, "cat /proc/sys/kernel/random/boot_id");
        List<String> dryRun = new ArrayList<>();

        new PageUnderTest("commands.md", "pair", daemon)
                .shows("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "2026-11-24T03:00:00Z")
                .shows("started by \\S+", "started by ada")
                .shows("(?m)(?<=^2026-11-24T03:00:00Z  )(?!demarc  )\\S+(?=  )", "ada")
                .shows("\\([0-9a-f]{16}\\)", "(0fec491c0570f3b9)")
                // What comes between depends on how long the node takes to boot and to connect.
                .shows("(?s)(?<=\\[boot\\]  Acted\\.\n).*(?=2026-\\S+  demarc  The run is done)", "...\n")
                .shows("198\\.19\\.77\\.", "10.20.0.")
                .before("pair check " + PAIR, () -> {
                    nodes.setReplicationLink(Node.B, false);
                    awaitBothDisconnected();
                    dryRun.addAll(dryRunOfReplaceNodes());
                })
                .before("runbook start restart-node store-1 -p node=node-b --dry-run", () -> {
                    nodes.setReplicationLink(Node.B, true);
                    PairUnderTest.awaitHealthy(nodes);
                })
                .before("runbook status " + PAIR, () -> run.awaitAsked("update"))
                .before("runbook log " + PAIR, run::awaitDone)
                .assertSaysWhatTheDaemonSays();

        run.awaitDone();
        assertThat(nodes.must(Node.B, "cat /proc/sys/kernel/random/boot_id")).isNotEqualTo(boot);
        assertThat(nodes.serves(Node.A)).isTrue();
        assertThat(dryRun).containsSubsequence(shownOfADryRun());
    }

    private static List<String> dryRunOfReplaceNodes() {
        return lines(daemon.demarc("runbook", "start", "replace-nodes", PAIR, "-p", "first=node-b", "--dry-run")
                .output());
    }

    /** By docs/storage.md, without its remarks ({@code <- ...}), and without what it leaves out. */
    private static List<String> shownOfADryRun() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "storage.md"));
        int begin = page.indexOf("Runbook replace-nodes on " + PAIR + ", dry run");
        return lines(page.substring(begin, page.indexOf("```", begin)).replaceAll("(?m)^ *\\.\\.\\.$| +<- .*", ""));
    }

    /** Without regard to the widths of columns. */
    private static List<String> lines(String text) {
        return text.lines()
                .map(line -> line.strip().replaceAll(" +", " "))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static void awaitBothDisconnected() {
        for (Node node : Node.values()) {
            DrbdNodes.await(
                    node + " looks for the other one",
                    LIMIT,
                    () -> nodes.drbd(node).contains("cs:WFConnection"),
                    () -> nodes.drbd(node));
        }
    }

    private static void awaitDisconnected() {
        DrbdNodes.await("link seen to be down", LIMIT, () -> !nodes.drbd(Node.A).contains("cs:Connected"), () -> "");
    }

    @Test
    @Order(2)
    void theServiceMovesToTheOtherNode() {
        RunUnderTest run = new RunUnderTest(daemon, PAIR);
        run.start("fail-over", "node=node-a");
        run.awaitDone();
        assertThat(nodes.serves(Node.B)).isTrue();
    }

    @Test
    @Order(3)
    void differencesAreFoundAndOverwrittenByAPersonsWord() {
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

    @Test
    @Order(4)
    void aResourceGrowsOnlyIfBothSidesCan() {
        RunUnderTest run = new RunUnderTest(daemon, PAIR);
        long before = blocks();
        run.start("grow-resource", "resource=r0");
        run.awaitAsked("enlarge");
        nodes.growDisk(Node.A, 128);
        run.confirm("enlarge", "done");
        run.awaitStopped("grow");
        assertThat(run.status()).contains("the disk of r0 volume 0 on node-b has grown", "the smaller side decides");
        assertThat(blocks()).isEqualTo(before);

        nodes.growDisk(Node.B, 128);
        run.resume();
        run.awaitDone();

        assertThat(blocks()).isGreaterThan(before);
    }

    private static long blocks() {
        return Long.parseLong(nodes.must(Node.B, "stat -f -c %b /srv/data").strip());
    }

    /** It has to give its service away first. */
    @Test
    @Order(5)
    void aDiskIsReplacedInTheNodeThatServes() {
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

    @Test
    @Order(6)
    void aDeadNodeIsRebuiltOnBlankDisks() {
        RunUnderTest run = new RunUnderTest(daemon, PAIR);
        // The new system comes with its cluster manager and DRBD's start at boot switched off, as the runbook asks.
        nodes.must(Node.B, "systemctl -q disable heartbeat drbd 2>/dev/null; sync");
        nodes.kill(Node.B);
        nodes.blankDisk(Node.B);
        DrbdNodes.await(
                "DRBD has lost node-b",
                PairUnderTest.LIMIT,
                () -> !nodes.drbd(Node.A).contains("cs:Connected"),
                () -> "");

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
        PairUnderTest.assertNothingLostAndNeverTwoPrimaries(nodes, Node.A);
        // What docs/storage.md asks of a person afterwards.
        nodes.must(Node.B, "systemctl -q enable drbd 2>/dev/null");
    }

    @Test
    @Order(7)
    void whatMustNotBeginIsRefused() {
        assertThat(daemon.mustRun("runbook", "start", "replace-nodes", PAIR, "-p", "first=node-b", "--dry-run"))
                .contains("Everything that can be asked now is met.");
        assertRefused("node-a", "node-a is secondary for every resource");

        nodes.setReplicationLink(Node.B, false);
        awaitDisconnected();
        assertRefused("node-b", "connected and UpToDate on both sides");
        nodes.setReplicationLink(Node.B, true);
        PairUnderTest.awaitHealthy(nodes);

        nodes.must(Node.B, "drbdadm detach r0");
        assertRefused("node-b", "Look at the replication link and at the disks");
        nodes.must(Node.B, "drbdadm attach r0");
        PairUnderTest.awaitHealthy(nodes);

        for (Node node : Node.values()) {
            nodes.must(node, "drbdsetup disk-options 0 --resync-rate=1M --c-plan-ahead=0");
        }
        nodes.must(Node.B, "drbdadm invalidate r0");
        assertRefused("node-b", "Wait until the resync is done");
        for (Node node : Node.values()) {
            nodes.must(node, "drbdadm adjust r0");
        }
        PairUnderTest.awaitHealthy(nodes);
    }

    private static void assertRefused(String first, String reason) {
        String runs = daemon.mustRun("runbook", "status", "--json");
        DaemonUnderTest.Ran ran = daemon.demarc("runbook", "start", "replace-nodes", "store-1", "-p", "first=" + first);

        assertThat(ran.status()).as(ran.output()).isEqualTo(2);
        assertThat(ran.output())
                .contains("nothing was changed")
                .contains("NOT MET")
                .contains(reason);
        assertThat(nodes.serves(Node.A)).isTrue();
        assertThat(daemon.mustRun("runbook", "status", "--json"))
                .as("no run has begun")
                .isEqualTo(runs);
        for (Node node : Node.values()) {
            assertThat(nodes.must(node, "systemctl is-enabled heartbeat 2>/dev/null"))
                    .contains("enabled");
        }
    }

    @Test
    @Order(8)
    void bothNodesAreReplacedWhileTheServiceGoesOn() {
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
                obey(run, step);
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
        PairUnderTest.assertNothingLostAndNeverTwoPrimaries(nodes, Node.B);
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
    private static void obey(RunUnderTest run, String step) {
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

    @Test
    @Order(9)
    void aSplitBrainIsRecognisedAndSettledByAPersonOnly() {
        RunUnderTest run = new RunUnderTest(daemon, PAIR);
        nodes.setReplicationLink(Node.A, false);
        awaitDisconnected();
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
