/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import static io.demarc.plugin.world.World.ALICE;
import static io.demarc.plugin.world.World.OPERATOR;
import static io.demarc.plugin.world.World.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.plugin.networks.NetworkLife.Answer;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.operations.Views.SwitchView;
import io.demarc.plugin.world.FakeSwitch;
import io.demarc.plugin.world.World;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A VLAN that may come back with a switch's next restart is not free, and all views tell what is unsaved. */
class UnsavedReleaseIT {
    private static final Vlan VLAN = new Vlan(150);
    private static final PortName PORT = new PortName("ge1");

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private World world;

    @SuppressWarnings("NullAway.Init")
    private FakeSwitch tor;

    @SuppressWarnings("NullAway.Init")
    private CoreProcess daemon;

    private void start(String platform, String save, String ofSwitch) {
        world = new World(directory.resolve("state"));
        world.configuration = "reconcile: { save: " + save + ", save-delay: 10m }\n"
                + "cloudstack: { endpoint: 'https://cloud.example/client/api', api-key: '${env:PATH}',"
                + " secret-key: '${env:PATH}' }\n";
        tor = world.addSwitch("tor", platform.equals("fake-atomic"), 3);
        world.network(204, ALICE, "Implementing", 150);
        daemon = CoreProcess.start(world);
        String entry = World.switchYaml("tor", platform, 2);
        if (platform.equals("fake-snmp")) {
            entry = entry.replaceFirst("login: .*", "login: { version: v2c, community: '\\${env:PATH}' }");
        }
        String inventory =
                "switches:\n" + entry + ofSwitch + "devices:\n" + World.deviceYaml("alice-vpn", "alice", "tor", 1);
        daemon.apply(inventory);
        daemon.adoptAll();
        daemon.operations().attach("alice-vpn", "204", false, false, OPERATOR, world.deadline());
        world.time.pass(Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private void implement() {
        assertThat(daemon.life().implemented(event(204, 150), world.deadline()).success())
                .isTrue();
        assertThat(tor.carrying(VLAN)).containsExactly(PORT);
    }

    private Answer shutDown() {
        return daemon.life().shutDown(event(204, 150), world.deadline());
    }

    private SwitchView view() {
        return daemon.operations().switches().get(0);
    }

    private Finding finding() {
        return daemon.operations().doctor(world.deadline()).stream()
                .filter(it -> it.subject().equals("switch tor"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aReleaseThatTheSwitchDidNotSaveIsNotToldAndSurvivesItsRestart() {
        start("fake", "per-batch", "");
        implement();
        tor.fault = UnsavedReleaseIT::savingFails;

        Answer refused = shutDown();

        assertThat(tor.carrying(VLAN)).isEmpty();
        assertThat(refused.success()).isFalse();
        assertThat(refused.message()).contains("keeps its VLAN", "tor ge1 (VLAN 150)", "NVRAM is full");
        tor.restart(world.time.instant());
        assertThat(tor.carrying(VLAN)).containsExactly(PORT);
        assertThat(shutDown().success()).isFalse();
        assertThat(tor.carrying(VLAN)).isEmpty();
        assertThat(daemon.journal()).contains("restarted");

        tor.fault = what -> {};
        assertThat(shutDown().success()).isTrue();
        tor.restart(world.time.instant());
        assertThat(tor.carrying(VLAN)).isEmpty();
    }

    @Test
    void aSwitchThatCannotSaveIsUnsavedInEveryViewAndItsPortsAreWell() {
        start("fake", "per-batch", "");
        tor.fault = UnsavedReleaseIT::savingFails;
        implement();

        assertThat(daemon.port("tor", "ge1").state()).isEqualTo("converged");
        assertThat(view().state()).isEqualTo("unsaved");
        assertThat(view().problem()).contains("NVRAM is full");
        assertThat(Objects.requireNonNull(view().unsavedSince())).startsWith("2026-11-24T07:");
        assertThat(finding().verdict()).isEqualTo("warning");
        assertThat(finding().message()).contains("unsaved since 2026-11-24T07:", "NVRAM is full");
        assertThat(daemon.journal().stream().filter("unsaved"::equals)).hasSize(1);
        world.time.pass(Duration.ofMinutes(30));
        assertThat(daemon.journal().stream().filter("unsaved"::equals)).hasSize(1);

        tor.fault = what -> {};
        world.time.pass(Duration.ofMinutes(10));

        assertThat(view().state()).isEqualTo("converged");
        assertThat(view().unsavedSince()).isNull();
        assertThat(finding().verdict()).isEqualTo("ok");
        assertThat(daemon.journal()).contains("recovered");
    }

    @Test
    void aReleaseSavesAtOnceWhereSavingIsDelayed() {
        start("fake", "delayed", "");
        implement();
        assertThat(tor.isUnsaved).isTrue();

        assertThat(shutDown().success()).isTrue();

        assertThat(tor.isUnsaved).isFalse();
        assertThat(tor.savings).isEqualTo(1);
    }

    @Test
    void aBatchOfReleasesSavesOnce() {
        start("fake", "per-batch", "");
        implement();
        int before = tor.savings;

        assertThat(shutDown().success()).isTrue();

        assertThat(tor.savings).isEqualTo(before + 1);
        world.time.pass(Duration.ofMinutes(30));
        assertThat(tor.savings).isEqualTo(before + 1);
    }

    @Test
    void aPortThatWasParkedByHandIsReleasedOnlyOnceThatIsSaved() {
        start("fake", "per-batch", "");
        implement();
        tor.set(PORT, 999, false);
        tor.fault = UnsavedReleaseIT::savingFails;

        assertThat(shutDown().success()).isFalse();

        tor.fault = what -> {};
        assertThat(shutDown().success()).isTrue();
        tor.restart(world.time.instant());
        assertThat(tor.carrying(VLAN)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fake never", "fake-snmp per-batch"})
    void withoutSavingARelaseIsRefusedWithTheWayOut(String platformAndSave) {
        String[] words = platformAndSave.split(" ", -1);
        start(words[0], words[1], "");
        assertThat(daemon.operations().doctor(world.deadline()))
                .anySatisfy(it -> assertThat(it.fix()).contains("release-unsaved: allowed"));
        implement();

        Answer refused = shutDown();

        assertThat(refused.success()).isFalse();
        assertThat(refused.message()).contains("may come back in old VLANs", "release-unsaved: allowed");
        assertThat(tor.carrying(VLAN)).isEmpty();
        assertThat(view().state()).isEqualTo("unsaved");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fake never", "fake-snmp per-batch", "fake-atomic never"})
    void whereTheOperatorSaysSoOrChangesLastByThemselvesAReleaseCountsWithoutSaving(String platformAndSave) {
        String[] words = platformAndSave.split(" ", -1);
        start(words[0], words[1], words[0].equals("fake-atomic") ? "" : "    release-unsaved: allowed\n");
        implement();

        assertThat(shutDown().success()).isTrue();

        assertThat(tor.savings).isZero();
        assertThat(finding().verdict()).isEqualTo("ok");
        assertThat(daemon.operations().doctor(world.deadline()))
                .allSatisfy(it -> assertThat(it.fix()).doesNotContain("release-unsaved"));
    }

    @Test
    void savingThatFailsDoesNotHoldAReleaseWhereTheOperatorSaysSo() {
        start("fake", "per-batch", "    release-unsaved: allowed\n");
        implement();
        tor.fault = UnsavedReleaseIT::savingFails;

        assertThat(shutDown().success()).isTrue();

        assertThat(view().state()).isEqualTo("unsaved");
    }

    @Test
    void afterARestartAPortThatCameUpInAnOldVlanIsParkedByTheNextReading() {
        start("fake-snmp", "per-batch", "    release-unsaved: allowed\n");
        implement();
        tor.saveByHand();
        assertThat(shutDown().success()).isTrue();
        tor.restart(world.time.instant());
        assertThat(tor.carrying(VLAN)).containsExactly(PORT);

        world.time.pass(Duration.ofMinutes(6));

        assertThat(tor.carrying(VLAN)).isEmpty();
        assertThat(daemon.journal().stream().filter("restarted"::equals)).hasSize(1);
    }

    @Test
    void aRestartInTheMiddleOfASessionProvesNothing() {
        start("fake-snmp", "per-batch", "    release-unsaved: allowed\n");
        implement();
        tor.saveByHand();
        int[] askings = {0};
        tor.fault = what -> {
            if (what.equals("uptime") && ++askings[0] == 2) {
                tor.restart(world.time.instant());
            }
        };

        Answer answer = shutDown();

        assertThat(answer.success() && !tor.carrying(VLAN).isEmpty()).isFalse();
        assertThat(askings[0]).isGreaterThanOrEqualTo(2);
        assertThat(shutDown().success()).isTrue();
        assertThat(tor.carrying(VLAN)).isEmpty();
    }

    @Test
    void aClockThatJumpsIsNoticedAsARestartAndHarmsNothing() {
        start("fake", "per-batch", "");
        implement();
        tor.restart(world.time.instant().minus(Duration.ofDays(3)));

        world.time.pass(Duration.ofMinutes(6));

        assertThat(daemon.journal()).contains("restarted");
        assertThat(tor.carrying(VLAN)).containsExactly(PORT);
        assertThat(view().state()).isEqualTo("converged");
    }

    @Test
    void aSwitchThatTellsNoUptimeWorksAsBefore() {
        start("fake", "per-batch", "");
        tor.tellsUptime = false;
        implement();
        tor.restart(world.time.instant());

        world.time.pass(Duration.ofMinutes(6));

        assertThat(daemon.journal()).doesNotContain("restarted");
        assertThat(shutDown().success()).isTrue();
    }

    @Test
    void portsOfAMissingStackMemberAreNotGone() {
        start("fake", "per-batch", "");
        implement();
        PortState state = Objects.requireNonNull(tor.ports.remove(PORT));

        Answer refused = shutDown();

        assertThat(refused.success()).isFalse();
        assertThat(refused.message()).contains("ge1");
        assertThat(List.of("stuck", "refused")).contains(view().state());
        assertThat(finding().verdict()).isEqualTo("warning");

        tor.ports.put(PORT, state);
        assertThat(shutDown().success()).isTrue();
        assertThat(tor.carrying(VLAN)).isEmpty();
    }

    @Test
    void allViewsTellTheSameOfASwitchThatIsAway() {
        start("fake", "per-batch", "");
        implement();
        tor.goAway();
        world.time.pass(Duration.ofMinutes(6));

        assertThat(view().state()).isEqualTo("stuck");
        assertThat(daemon.port("tor", "ge1").state()).isEqualTo("stuck");
        assertThat(finding().verdict()).isEqualTo("warning");
        assertThat(finding().message()).startsWith("stuck").contains("does not answer");
    }

    private static void savingFails(String what) {
        if (what.equals("save")) {
            throw ProblemException.of(ProblemCode.SWITCH_REJECTED, "NVRAM is full.", "");
        }
    }
}
