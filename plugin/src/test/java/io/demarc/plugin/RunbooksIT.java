/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import static io.demarc.plugin.world.World.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.plugin.operations.RunViews.OfferView;
import io.demarc.plugin.operations.RunViews.PlannedStepView;
import io.demarc.plugin.operations.RunViews.RunView;
import io.demarc.plugin.operations.RunViews.StepView;
import io.demarc.plugin.operations.RunbookOperations;
import io.demarc.plugin.words.JournalEntry;
import io.demarc.plugin.world.Crash;
import io.demarc.plugin.world.FailingConnection;
import io.demarc.plugin.world.Kettles;
import io.demarc.plugin.world.World;
import io.demarc.problem.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in the whole core, on a real database and virtual time. */
class RunbooksIT {
    private static final Map<String, String> BLUE = Map.of("kettle", "blue");

    @TempDir
    Path directory;

    private final Kettles kettles = new Kettles();
    private World world;
    private CoreProcess daemon;

    @BeforeEach
    void start() {
        world = new World(directory.resolve("state"));
        world.runbooks = kettles.runbooks();
        daemon = CoreProcess.start(world);
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private RunbookOperations runbooks() {
        return daemon.operations().runbooks();
    }

    private static String state(RunView run, String step) {
        return run.steps().stream()
                .filter(it -> it.id().equals(step))
                .map(StepView::state)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void doctorSaysWhichServersSecretCannotBeRead() {
        daemon.apply("""
                servers:
                  - { name: web-1, address: 10.0.0.1, login: { user: root, password: '${env:DEMARC_NO_SUCH_VARIABLE}' } }
                  - { name: web-2, address: 10.0.0.2, login: { user: root, password: '${env:PATH}' } }
                """);

        assertThat(daemon.operations().doctor(world.deadline()))
                .filteredOn(it -> it.subject().startsWith("server"))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.subject()).isEqualTo("server web-1");
                    assertThat(it.verdict()).isEqualTo("failed");
                    assertThat(it.message()).contains("DEMARC_NO_SUCH_VARIABLE");
                });
    }

    @Test
    void aStoragePairStaysAsItIsWhileARunIsActiveOnIt() {
        String pair = """
                storage-pairs:
                  - name: galley
                    cluster: none
                    nodes:
                      - { name: a, address: 10.0.0.1, login: { user: root, password: '${env:A}' }, management: m0,
                          replication: { interface: r0, address: 10.9.0.1 } }
                      - { name: b, address: 10.0.0.2, login: { user: root, password: '${env:A}' }, management: m0,
                          replication: { interface: r0, address: 10.9.0.2 } }
                """;
        daemon.apply(pair);
        runbooks().start("make-tea", "galley", BLUE, OPERATOR);

        assertThatThrownBy(() -> daemon.apply("switches: []"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().details())
                                .singleElement()
                                .asString()
                                .contains("storage pair galley would change, but run 1 is active on it"));
        daemon.apply(pair + "devices: []\n");
        runbooks().abort("galley", "enough", false, OPERATOR);
        daemon.apply("switches: []");
    }

    @Test
    void aRunIsDrivenByTheDaemonAndTellsWhatToTypeNext() {
        RunView started = runbooks().start("make-tea", "galley", BLUE, OPERATOR);
        world.time.pass(Duration.ofSeconds(15));

        RunView boiling = runbooks().run("galley");
        assertThat(boiling.state()).isEqualTo("running");
        assertThat(Objects.requireNonNull(boiling.progress()).percent()).isEqualTo(50.0);
        assertThat(boiling.progress().leftSeconds()).isEqualTo(30);

        world.time.pass(Duration.ofMinutes(1));
        RunView asking = runbooks().run(Long.toString(started.id()));
        assertThat(asking.state()).isEqualTo("awaiting-person");
        assertThat(asking.instruction()).isEqualTo("Pour what blue holds.");
        assertThat(asking.next()).contains("demarc runbook confirm 1 pour WORD");

        runbooks().confirm("1", "pour", "blue", OPERATOR);
        world.time.pass(Duration.ofMinutes(5));
        assertThat(runbooks().run("1").state()).isEqualTo("done");
        assertThat(kettles.switchedOn).containsEntry("blue", 1).containsEntry("blue-2", 1);
        assertThat(runbooks().log("1").stream().map(it -> it.who() + " " + it.what()))
                .contains("root Started make-tea ("
                        + world.runbooks.find("make-tea").hash() + ") on galley.")
                .contains("demarc switch on blue --token=***")
                .contains("root Confirms: \"blue\"");
        assertThat(daemon.operations().newestJournal(10).stream().map(JournalEntry::message))
                .contains("run 1 (make-tea on galley): started", "run 1 (make-tea on galley): step pour confirmed");
    }

    @Test
    void aDaemonThatWasKilledGoesOnWithItsRunAndTheStepIsNotDoneTwice() {
        runbooks().start("make-tea", "galley", BLUE, OPERATOR);
        world.time.pass(Duration.ofSeconds(15));
        daemon.kill();

        daemon = CoreProcess.start(world);
        world.time.pass(Duration.ofMinutes(5));

        assertThat(runbooks().run("1").state()).isEqualTo("awaiting-person");
        assertThat(kettles.switchedOn).containsEntry("blue", 1);
    }

    @Test
    void aDaemonThatIsKilledAtAnyCommitEndsTheRunTheSame() {
        daemon.close();
        for (int commit = 0; commit < 30; commit++) {
            world = new World(directory.resolve("state-" + commit));
            world.runbooks = kettles.runbooks();
            kettles.heat.clear();
            FailingConnection connection = new FailingConnection();
            daemon = CoreProcess.start(world, connection::around);
            runbooks().start("make-tea", "galley", BLUE, OPERATOR);
            connection.killAt(commit, commit % 2 == 0);
            try {
                world.time.pass(Duration.ofMinutes(5));
            } catch (Crash e) {
                assertThat(connection.isDead()).isTrue();
            }
            daemon.kill();

            daemon = CoreProcess.start(world);
            world.time.pass(Duration.ofMinutes(5));
            assertThat(runbooks().run("1").state()).as("commit %s", commit).isEqualTo("awaiting-person");
            assertThat(state(runbooks().run("1"), "boil")).isEqualTo("done");
            daemon.close();
        }
        daemon = CoreProcess.start(world);
    }

    @Test
    void aSecondRunOnTheSameObjectAndARunThatIsNotMetAreRefused() {
        runbooks().start("make-tea", "galley", BLUE, OPERATOR);
        assertThatThrownBy(() -> runbooks().start("make-tea", "galley", BLUE, OPERATOR))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("A run is active on galley already: run 1 (make-tea, started by root)");

        kettles.empty.add("red");
        assertThatThrownBy(() -> runbooks().start("make-tea", "bar", Map.of("kettle", "red"), OPERATOR))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("NOT MET: red has water (found: it is empty) Fill it.");
        assertThat(runbooks().runs()).hasSize(1);
    }

    @Test
    void aDryRunTellsEveryGuardAndStartsNothing() {
        kettles.empty.add("blue");

        assertThat(runbooks().plan("make-tea", "galley", BLUE, OPERATOR).steps())
                .extracting(PlannedStepView::guard)
                .containsExactly("refused", "none", "asked-later");
        assertThat(runbooks().runs()).isEmpty();
        assertThat(kettles.switchedOn).isEmpty();
    }

    @Test
    void aRunThatStopsOrIsAbortedSaysWhyAndWhatIsLeftToUndo() {
        kettles.empty.add("blue-2");
        runbooks().start("make-tea", "galley", BLUE, OPERATOR);
        world.time.pass(Duration.ofMinutes(1));
        runbooks().confirm("1", "pour", "blue", OPERATOR);
        world.time.pass(Duration.ofMinutes(1));

        RunView stopped = runbooks().run("1");
        assertThat(stopped.state()).isEqualTo("stopped");
        assertThat(stopped.findings().get(0).claim()).isEqualTo("blue-2 has water");
        assertThat(stopped.next()).containsExactly("demarc runbook resume 1", "demarc runbook abort 1");

        RunView aborted = runbooks().abort("1", "no more tea", false, OPERATOR);
        assertThat(aborted.undo()).extracting(OfferView::words).containsExactly("Switch blue off.");
        assertThat(aborted.reason()).isEqualTo("Aborted by root: \"no more tea\".");
        runbooks().abort("1", "", true, OPERATOR);
        world.time.pass(Duration.ofMinutes(1));
        assertThat(runbooks().run("1").state()).isEqualTo("aborted");
        assertThat(kettles.switchedOn).isEmpty();
    }
}
