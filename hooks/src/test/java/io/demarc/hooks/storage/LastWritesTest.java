/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.hooks.node.CommandResult;
import io.demarc.hooks.node.NodeCommands;
import io.demarc.hooks.runbook.RunOrder;
import io.demarc.hooks.runbook.StepContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LastWritesTest {
    private static final String EXT4 = """
            tune2fs 1.47.0 (5-Feb-2023)
            Filesystem volume name:   <none>
            Last mounted on:          /srv/data
            Filesystem state:         clean
            Last mount time:          Tue Nov 24 14:05:11 2026
            Last write time:          Tue Nov 24 14:41:52 2026
            Mount count:              3
            """;

    @Test
    void theSuperblockTellsWhenTheFileSystemWasLastUsed() {
        assertThat(lastWrites(new CommandResult(0, EXT4, "")))
                .containsExactly("/dev/vdb: superblock last written Tue Nov 24 14:41:52 2026, last mounted"
                        + " Tue Nov 24 14:05:11 2026");
    }

    @Test
    void whereThereIsNoSuchFileSystemThatIsSaid() {
        assertThat(lastWrites(new CommandResult(
                        1, "tune2fs 1.47.0 (5-Feb-2023)\n", "tune2fs: Bad magic number in super-block")))
                .containsExactly("/dev/vdb: no ext2/3/4 file system, the time of its last write is not known");
    }

    @Test
    void aNodeThatDoesNotKnowItsDisksStopsNoPersonFromChoosing() {
        NodeCommands broken = (argv, limit) -> new CommandResult(1, "", "'r0' not defined in your config");

        assertThat(lastWrites(broken)).singleElement().asString().startsWith("last writes not known: node-a:");
    }

    private static List<String> lastWrites(CommandResult superblock) {
        return lastWrites((argv, limit) -> switch (argv.get(0)) {
            case "drbdadm" -> new CommandResult(0, "/dev/vdb\n", "");
            case "blockdev" -> new CommandResult(0, "100663296\n", "");
            default -> superblock;
        });
    }

    private static List<String> lastWrites(NodeCommands node) {
        StoragePairs pairs = new StoragePairs() {
            @Override
            public StoragePair pair(String name) {
                return FakePair.PAIR;
            }

            @Override
            public NodeCommands on(StoragePair pair, StorageNode on) {
                return node;
            }
        };
        RunOrder order = new RunOrder("resolve-split-brain", "store-1", Map.of(), "anna");
        StepContext context = StepContext.of(order, Map.of(), InstantSource.system());
        return LastWrites.of(new Sighted(pairs, context), FakePair.A, "r0");
    }
}
