/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import static io.demarc.plugin.world.World.ALICE;
import static io.demarc.plugin.world.World.BOB;
import static io.demarc.plugin.world.World.OPERATOR;
import static io.demarc.plugin.world.World.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.plugin.networks.NetworkLife.Answer;
import io.demarc.plugin.operations.Views.Outcome;
import io.demarc.plugin.operations.Views.PortView;
import io.demarc.plugin.world.FakeSwitch;
import io.demarc.plugin.world.World;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortName;
import io.demarc.switches.Vlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole core on a real database, with switches and a CloudStack in memory, and virtual time. */
class CoreIT {
    private static final String INVENTORY = "switches:\n" + World.switchYaml("tor", "fake", 3) + "devices:\n"
            + World.deviceYaml("alice-vpn", "alice", "tor", 1)
            + World.deviceYaml("alice-two", "alice", "tor", 2)
            + World.deviceYaml("bob-vpn", "bob", "tor", 3);

    @TempDir
    Path directory;

    private World world;
    private FakeSwitch tor;
    private CoreProcess daemon;

    @BeforeEach
    void start() {
        world = new World(directory.resolve("state"));
        world.configuration = """
                cloudstack:
                  endpoint: https://cloud.example/client/api
                  api-key: ${env:PATH}
                  secret-key: ${env:PATH}
                """;
        tor = world.addSwitch("tor", false, 5);
        world.network(204, ALICE, "Implementing", 150);
        world.network(205, BOB, "Allocated", null);
        daemon = CoreProcess.start(world);
        daemon.apply(INVENTORY);
        daemon.adoptAll();
        world.time.pass(Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private Outcome attach(String device, String network) {
        return daemon.operations().attach(device, network, false, false, OPERATOR, world.deadline());
    }

    private Answer implement(long id, int vlan) {
        return daemon.life().implemented(event(id, vlan), world.deadline());
    }

    private Answer shutDown(long id, int vlan) {
        return daemon.life().shutDown(event(id, vlan), world.deadline());
    }

    @Test
    void portsThatComeUnderManagementAreParkedAndOthersAreLeftAlone() {
        assertThat(tor.port("ge1").inWords()).isEqualTo("access, VLAN 999 untagged, down, no link");
        assertThat(tor.port("ge4").untagged()).isEqualTo(new Vlan(1));
        assertThat(tor.written)
                .containsExactlyInAnyOrder(new PortName("ge1"), new PortName("ge2"), new PortName("ge3"));
        assertThat(tor.isUnsaved).isFalse();
        assertThat(daemon.port("tor", "ge1").state()).isEqualTo("converged");
    }

    @Test
    void followsANetworkThroughItsLife() {
        assertThat(attach("alice-vpn", World.uuid(204)).done()).isTrue();
        assertThat(implement(204, 150).success()).isTrue();

        assertThat(tor.port("ge1").carriesOnly(new Vlan(150))).isTrue();
        PortView view = daemon.port("tor", "ge1");
        assertThat(view.state()).isEqualTo("converged");
        assertThat(view.vlan()).isEqualTo(150);
        assertThat(view.device()).isEqualTo("alice-vpn");
        assertThat(view.verified()).matches("read back over SSH \\d\\d:\\d\\d:\\d\\d");

        assertThat(shutDown(204, 150).success()).isTrue();
        assertThat(tor.carrying(new Vlan(150))).isEmpty();

        world.network(204, ALICE, "Implementing", 160);
        assertThat(implement(204, 160).success()).isTrue();
        assertThat(tor.carrying(new Vlan(160))).containsExactly(new PortName("ge1"));

        assertThat(daemon.life().destroyed(event(204, null), world.deadline()).success())
                .isTrue();
        assertThat(tor.carrying(new Vlan(160))).isEmpty();
        assertThat(daemon.operations().networks()).isEmpty();
        assertThat(daemon.operations().devices()).noneMatch(device -> device.network() != null);
        assertThat(daemon.journal()).contains("attached", "event", "begun", "changed", "released", "detached");
    }

    @Test
    void shutdownFailsWhileTheSwitchIsAwayAndSucceedsWhenItIsBack() {
        attach("alice-vpn", "204");
        implement(204, 150);
        tor.goAway();

        Answer refused = shutDown(204, 150);

        assertThat(refused.success()).isFalse();
        assertThat(refused.message()).contains("tor ge1 (VLAN 150)", "does not answer");
        tor.comeBack();
        assertThat(shutDown(204, 150).success()).isTrue();
        assertThat(tor.carrying(new Vlan(150))).isEmpty();
    }

    @Test
    void destroyWithoutAVlanFindsThePortByWhatIsRemembered() {
        attach("alice-vpn", "204");
        implement(204, 150);
        tor.goAway();
        daemon.operations().detach("alice-vpn", false, OPERATOR, world.deadline());

        assertThat(daemon.life().destroyed(event(204, null), world.deadline()).success())
                .isFalse();
        tor.comeBack();
        assertThat(daemon.life().destroyed(event(204, null), world.deadline()).success())
                .isTrue();
        assertThat(tor.carrying(new Vlan(150))).isEmpty();
    }

    @Test
    void implementSucceedsAlthoughTheSwitchIsAwayAndThePortFollowsLater() {
        attach("alice-vpn", "204");
        tor.goAway();

        Answer answer = implement(204, 150);

        assertThat(answer.success()).isTrue();
        assertThat(answer.message()).contains("tor ge1 is stuck", "does not answer");
        tor.comeBack();
        world.time.pass(Duration.ofMinutes(3));
        assertThat(tor.port("ge1").carriesOnly(new Vlan(150))).isTrue();
    }

    @Test
    void implementFailsWhereTheOperatorWantsIt() {
        daemon.close();
        world.configuration += "reconcile: { attach-failure: fail }\n";
        daemon = CoreProcess.start(world);
        attach("alice-vpn", "204");
        tor.goAway();

        assertThat(implement(204, 150).success()).isFalse();
    }

    @Test
    void aDeviceOfAnotherOwnerIsRefusedUnlessForced() {
        assertThatThrownBy(() -> attach("bob-vpn", "204"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.OWNER_MISMATCH));

        daemon.operations().attach("bob-vpn", "net-204", true, false, OPERATOR, world.deadline());
        implement(204, 150);

        assertThat(tor.carrying(new Vlan(150))).containsExactly(new PortName("ge3"));
        assertThat(daemon.operations().newestJournal(100).stream()
                        .filter(entry -> entry.kind().equals("attached")))
                .singleElement()
                .satisfies(entry -> assertThat(entry.message()).contains("by force"));
    }

    @Test
    void nothingIsAttachedWhileTheOwnerCannotBeKnown() {
        world.directory.isUnreachable = true;

        assertThatThrownBy(() -> attach("alice-vpn", World.uuid(204)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.OWNER_UNKNOWN));
        assertThat(daemon.operations().devices()).noneMatch(device -> device.network() != null);
    }

    @Test
    void aNetworkThatCouldNotBeIdentifiedGetsItsDeviceAsSoonAsTheApiAnswers() {
        attach("alice-vpn", World.uuid(204));
        world.directory.isUnreachable = true;
        assertThat(implement(204, 150).success()).isTrue();
        assertThat(tor.carrying(new Vlan(150))).isEmpty();

        world.directory.isUnreachable = false;
        world.time.pass(Duration.ofMinutes(2));

        assertThat(tor.carrying(new Vlan(150))).containsExactly(new PortName("ge1"));
    }

    @Test
    void aDeviceIsOnOneNetworkAtATime() {
        attach("alice-vpn", "204");
        world.network(206, ALICE, "Allocated", null);

        assertThatThrownBy(() -> attach("alice-vpn", "206")).hasMessageContaining("net-204");
        assertThat(attach("alice-vpn", "204").done()).isTrue();
    }

    @Test
    void aVlanThatWasReusedIsTakenFromItsOldPortBeforeTheNewNetworkIsAnswered() {
        attach("alice-vpn", "204");
        implement(204, 150);
        world.network(204, ALICE, "Allocated", null);
        world.network(205, BOB, "Implementing", 150);
        attach("bob-vpn", "205");

        assertThat(implement(205, 150).success()).isTrue();

        assertThat(tor.carrying(new Vlan(150))).containsExactly(new PortName("ge3"));
        assertThat(daemon.journal()).contains("vlan-reused");
    }

    @Test
    void aVlanThatAnotherPortStillCarriesIsNotGivenToATenant() {
        attach("alice-vpn", "204");
        implement(204, 150);
        tor.goAway();
        world.network(204, ALICE, "Allocated", null);
        world.network(205, BOB, "Implementing", 150);

        Answer answer = implement(205, 150);

        assertThat(answer.success()).isFalse();
        assertThat(answer.message()).contains("tor ge1");
        assertThat(shutDown(205, 150).success()).isFalse();
    }

    @Test
    void aLateCallForAnOldVlanDoesNotTearTheNewOneDown() {
        attach("alice-vpn", "204");
        implement(204, 150);
        shutDown(204, 150);
        world.network(204, ALICE, "Implementing", 160);
        implement(204, 160);

        assertThat(shutDown(204, 150).success()).isFalse();

        assertThat(tor.carrying(new Vlan(160))).containsExactly(new PortName("ge1"));
    }

    @Test
    void aLostShutdownIsFoundByAskingCloudStack() {
        attach("alice-vpn", "204");
        implement(204, 150);
        world.network(204, ALICE, "Allocated", null);

        world.time.pass(Duration.ofMinutes(2));

        assertThat(tor.carrying(new Vlan(150))).isEmpty();
        assertThat(daemon.journal()).contains("lost-event");
    }

    @Test
    void driftIsPutRightByTheResync() {
        tor.set(new PortName("ge2"), 150, true);

        world.time.pass(Duration.ofMinutes(6));

        assertThat(tor.port("ge2").carriesOnly(new Vlan(999))).isTrue();
    }

    @Test
    void anInventoryThatRemovesWhatIsInUseIsRefusedAsAWhole() {
        attach("alice-vpn", "204");
        implement(204, 150);

        assertThatThrownBy(() -> daemon.apply("switches: []"))
                .hasMessageContaining("device alice-vpn would be removed")
                .hasMessageContaining("port tor ge1 would no longer be managed");
        assertThat(daemon.operations().switches()).hasSize(1);
    }

    @Test
    void planTellsTheLinesAndWritesNothing() {
        tor.set(new PortName("ge2"), 150, true);
        tor.written.clear();

        var plan = daemon.operations().plan(Optional.empty(), world.deadline());

        assertThat(plan).singleElement().satisfies(change -> {
            assertThat(change.port()).isEqualTo("ge2");
            assertThat(change.lines()).anyMatch(line -> line.contains("Park"));
        });
        assertThat(tor.written).isEmpty();
    }

    @Test
    void aSecondDaemonOnTheSameDirectoryIsRefused() {
        assertThatThrownBy(() -> CoreProcess.start(world))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.CONFLICT));
    }
}
