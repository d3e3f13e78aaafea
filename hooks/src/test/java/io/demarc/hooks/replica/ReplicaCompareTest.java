/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.hooks.replica.FakeDatabases.Table;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.MovableClock;
import io.demarc.hooks.runbook.Progress;
import io.demarc.hooks.runbook.RunOrder;
import io.demarc.hooks.runbook.StepContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Comparing a large table that is written to all the time: each of its 45 chunks differs at first sight. */
class ReplicaCompareTest {
    private static final int MOST_LOOKS = 200;

    private final MovableClock clock = new MovableClock();
    private final FakeDatabases world = new FakeDatabases(clock);
    private final StepContext context =
            StepContext.of(new RunOrder("check-replica", "db-2", Map.of(), "ada"), Map.of(), clock);
    private int looks;

    @BeforeEach
    void begin() {
        world.replica.replication = new FakeServer.Replication(world.replica.data);
        world.replica.drifted.clear();
        world.tables.clear();
        world.tables.add(new Table("busy", "InnoDB", 4_450, true));
        world.tables.add(new Table("quiet", "MyISAM", 4_450, false));
    }

    /** Each look by a new daemon. */
    private Finding compare() {
        new ReplicaCompare(world.daemon()).act(context);
        Progress progress = Progress.waiting("");
        while (!progress.isDone()) {
            progress = new ReplicaCompare(world.daemon()).poll(context);
            world.assertUnharmed();
            assertThat(Objects.requireNonNull(world.replica.replication).isApplying)
                    .as("it applies its primary's log between two looks")
                    .isTrue();
            assertThat(progress.broken()).isEmpty();
            assertThat(looks++).isLessThan(MOST_LOOKS);
        }
        List<Finding> findings = new ReplicaCompare(world.daemon()).verify(context);
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    @Test
    void whatIsOnlyWrittenToIsTheSame() {
        Finding finding = compare();

        assertThat(finding.isMet()).as(finding.inWords()).isTrue();
        assertThat(finding.found()).isEqualTo("2 tables compared, none differs");
        assertThat(looks).as("looks, each a part of a table").isGreaterThan(2);
        assertThat(world.primary.snapshots)
                .as("looks with the replica held: 20, 20 and 5 chunks")
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "busy; 1; busy up to 100",
                "busy; 2000; busy above 1900 up to 2000",
                "busy; 2001; busy above 2000 up to 2100",
                "busy; 4450; busy above 4400",
                "quiet; 4450; quiet above 4400",
            },
            delimiter = ';')
    void oneChunkThatReallyDiffersIsNamedOnceWhereverItIs(String table, long row, String named) {
        world.replica.drifted.put(table, List.of(row));

        Finding finding = compare();

        assertThat(finding.isMet()).isFalse();
        assertThat(finding.found()).startsWith("1 differences: app." + named);
        assertThat(finding.found().split("app\\.", -1)).hasSize(2);
    }

    @Test
    void ofATableThatDiffersTheRestIsNotComparedButTheNextTableIs() {
        world.replica.drifted.put("busy", List.of(150L, 4_444L));
        world.replica.drifted.put("quiet", List.of(4_444L));

        assertThat(compare().found())
                .startsWith("2 differences: app.busy above 100 up to 200: ")
                .endsWith("; app.quiet above 4400");
    }
}
