/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.runbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.hooks.runbook.Evidence;
import io.demarc.hooks.runbook.Finding;
import io.demarc.hooks.runbook.Progress;
import io.demarc.hooks.runbook.Reason;
import io.demarc.hooks.runbook.Run;
import io.demarc.hooks.runbook.RunId;
import io.demarc.hooks.runbook.RunOrder;
import io.demarc.hooks.runbook.RunState;
import io.demarc.hooks.runbook.StepRun;
import io.demarc.hooks.runbook.StepState;
import io.demarc.plugin.books.Store;
import io.demarc.problem.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlRunStoreIT {
    private static final Instant NOW = Instant.parse("2026-11-24T03:00:00Z");

    @TempDir
    Path directory;

    private Store store;
    private SqlRunStore runs;

    @BeforeEach
    void open() {
        store = Store.open(directory.resolve("db"));
        runs = new SqlRunStore(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Run run(long id, String object, RunState state) {
        return new Run(
                new RunId(id),
                0,
                new RunOrder("replace-node", object, Map.of("node", "beta"), "ada"),
                "0123456789abcdef",
                "here",
                NOW,
                NOW,
                state,
                List.of(
                        new StepRun("shut", StepState.DONE, 2, 0, NOW, NOW, NOW),
                        new StepRun("replace", StepState.PENDING, 0, 0, null, null, null)),
                new Reason("why", List.of(Finding.notMet("a", "b", "c")), "fix"),
                Map.of("old-mac", "52:54:00:12:34:56"),
                Progress.of(33.3, "1 GiB", "98 MB/s", Duration.ofSeconds(90)));
    }

    @Test
    void aRunComesBackAsItWasSaved() {
        Run saved = runs.save(run(1, "pair1", RunState.RUNNING)).orElseThrow();

        assertThat(saved.version()).isEqualTo(1);
        assertThat(runs.load(new RunId(1))).contains(saved);
        assertThat(runs.active("pair1")).contains(saved);
        assertThat(runs.list()).containsExactly(saved);
    }

    @Test
    void theNewestRunsOnAnObjectComeFirstAndNoOthers() {
        runs.save(run(1, "pair1", RunState.DONE));
        runs.save(run(2, "pair2", RunState.DONE));
        Run second = runs.save(run(3, "pair1", RunState.ABORTED)).orElseThrow();
        Run third = runs.save(run(4, "pair1", RunState.RUNNING)).orElseThrow();

        assertThat(runs.newestOn("pair1", 2)).containsExactly(third, second);
        assertThat(runs.newestOn("pair3", 2)).isEmpty();
    }

    @Test
    void whoComesSecondSavesNothing() {
        Run first = runs.save(run(1, "pair1", RunState.RUNNING)).orElseThrow();
        assertThat(runs.save(run(1, "pair1", RunState.RUNNING))).isEmpty();

        Run second = runs.save(first).orElseThrow();
        assertThat(runs.save(first)).isEmpty();
        assertThat(runs.load(new RunId(1))).contains(second);
    }

    @Test
    void oneRunIsActiveOnAnObject() {
        Run first = runs.save(run(1, "pair1", RunState.STOPPED)).orElseThrow();

        assertThatThrownBy(() -> runs.save(run(2, "pair1", RunState.RUNNING)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("Run 1 (replace-node) is active on pair1.");
        assertThat(runs.save(run(3, "pair1", RunState.ABORTED))).isPresent();
        assertThat(runs.save(run(4, "pair2", RunState.RUNNING))).isPresent();
        assertThat(runs.active("pair1")).contains(first);
    }

    @Test
    void numbersAreNeverUsedTwice() {
        assertThat(List.of(runs.newId(), runs.newId(), runs.newId()))
                .containsExactly(new RunId(1), new RunId(2), new RunId(3));
    }

    @Test
    void evidenceIsKeptInItsOrderAndCannotBeRewritten() {
        Evidence first = new Evidence(NOW, "shut", "demarc", "drbdadm role all", 0, "Secondary/Primary\n");
        Evidence second = new Evidence(NOW, "", "ada", "Pauses", null, "");
        runs.appendEvidence(new RunId(1), first);
        runs.appendEvidence(new RunId(2), second);
        runs.appendEvidence(new RunId(1), second);

        assertThat(runs.evidence(new RunId(1))).containsExactly(first, second);
        assertThatThrownBy(() -> store.change(handle -> handle.execute("DELETE FROM run_evidence")))
                .hasMessageContaining("evidence is append-only");
    }
}
