/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.hooks.replica.FakeDatabases.Table;
import io.demarc.hooks.replica.ReplicaCheck.Result;
import io.demarc.hooks.runbook.MemoryStore;
import io.demarc.hooks.runbook.MovableClock;
import io.demarc.hooks.runbook.Next;
import io.demarc.hooks.runbook.Run;
import io.demarc.hooks.runbook.RunId;
import io.demarc.hooks.runbook.RunOrder;
import io.demarc.hooks.runbook.RunState;
import io.demarc.hooks.runbook.Runbooks;
import io.demarc.hooks.runbook.Runs;
import io.demarc.hooks.runbook.StepKinds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of runs of check-replica that compare two tables, orders and customers. */
class ReplicaCheckTest {
    private final MovableClock clock = new MovableClock();
    private final FakeDatabases world = new FakeDatabases(clock);
    private final Runs runs = new Runs(
            Runbooks.of(
                    Map.of("check-replica.yaml", text()),
                    StepKinds.of(ReplicaSteps.of(world.daemon(), world.daemon()))),
            new MemoryStore(),
            clock,
            "daemon");

    private static String text() {
        try (InputStream in = Objects.requireNonNull(
                Runbooks.class.getResourceAsStream("/io/demarc/hooks/runbooks/check-replica.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void begin() {
        world.replica.replication = new FakeServer.Replication(world.replica.data);
        world.replica.drifted.clear();
        world.tables.clear();
        world.tables.add(new Table("customers", "InnoDB", 50, false));
        world.tables.add(new Table("orders", "InnoDB", 50, false));
    }

    /** Until it stands still; one that has stopped is aborted, as a person would. */
    private Run check(String tables) {
        Run run = runs.start(new RunOrder("check-replica", "db-2", Map.of("tables", tables), "ada"));
        assertThat(ReplicaCheck.of(run)).as("it has not ended").isEmpty();
        for (Next next = runs.advance(run.id()); next.at().isPresent(); next = runs.advance(run.id())) {
            next.at().ifPresent(clock::moveTo);
        }
        Run end = runs.find(run.id());
        if (end.state() == RunState.STOPPED) {
            runs.abort(run.id(), "ada", "seen", false);
        }
        return end;
    }

    private Optional<ReplicaCheck> difference() {
        return ReplicaCheck.difference(ReplicaCheck.in(runs.newestOn("db-2", 100)));
    }

    @Test
    void aCheckTellsWhenItBeganAndWhatDiffers() {
        Instant before = clock.instant();
        world.replica.drifted.put("orders", List.of(7L));

        Run run = check("all");

        ReplicaCheck check = ReplicaCheck.of(run).orElseThrow();
        assertThat(check.result()).isEqualTo(Result.DIFFERS);
        assertThat(check.differing()).containsExactly("app.orders");
        assertThat(check.begunAt()).isBetween(before, clock.instant());
        assertThat(check.isWhole()).isTrue();
        assertThat(ReplicaCheck.of(runs.find(run.id())))
                .as("aborted, it tells the same")
                .contains(check);
    }

    @Test
    void aCheckThatFoundNothingIsTheSame() {
        assertThat(ReplicaCheck.of(check("all")).orElseThrow().result()).isEqualTo(Result.SAME);
        assertThat(difference()).isEmpty();
    }

    @Test
    void aCheckThatCouldNotComeToItsEndFailedAndSaysWhy() {
        world.replica.refusal = "1142 (42000) at line 3: SELECT command denied";

        ReplicaCheck check = ReplicaCheck.of(check("all")).orElseThrow();

        assertThat(check.result()).isEqualTo(Result.FAILED);
        assertThat(check.reason()).startsWith("Database db-2: ERROR 1142 (42000): SELECT command denied");
        assertThat(difference()).isEmpty();
    }

    @Test
    void aDifferenceStaysKnownUntilALaterCheckOfTheseTablesFindsNone() {
        world.replica.drifted.put("orders", List.of(7L));
        world.replica.drifted.put("customers", List.of(8L));
        check("all");
        world.replica.drifted.clear();

        check("app.orders");
        assertThat(difference().orElseThrow().differing()).containsExactly("app.customers");
        check("app.customers");
        assertThat(difference()).isEmpty();
    }

    @Test
    void aDifferenceIsOverWhenALaterCheckOfEverythingFindsNone() {
        world.replica.drifted.put("orders", List.of(7L));
        check("all");
        assertThat(difference()).isPresent();

        world.replica.drifted.clear();
        check("all");

        assertThat(difference()).isEmpty();
    }

    @Test
    void manyNamesAreBounded() {
        List<String> names = IntStream.range(0, 25).mapToObj(it -> "app.t" + it).toList();
        Instant now = clock.instant();
        ReplicaCheck check = new ReplicaCheck(new RunId(1), now, List.of(), Result.DIFFERS, names, "");

        assertThat(check.namesInWords()).startsWith("app.t0, app.t1, ").endsWith("app.t19 and 5 more");
    }
}
