/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.hooks.replica.FakeDatabases.Table;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.MovableClock;
import io.demarc.hooks.runbook.Progress;
import io.demarc.hooks.runbook.RunOrder;
import io.demarc.hooks.runbook.StepContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1054 (42S22) at line 3: Unknown column 'busy.id' in 'field list'",
                "1142 (42000) at line 3: SELECT command denied to user 'root'@'localhost' for table 'busy'",
                "1969 (70100) at line 3: Query execution was interrupted (max_statement_time exceeded)"
            })
    void aDefiniteErrorEndsItWithTheServersOwnWords(String error) {
        world.replica.refusal = error;
        new ReplicaCompare(world.daemon()).act(context);

        Progress progress = new ReplicaCompare(world.daemon()).poll(context);

        assertThat(progress.broken()).hasSize(1);
        assertThat(progress.broken().get(0).found())
                .startsWith("Database db-2: ERROR " + error.replace(" at line 3", "") + " (the client on host-2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1205 (HY000) at line 3: Lock wait timeout exceeded; try restarting transaction",
                "2013 (HY000) at line 3: Lost connection to server during query",
                "1040 (08004): Too many connections"
            })
    void whatMayPassIsWaitedForAndNotAskedAgainAtOnce(String error) {
        world.primary.refusal = error;
        new ReplicaCompare(world.daemon()).act(context);

        Progress progress = new ReplicaCompare(world.daemon()).poll(context);

        assertThat(progress.broken()).isEmpty();
        assertThat(progress.remaining()).contains("Database db-1: ERROR " + error.substring(0, 4));
        int commands = world.commands;
        assertThat(new ReplicaCompare(world.daemon()).poll(context).isDone()).isFalse();
        assertThat(world.commands).isEqualTo(commands);
        world.primary.refusal = "";
        clock.pass(Duration.ofSeconds(11));
        assertThat(compare().isMet()).isTrue();
    }

    @Test
    void aReplicaThatIsDelayedOnPurposeIsToldAsSuchAtOnce() {
        world.replica.delay = 3600;

        assertThat(new ReplicaCompare(world.daemon()).guard(context))
                .filteredOn(it -> !it.isMet())
                .extracting(Finding::found)
                .containsExactly("it is delayed by 3600 s on purpose (SQL_Delay)");
    }

    @Test
    void rowsAndTheTimeThatIsLeftAreTold() {
        new ReplicaCompare(world.daemon()).act(context);

        Progress progress = new ReplicaCompare(world.daemon()).poll(context);

        assertThat(progress.remaining()).matches("[\\d,]+ of about 8,900 rows; table 1 of 2: app.busy");
        assertThat(progress.rate()).matches("[\\d,]+ rows/s");
        assertThat(Objects.requireNonNull(progress.percent())).isBetween(1.0, 99.0);
        assertThat(Objects.requireNonNull(progress.left())).isPositive();
    }

    @Test
    void definitionsAreComparedAsWell() {
        world.primary.views = FakeSight.rows("k\ts\tn\tdefiner", List.of("view\tapp\tv\troot@localhost"));
        world.replica.views = FakeSight.rows("k\ts\tn\tdefiner", List.of("view\tapp\tv\tgone@%"));

        assertThat(compare().found())
                .isEqualTo(
                        "1 differences: view app.v: definer is root@localhost on the primary, gone@% on the replica");
    }
}
