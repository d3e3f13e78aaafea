/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import static io.demarc.plugin.world.World.ALICE;
import static io.demarc.plugin.world.World.BOB;
import static io.demarc.plugin.world.World.OPERATOR;
import static io.demarc.plugin.world.World.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.plugin.networks.NetworkLife.Answer;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.operations.Views.Outcome;
import io.demarc.plugin.world.FakeSwitch;
import io.demarc.plugin.world.World;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that was emptied, shortened or put back from a copy is not believed: only the switches are. */
class StoreDoubtIT {
    /** Nothing is saved on a switch while the store is in doubt. */
    private static final String SWITCHES =
            "switches:\n" + World.switchYaml("tor", "fake", 3) + "    release-unsaved: allowed\n";

    private static final String DEVICES = "devices:\n"
            + World.deviceYaml("alice-vpn", "alice", "tor", 1)
            + World.deviceYaml("bob-vpn", "bob", "tor", 2);
    private static final String INVENTORY = SWITCHES + DEVICES;
    private static final Vlan ALICES = new Vlan(150);

    @TempDir
    Path directory;

    private World world;
    private FakeSwitch tor;
    private CoreProcess daemon;

    /** Alice's network has VLAN 150, and her device's port carries it. */
    @BeforeEach
    void start() {
        world = new World(directory.resolve("state"));
        world.configuration = """
            cloudstack:
              endpoint: https://cloud.example/client/api
              api-key: ${env:PATH}
              secret-key: ${env:PATH}
            """;
        tor = world.addSwitch("tor", false, 4);
        world.network(204, ALICE, "Implemented", 150);
        world.network(205, BOB, "Allocated", null);
        daemon = CoreProcess.start(world);
        apply(INVENTORY);
        daemon.operations().attach("alice-vpn", "204", false, false, OPERATOR, world.deadline());
        daemon.life().implemented(event(204, 150), world.deadline());
        assertThat(tor.port("ge1").carriesOnly(ALICES)).isTrue();
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private void apply(String inventory) {
        daemon.apply(inventory);
        daemon.adoptAll();
        world.time.pass(Duration.ofSeconds(5));
    }

    private Path database() {
        return world.state.resolve("demarc.sqlite");
    }

    private void empty() throws IOException {
        Files.newByteChannel(database(), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                .close();
    }

    private void restart() {
        daemon = CoreProcess.start(world);
        world.time.pass(Duration.ofSeconds(5));
    }

    private void restartEmptied() throws IOException {
        daemon.kill();
        empty();
        restart();
    }

    private Answer shutDown(long id, int vlan) {
        return daemon.life().shutDown(event(id, vlan), world.deadline());
    }

    private String accept() {
        return daemon.operations().store().accept("tried it", OPERATOR, world.deadline());
    }

    private void assertDoubt(String why) {
        assertThat(daemon.operations().doctor(world.deadline()))
                .filteredOn(finding -> finding.subject().equals("store"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.verdict()).isEqualTo("failed");
                    assertThat(finding.message()).contains(why);
                    assertThat(finding.fix()).contains("demarc store accept");
                });
        assertThat(daemon.operations().store().status().doubt()).contains(why);
        assertThat(daemon.journal()).contains("store-in-doubt");
    }

    @Test
    void anAttachmentThatIsMadeAgainTellsNoZoneAndHidesNoSwitchOfTheCallsZone() throws IOException {
        restartEmptied();
        daemon.apply(INVENTORY.replace("    idle:", "    zones: [1]\n    idle:"));
        world.time.pass(Duration.ofSeconds(5));
        daemon.operations().attach("alice-vpn", "204", false, false, OPERATOR, world.deadline());

        Answer told = shutDown(204, 150);

        assertThat(told.success()).isFalse();
        assertThat(told.message()).contains("tor ge1 carries VLAN 150");
    }

    @Test
    void anEmptiedStoreReleasesNothingUntilThePortsAreLookedAt() throws IOException {
        restartEmptied();

        assertDoubt("is empty or missing");
        Answer blind = shutDown(204, 150);
        assertThat(blind.success()).isFalse();
        assertThat(blind.message()).contains("keeps its VLAN", "apply the current inventory", "demarc store accept");

        apply(INVENTORY);
        Answer seen = shutDown(204, 150);
        assertThat(seen.success()).isFalse();
        assertThat(seen.message()).contains("tor ge1 carries VLAN 150");
        assertThat(daemon.life().destroyed(event(204, null), world.deadline()).success())
                .isFalse();
        assertThat(tor.port("ge1").carriesOnly(ALICES)).isTrue();

        tor.set(new PortName("ge1"), 999, false);
        assertThat(shutDown(204, 150).success()).isTrue();
    }

    @Test
    void whatIsReadInDoubtIsReadForEachRelease() throws IOException {
        restartEmptied();
        tor.set(new PortName("ge1"), 999, false);
        apply(INVENTORY);
        assertThat(shutDown(204, 150).success()).isTrue();

        tor.set(new PortName("ge1"), 150, true);
        assertThat(shutDown(204, 150).success()).isFalse();
        tor.set(new PortName("ge1"), 999, false);
        tor.goAway();
        assertThat(shutDown(204, 150).success()).isFalse();
    }

    @Test
    void aPortThatDoesNotTellAllItsVlansProvesNothing() throws IOException {
        restartEmptied();
        PortName port = new PortName("ge1");
        tor.ports.put(port, new PortState(port, PortMode.TRUNK, new Vlan(999), null, false, false, ""));
        apply(INVENTORY);

        assertThat(shutDown(204, 150).message()).contains("tor ge1 does not tell all its VLANs");
        assertThatThrownBy(this::accept).hasMessageContaining("not everything has been looked at");
    }

    @Test
    void inDoubtNoPortIsWrittenAndEveryAnswerSaysWhy() throws IOException {
        restartEmptied();
        tor.written.clear();
        apply(INVENTORY);

        Outcome reconciled = daemon.operations().reconcile(Optional.empty(), false, OPERATOR, world.deadline());
        Outcome attached = daemon.operations().attach("bob-vpn", "205", false, false, OPERATOR, world.deadline());
        world.network(205, World.BOB, "Implementing", 160);
        Answer implemented = daemon.life().implemented(event(205, 160), world.deadline());

        assertThat(reconciled.done()).isFalse();
        assertThat(reconciled.message()).contains("demarc store accept");
        assertThat(attached.message()).contains("demarc store accept");
        assertThat(implemented.message()).contains("demarc store accept");
        assertThat(tor.written).isEmpty();
        assertThat(daemon.port("tor", "ge1").problem()).contains("The store is in doubt");
    }

    @Test
    void aVlanThatAForgottenPortCarriesDoesNotBecomeAnotherTenants() throws IOException {
        restartEmptied();
        apply(INVENTORY);

        Answer answer = daemon.life().implemented(event(205, 150), world.deadline());

        assertThat(answer.success()).isFalse();
        assertThat(answer.message()).contains("VLAN 150 is still carried for another network by tor ge1");
    }

    @Test
    void acceptingNeedsTheInventoryAndALookAtEveryPort() throws IOException {
        restartEmptied();
        assertThatThrownBy(this::accept).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().code()).isEqualTo(ProblemCode.STORE_IN_DOUBT);
            assertThat(e.problem().details()).anyMatch(line -> line.contains("demarc apply"));
        });
        apply(INVENTORY);
        tor.goAway();
        assertThatThrownBy(this::accept)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().details()).contains("tor ge1 could not be read"));

        tor.comeBack();
        assertThat(accept()).contains("accepted");

        assertThat(daemon.operations().newestJournal(1000))
                .anySatisfy(entry -> assertThat(entry.message()).contains("tried it"));
        assertThat(daemon.operations().doctor(world.deadline()).stream().map(Finding::verdict))
                .doesNotContain("failed");
    }

    @Test
    void whatWasUnexplainedIsReleasedAfterAcceptingOnlyWhenTheSwitchProvesIt() throws IOException {
        restartEmptied();
        apply(INVENTORY);
        accept();
        tor.goAway();

        assertThat(shutDown(204, 150).success()).isFalse();
        assertThat(daemon.life().destroyed(event(204, null), world.deadline()).success())
                .isFalse();

        tor.comeBack();
        assertThat(shutDown(204, 150).success()).isTrue();
        assertThat(tor.carrying(ALICES)).isEmpty();
    }

    @Test
    void whatIsAttachedAnewInDoubtStaysWhereItIsWhenTheStoreIsAccepted() throws IOException {
        restartEmptied();
        apply(INVENTORY);
        daemon.operations().attach("alice-vpn", "204", false, false, OPERATOR, world.deadline());
        daemon.life().implemented(event(204, 150), world.deadline());
        tor.written.clear();

        accept();
        world.time.pass(Duration.ofSeconds(30));

        assertThat(tor.port("ge1").carriesOnly(ALICES)).isTrue();
        assertThat(tor.written).isEmpty();
        assertThat(daemon.life().implemented(event(204, 150), world.deadline()).success())
                .isTrue();
    }

    @Test
    void doubtSurvivesEveryRestartAndEveryNumberOfLinesAndEndsForGoodWhenAccepted() throws IOException {
        restartEmptied();
        for (int i = 0; i < 200; i++) {
            daemon.operations().note("note", "line " + i, OPERATOR);
        }
        daemon.kill();
        restart();
        assertThat(daemon.operations().store().status().doubt()).isNotNull();

        apply(INVENTORY);
        accept();
        daemon.kill();
        restart();
        assertThat(daemon.operations().store().status().doubt()).isNull();
        assertThat(accept()).contains("not in doubt");
    }

    @Test
    void aBackupThatIsPutBackIsInDoubtAndIsAcceptedTheSameWay() throws IOException {
        Path backup = directory.resolve("backup.sqlite");
        assertThat(daemon.operations().store().backup(backup.toString(), OPERATOR))
                .contains(backup.toString());
        daemon.close();
        Files.copy(backup, database(), StandardCopyOption.REPLACE_EXISTING);

        restart();

        assertDoubt("restored from an older copy");
        apply(INVENTORY);
        assertThat(accept()).contains("accepted");
        assertThat(shutDown(204, 150).success()).isTrue();
        assertThat(tor.carrying(ALICES)).isEmpty();
    }

    @Test
    void aBackupOnAMachineThatNeverHadTheStoreIsInDoubtToo() throws IOException {
        Path backup = directory.resolve("backup.sqlite");
        daemon.operations().store().backup(backup.toString(), OPERATOR);
        daemon.close();
        try (var files = Files.list(world.state)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        Files.copy(backup, database());

        restart();

        assertDoubt("there is no marker beside");
    }

    @Test
    void aLostWriteAheadLogIsNoticed() throws IOException {
        for (int i = 0; i < 5; i++) {
            daemon.operations().note("note", "in the log only " + i, OPERATOR);
        }
        Path copy = directory.resolve("copy.sqlite");
        Files.copy(database(), copy);
        daemon.kill();
        Files.deleteIfExists(world.state.resolve("demarc.sqlite-wal"));
        Files.deleteIfExists(world.state.resolve("demarc.sqlite-shm"));
        Files.copy(copy, database(), StandardCopyOption.REPLACE_EXISTING);

        restart();

        assertThat(daemon.operations().store().status().doubt()).isNotNull();
    }

    @Test
    void aStoreThatWasLostWithItsMarkerIsNoFreshInstall() throws IOException {
        daemon.kill();
        Files.delete(database());
        Files.delete(world.state.resolve("store-marker"));

        restart();

        assertDoubt("this state directory was used before");
    }

    @Test
    void aDamagedMarkerIsADoubt() throws IOException {
        daemon.kill();
        try (FileChannel channel = FileChannel.open(world.state.resolve("store-marker"), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[64]), 30);
        }

        restart();

        assertDoubt("is damaged");
    }

    @Test
    void aFreshInstallAndAStoreFromBeforeThereWereMarkersAreNoDoubt() throws IOException {
        assertThat(daemon.operations().store().status().doubt()).isNull();
        daemon.close();
        try (var files = Files.list(world.state)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().equals("node-id")) {
                    Files.delete(file);
                }
            }
        }
        OldStore.makeVersion2(database());

        restart();

        assertThat(daemon.operations().store().status().doubt()).isNull();
    }
}
