/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.lab.cloudstack.SimulatedCloudStack;
import io.demarc.lab.storage.DrbdNodes;
import io.demarc.lab.storage.DrbdNodes.Node;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The runbooks about the disks of a real pair, while somebody writes to it, driven by {@code demarc runbook} alone: fail-over,
 * online verify, growing, one disk exchanged, a dead node rebuilt.
 *
 * <p>Takes about 10 minutes on two idle cores, most of them waiting for machines that boot: other tests run beside it.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(PairUnderTest.NAME)
class StorageDisksIT {
    private static final String PAIR = PairUnderTest.NAME;

    @TempDir
    Path directory;

    @Test
    void theDisksAreVerifiedGrownAndReplacedWhileTheServiceGoesOn() {
        try (DrbdNodes nodes = DrbdNodes.start();
                SimulatedCloudStack cloudStack = new SimulatedCloudStack(InstantSource.system());
                DaemonUnderTest daemon = new DaemonUnderTest(directory, cloudStack)) {
            PairUnderTest.declare(daemon, nodes);

            theServiceMovesToTheOtherNode(daemon, nodes);
            differencesAreFoundAndOverwrittenByAPersonsWord(daemon, nodes);
            aResourceGrowsOnlyIfBothSidesCan(daemon, nodes);
            aDiskIsReplacedInTheNodeThatServes(daemon, nodes);
            aDeadNodeIsRebuiltOnBlankDisks(daemon, nodes);
            PairUnderTest.assertNothingLostAndNeverTwoPrimaries(nodes, Node.A);
        }
    }

    private static void theServiceMovesToTheOtherNode(DaemonUnderTest daemon, DrbdNodes nodes) {
        RunUnderTest run = new RunUnderTest(daemon, PAIR);
        run.start("fail-over", "node=node-a");
        run.awaitDone();
        assertThat(nodes.serves(Node.B)).isTrue();
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
    }
}
