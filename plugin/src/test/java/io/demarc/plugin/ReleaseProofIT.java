/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import static io.demarc.plugin.world.World.ALICE;
import static io.demarc.plugin.world.World.OPERATOR;
import static io.demarc.plugin.world.World.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.access.Deadline;
import io.demarc.plugin.networks.NetworkLife.Answer;
import io.demarc.plugin.operations.RetirementOperations.Retirement;
import io.demarc.plugin.world.Crash;
import io.demarc.plugin.world.FailingConnection;
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
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moments at which a release could be told too early, each driven to the instruction. */
class ReleaseProofIT {
    private static final Vlan VLAN = new Vlan(150);

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private World world;

    @SuppressWarnings("NullAway.Init")
    private FakeSwitch tor;

    @SuppressWarnings("NullAway.Init")
    private CoreProcess daemon;

    private FailingConnection connection = new FailingConnection();

    private void start(boolean isAtomic) {
        world = new World(directory.resolve("state"));
        tor = world.addSwitch("tor", isAtomic, 3);
        world.network(204, ALICE, "Implementing", 150);
        daemon = CoreProcess.start(world, connection::around);
        String inventory = "switches:\n" + World.switchYaml("tor", isAtomic ? "fake-atomic" : "fake", 2) + "devices:\n"
                + World.deviceYaml("alice-vpn", "alice", "tor", 1);
        daemon.apply(inventory);
        daemon.adoptAll();
        daemon.operations().attach("alice-vpn", "204", false, false, OPERATOR, world.deadline());
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private Answer implement() {
        return daemon.life().implemented(event(204, 150), world.deadline());
    }

    private Answer destroy() {
        return daemon.life().destroyed(event(204, null), world.deadline());
    }

    private Answer shutDown() {
        return daemon.life().shutDown(event(204, 150), world.deadline());
    }

    private void killedAt(Runnable action) {
        assertThatThrownBy(action::run).isInstanceOf(Crash.class);
        connection.die();
        daemon.kill();
        tor.fault = what -> {};
        connection = new FailingConnection();
        daemon = CoreProcess.start(world, connection::around);
    }

    @Test
    void aChangeIsNotBegunForANetworkThatWasShutDownWhileTheSwitchWasRead() {
        start(false);
        tor.fault = what -> {
            if (what.equals("observe")) {
                tor.fault = next -> {};
                daemon.life().shutDown(event(204, 150), Deadline.after(Duration.ZERO, world.time));
            }
        };
        tor.watcher = changed -> assertThat(changed.carrying(VLAN)).isEmpty();

        assertThat(implement().success()).isFalse();

        assertThat(tor.carrying(VLAN)).isEmpty();
        assertThat(shutDown().success()).isTrue();
    }

    @Test
    void aReleaseThatTheSwitchMayStillTakeBackIsNotTold() {
        start(true);
        implement();
        tor.fault = what -> {
            if (what.equals("confirm")) {
                throw new Crash();
            }
        };
        killedAt(this::shutDown);

        Answer early = shutDown();
        assertThat(tor.carrying(VLAN)).isEmpty();
        assertThat(early.success()).isFalse();
        assertThat(early.message()).contains("may take back");

        world.time.pass(Duration.ofMinutes(3));
        tor.tick(world.time.instant());
        world.time.pass(Duration.ofMinutes(15));
        assertThat(tor.carrying(VLAN)).isEmpty();
        assertThat(shutDown().success()).isTrue();
    }

    @Test
    void aReleaseIsNotToldWhenTheSwitchDoesNotSayEverything() {
        start(false);
        implement();
        PortName port = new PortName("ge1");
        tor.watcher = changed -> changed.ports.computeIfPresent(
                port,
                (name, state) -> new PortState(name, state.mode(), null, null, state.adminUp(), state.linkUp(), ""));

        assertThat(shutDown().success()).isFalse();

        tor.watcher = changed -> {};
        assertThat(shutDown().success()).isTrue();
    }

    @Test
    void theConnectionLostAtAnyStepOfAReleaseNeverMeansSuccess() {
        start(false);
        for (int step = 0; step < 8; step++) {
            implement();
            int[] left = {step};
            tor.fault = what -> {
                if (left[0]-- == 0) {
                    throw ProblemException.of(ProblemCode.SWITCH_UNREACHABLE, "The connection was lost.", "");
                }
            };
            Answer answer = shutDown();
            assertThat(answer.success() && !tor.carrying(VLAN).isEmpty())
                    .as("step %d", step)
                    .isFalse();
            tor.fault = what -> {};
            assertThat(shutDown().success()).as("step %d", step).isTrue();
            assertThat(tor.carrying(VLAN)).isEmpty();
        }
    }

    @Test
    void whatWasNotSavedIsSavedAfterTheDaemonWasKilled() {
        start(false);
        tor.fault = what -> {
            if (what.equals("save")) {
                throw new Crash();
            }
        };
        killedAt(this::implement);
        assertThat(tor.isUnsaved).isTrue();

        world.time.pass(Duration.ofSeconds(5));

        assertThat(tor.isUnsaved).isFalse();
        assertThat(tor.carrying(VLAN)).hasSize(1);
    }

    @Test
    void killedAtEveryCommitOfALifeItEndsAsWished() {
        start(false);
        for (int commit = 0; commit < 24; commit++) {
            for (boolean after : List.of(true, false)) {
                connection.killAt(commit, after);
                try {
                    implement();
                    shutDown();
                } catch (Crash e) {
                    killedAt(() -> {
                        throw e;
                    });
                }
                connection.dontKill();
                assertThat(implement().success()).as("commit %d", commit).isTrue();
                assertThat(tor.carrying(VLAN)).as("commit %d", commit).hasSize(1);
                assertThat(shutDown().success()).as("commit %d", commit).isTrue();
                assertThat(tor.carrying(VLAN)).as("commit %d", commit).isEmpty();
            }
        }
    }

    private Retirement retire(List<String> ports, Optional<String> seen) {
        return daemon.operations().retirements().retire("tor", ports, seen, OPERATOR);
    }

    @Test
    void aSwitchThatBurntDownIsRetiredByAPersonsWordAndItsNetworkCanGo() {
        start(false);
        implement();
        tor.goAway();
        assertThat(shutDown().success()).isFalse();
        assertThat(destroy().success()).isFalse();
        assertThatThrownBy(() -> daemon.apply("switches: []")).hasMessageContaining("switch retire tor");

        Retirement loss = retire(List.of(), Optional.empty());

        assertThat(loss.lost())
                .containsExactly(
                        "Device alice-vpn of account alice in ROOT on tor ge1 is detached from network 'net-204' ("
                                + World.uuid(204) + ").",
                        "Port tor ge1 may carry VLAN 150 of network 204 'net-204', which is not read back: CloudStack may"
                                + " give the VLAN to somebody else.");
        assertThat(daemon.operations().devices().get(0).network()).isNotNull();

        assertThat(retire(List.of(), Optional.of(loss.seen())).done()).isTrue();

        assertThat(daemon.operations().devices().get(0).network()).isNull();
        assertThat(daemon.journal()).contains("retired", "written-off", "detached");
        assertThat(shutDown().success()).isTrue();
        assertThat(destroy().success()).isTrue();
        daemon.apply("switches: []");
        assertThat(daemon.operations().switches()).isEmpty();
    }

    @Test
    void aRetiredSwitchThatComesBackIsOnlyObserved() {
        start(false);
        implement();
        tor.goAway();
        shutDown();
        retire(List.of(), Optional.of(retire(List.of(), Optional.empty()).seen()));
        tor.comeBack();
        tor.written.clear();

        world.time.pass(Duration.ofMinutes(20));

        assertThat(tor.written).isEmpty();
        assertThat(daemon.port("tor", "ge1").state()).isEqualTo("observed");
    }

    @Test
    void aSwitchThatAnswersIsNotRetired() {
        start(false);
        implement();

        for (List<String> ports : List.of(List.<String>of(), List.of("ge1"))) {
            assertThatThrownBy(() -> retire(ports, Optional.empty()))
                    .isInstanceOfSatisfying(ProblemException.class, e -> {
                        assertThat(e.problem().code()).isEqualTo(ProblemCode.CONFLICT);
                        assertThat(e.problem().message()).contains("Switch tor answers", "demarc reconcile tor");
                    });
        }
    }

    @Test
    void aPortOfACardThatIsGoneIsRetiredAlone() {
        start(false);
        implement();
        tor.ports.remove(new PortName("ge1"));
        assertThat(shutDown().success()).isFalse();

        retire(
                List.of("Gi1"),
                Optional.of(retire(List.of("Gi1"), Optional.empty()).seen()));

        assertThat(shutDown().success()).isTrue();
        assertThat(daemon.port("tor", "ge2").adopted()).isTrue();
    }

    @Test
    void nothingIsRetiredButWhatWasShown() {
        start(false);
        implement();
        tor.goAway();
        shutDown();
        String seen = retire(List.of(), Optional.empty()).seen();
        daemon.operations().detach("alice-vpn", false, OPERATOR, world.deadline());

        assertThatThrownBy(() -> retire(List.of(), Optional.of(seen))).hasMessageContaining("something else by now");

        assertThat(shutDown().success()).isFalse();
    }
}
