/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.hooks.replica.FakeDatabases.Fault;
import io.demarc.hooks.replica.FakeDatabases.Table;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.MovableClock;
import io.demarc.hooks.runbook.Progress;
import io.demarc.hooks.runbook.RunOrder;
import io.demarc.hooks.runbook.StepContext;
import io.demarc.hooks.runbook.Undo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows of a large table that is written to all the time are repaired; each of its 45 chunks differs at first sight. */
class ReplicaRepairTest {
    private static final int MOST_LOOKS = 200;

    private final MovableClock clock = new MovableClock();
    private final FakeDatabases world = new FakeDatabases(clock);
    private final StepContext context = context(Map.of("lose", "db-2"));
    private int looks;

    private StepContext context(Map<String, String> parameters) {
        return StepContext.of(new RunOrder("repair-replica", "db-2", parameters, "ada"), Map.of(), clock);
    }

    @BeforeEach
    void begin() {
        world.replica.replication = new FakeServer.Replication(world.replica.data);
        world.replica.drifted.clear();
        world.tables.clear();
        world.tables.add(new Table("busy", "InnoDB", 4_450, true));
        world.tables.add(new Table("quiet", "InnoDB", 250, false));
    }

    private ReplicaRepair step() {
        return new ReplicaRepair(world.daemon());
    }

    /** Each look by a new daemon, and after the pause that a look may ask for. */
    private Finding repair() {
        step().act(context);
        Progress progress = Progress.waiting("");
        while (!progress.isDone()) {
            progress = step().poll(context);
            world.assertUnharmed();
            assertThat(Objects.requireNonNull(world.replica.replication).isApplying)
                    .as("it applies its primary's log between two looks")
                    .isTrue();
            assertThat(progress.broken()).isEmpty();
            assertThat(looks++).isLessThan(MOST_LOOKS);
            clock.pass(Duration.ofSeconds(11));
        }
        List<Finding> findings = step().verify(context);
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private List<String> unmet(StepContext asked) {
        List<Finding> findings = step().guard(asked);
        world.assertUnharmed();
        return findings.stream()
                .filter(it -> !it.isMet())
                .map(it -> it.claim() + ": " + it.found())
                .toList();
    }

    @Test
    void theRowsOfChunksThatDifferAreThePrimarysAfterwards() {
        world.replica.drifted.put("busy", List.of(150L, 4_444L));
        world.replica.drifted.put("quiet", List.of(7L));

        Finding finding = repair();

        assertThat(finding.isMet()).as(finding.inWords()).isTrue();
        assertThat(finding.found()).isEqualTo("3 chunks repaired, 250 rows deleted and 250 inserted");
        assertThat(world.replica.drifted).isEmpty();
        assertThat(world.replica.repair.committed).isEqualTo(3);
    }

    @Test
    void whatIsOnlyWrittenToIsNotTouched() {
        assertThat(repair().found()).isEqualTo("0 chunks repaired, 0 rows deleted and 0 inserted");
        assertThat(world.replica.repair.committed).isZero();
        assertThat(step().undo(context)).isEmpty();
    }

    @Test
    void nothingIsChangedWhenTheRowsAreNotWhatWasInserted() {
        world.replica.drifted.put("busy", List.of(150L));
        world.replica.drifted.put("quiet", List.of(7L));
        world.fault = Fault.INSERT_IS_INEXACT;

        Finding finding = repair();

        assertThat(finding.isMet()).isFalse();
        assertThat(finding.found())
                .startsWith("1 chunks repaired")
                .endsWith(
                        "not repaired: app.busy above 100 up to 200: 100 rows on the primary, 100 on the replica with those"
                                + " inserted, and still not the same: nothing of it was changed");
        assertThat(finding.advice()).contains("'demarc replica rebuild db-2 --from-primary --tables app.busy'");
        assertThat(world.replica.drifted).isEqualTo(Map.of("busy", List.of(150L)));
    }

    @Test
    void aTableWhoseRowsTheServerRefusesIsToldInItsWordsWhenTheOthersAreRepaired() {
        world.replica.drifted.put("busy", List.of(150L));
        world.replica.drifted.put("quiet", List.of(7L));
        world.fault = Fault.INSERT_REFUSED;

        Finding finding = repair();

        assertThat(finding.found())
                .contains(
                        "app.busy: nothing of it was changed: Database db-2: ERROR 1062 (23000): Duplicate entry '7'");
        assertThat(world.replica.drifted).isEqualTo(Map.of("busy", List.of(150L)));
    }

    @Test
    void aRowThatIsTooLargeForAStatementIsToldAndNotTriedForEver() {
        world.replica.drifted.put("quiet", List.of(7L));
        world.largestPacket = 50;

        assertThat(repair().found())
                .contains("app.quiet: nothing of it was changed: a row of app.quiet takes ")
                .contains(" octets as a statement, and max_allowed_packet of db-2 is 50");
        assertThat(world.replica.drifted).isEqualTo(Map.of("quiet", List.of(7L)));
    }

    @Test
    void rowsOfAMomentThatTheReplicaHasLeftAreNotCommitted() {
        world.replica.drifted.put("busy", List.of(150L));
        world.fault = Fault.HELD_REPLICA_IS_STARTED;

        assertThat(repair().found()).isEqualTo("1 chunks repaired, 100 rows deleted and 100 inserted");
        assertThat(world.fault).isNull();
        assertThat(world.replica.drifted).isEmpty();
    }

    @Test
    void tablesThatCannotBeRepairedAreLeftAndToldWhenTheOthersAreRepaired() {
        world.tables.add(0, new Table("archive", "MyISAM", 250, false));
        world.tables.add(new Table("audited", "InnoDB", 250, false));
        world.triggered = List.of("app\taudited");
        List.of("archive", "audited", "busy").forEach(it -> world.replica.drifted.put(it, List.of(3L)));

        Finding finding = repair();

        assertThat(finding.isMet()).isFalse();
        assertThat(finding.found())
                .startsWith("1 chunks repaired, 100 rows deleted and 100 inserted; not repaired: ")
                .contains("app.archive up to 100 (it has no transactions)")
                .contains("app.audited up to 100: 100 rows on the primary, 100 on the replica, and not the same"
                        + " (it has triggers, which would run again)");
        assertThat(world.replica.drifted.keySet()).containsExactlyInAnyOrder("archive", "audited");
    }

    @Test
    void itBeginsWhenTheLossIsMeantAndItMayWriteAndNobodyElseNeedsIt() {
        assertThat(unmet(context)).isEmpty();
        assertThat(unmet(context(Map.of("lose", "db-3"))))
                .containsExactly(
                        "rows that only db-2 has, or has otherwise, may be lost: nobody has said so, and nothing"
                                + " keeps them");
        world.readOnly = "1290 (HY000) at line 5: The MySQL server is running with the --super-read-only option";
        assertThat(unmet(context)).singleElement().asString().contains("ERROR 1290", "--super-read-only");
        world.readOnly = "";
        world.sessions = () -> List.of("9\trepl\t10.0.0.9:4711\t\tBinlog Dump\t9");
        assertThat(unmet(context))
                .containsExactly("db-2 is the source of no other replica: repl@10.0.0.9 reads its binary log");
        assertThat(unmet(context(Map.of("lose", "db-2", "allow-sources", "yes"))))
                .isEmpty();
    }

    @Test
    void whatIsSuperReadOnlyIsSoAgainAfterEachLookAndWhenTheRunIsAborted() {
        world.superReadOnly = "ON";
        world.replica.drifted.put("busy", List.of(150L));
        world.replica.drifted.put("quiet", List.of(7L));
        assertThat(unmet(context)).isEmpty();
        world.fault = Fault.INSERT_REFUSED;

        assertThat(repair().found()).startsWith("1 chunks repaired");
        assertThat(world.superReadOnly).isEqualTo("ON");

        world.superReadOnly = "OFF";
        step().abandon(context);
        assertThat(world.superReadOnly)
                .as("a daemon that was killed left it off")
                .isEqualTo("ON");
    }

    @Test
    void whatIsWritableStaysSo() {
        world.superReadOnly = "OFF";
        assertThat(unmet(context)).isEmpty();
        world.replica.drifted.put("quiet", List.of(7L));

        repair();
        step().abandon(context);

        assertThat(world.superReadOnly).isEqualTo("OFF");
    }

    @Test
    void definitionsThatDifferAreNotRepaired() {
        world.primary.views = FakeSight.rows("k\ts\tn\tdefiner", List.of("view\tapp\tv\troot@localhost"));

        assertThat(unmet(context))
                .containsExactly(
                        "db-2 has the same definitions as its primary: 1 differences: view app.v: only on the primary");
    }

    @Test
    void whatCannotBeTakenBackIsSaid() {
        world.replica.drifted.put("busy", List.of(150L));
        step().act(context);
        step().poll(context);
        assertThat(step().undo(context)).map(Undo::words).get().asString().contains("may have been replaced");

        repair();

        assertThat(step().undo(context)).hasValueSatisfying(it -> {
            assertThat(it.words())
                    .contains(
                            "What db-2 had in these chunks is gone: 1 chunks repaired, 100 rows deleted and 100 inserted");
            assertThat(it.action()).isNull();
        });
    }
}
