/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import static io.demarc.plugin.world.World.ALICE;
import static io.demarc.plugin.world.World.BOB;
import static io.demarc.plugin.world.World.OPERATOR;
import static io.demarc.plugin.world.World.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.plugin.operations.Views.NetworkView;
import io.demarc.plugin.words.Owner;
import io.demarc.plugin.world.World;
import io.demarc.switches.Vlan;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Networks of which CloudStack makes no call: what its API says is all that there is. */
class UntoldNetworksIT extends OneSwitchLife {

    @BeforeEach
    void start() {
        is(204, ALICE, "Allocated", null);
        is(300, BOB, "Allocated", null);
        startWith(ALICES_AND_BOBS);
    }

    /** What CloudStack's API says from now on. */
    private void is(long network, Owner owner, String state, @Nullable Integer vlan) {
        world.network(network, owner, state, vlan);
    }

    private NetworkView network(long id) {
        return daemon.operations().networks().stream()
                .filter(network -> World.uuid(id).equals(network.uuid()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aNetworkThatIsUpTakesItsDeviceAtOnce() {
        is(204, ALICE, "Implemented", 150);

        assertThat(attach("alice-vpn", 204).done()).isTrue();

        assertThat(isCarried(150)).isTrue();
        assertThat(network(204).toldBy()).isEqualTo("api");
        assertThat(network(204).vlan()).isEqualTo(150);
        assertThat(network(204).id()).isNull();
        assertThat(daemon.journal()).contains("told-by-api");
    }

    @Test
    void aDryRunShowsTheVlan() {
        is(204, ALICE, "Implemented", 150);

        assertThat(daemon.operations()
                        .attach("alice-vpn", World.uuid(204), false, true, OPERATOR, world.deadline())
                        .toString())
                .contains("150");

        assertThat(isCarried(150)).isFalse();
        assertThat(daemon.operations().networks()).isEmpty();
    }

    @Test
    void thePortFollowsItsNetworkUpAcrossAndDown() {
        attach("alice-vpn", 204);
        assertThat(network(204).state()).isEqualTo("down");

        is(204, ALICE, "Implementing", 150);
        poll();
        assertThat(isCarried(150)).isFalse();

        is(204, ALICE, "Implemented", 150);
        poll();
        assertThat(isCarried(150)).isTrue();

        is(204, ALICE, "Implemented", 151);
        poll();
        assertThat(isCarried(150)).isFalse();
        assertThat(isCarried(151)).isTrue();

        is(204, ALICE, "Allocated", null);
        poll();
        assertThat(isCarried(151)).isFalse();
        assertThat(networkOf("alice-vpn")).isEqualTo(World.uuid(204));
    }

    @Test
    void aNetworkInShutdownHasItsVlanStillAndItsDeviceIsParkedBeforeItIsGiven() {
        is(204, ALICE, "Implemented", 150);
        attach("alice-vpn", 204);

        is(204, ALICE, "Shutdown", 150);
        poll();

        assertThat(isCarried(150)).isFalse();
    }

    @Test
    void aNetworkWhoseVlanAnAdministratorGaveIsUpInSetup() {
        is(204, ALICE, "Setup", 150);
        attach("alice-vpn", 204);

        assertThat(isCarried(150)).isTrue();
    }

    @Test
    void oneThatIsGoneLosesItsPortsAtOnceAndItsDevicesWhenItIsSaidTwice() {
        is(204, ALICE, "Implemented", 150);
        attach("alice-vpn", 204);

        world.directory.networks.remove(204L);
        poll();
        assertThat(isCarried(150)).isFalse();
        assertThat(networkOf("alice-vpn")).isEqualTo(World.uuid(204));

        poll();
        assertThat(networkOf("alice-vpn")).isNull();
        poll();
        assertThat(daemon.operations().networks()).isEmpty();
    }

    @Test
    void whileTheApiIsAwayEverythingStays() {
        is(204, ALICE, "Implemented", 150);
        attach("alice-vpn", 204);

        world.directory.isUnreachable = true;
        poll();
        poll();
        assertThat(isCarried(150)).isTrue();

        is(204, ALICE, "Allocated", null);
        world.directory.isUnreachable = false;
        poll();
        assertThat(isCarried(150)).isFalse();
    }

    @Test
    void aRestartOfTheDaemonChangesNothing() {
        is(204, ALICE, "Implemented", 150);
        attach("alice-vpn", 204);

        daemon.close();
        daemon = CoreProcess.start(world);
        assertThat(isCarried(150)).isTrue();

        is(204, ALICE, "Implemented", 152);
        poll();
        assertThat(isCarried(152)).isTrue();
        assertThat(isCarried(150)).isFalse();
    }

    @Test
    void aDetachedNetworkIsForgotten() {
        is(204, ALICE, "Implemented", 150);
        attach("alice-vpn", 204);
        detach("alice-vpn");

        poll();

        assertThat(daemon.operations().networks()).isEmpty();
    }

    @Test
    void aNewOwnerInCloudStackTakesTheNetworkFromTheOldOwnersDevice() {
        is(204, ALICE, "Implemented", 150);
        attach("alice-vpn", 204);

        is(204, BOB, "Implemented", 150);
        poll();

        assertThat(isCarried(150)).isFalse();
        assertThat(daemon.port("tor", "ge1").problem()).contains("belongs to account alice");
        assertThat(network(204).owner()).contains("bob");
    }

    @Test
    void aVlanThatMovedFromOneTenantToTheOtherIsNeverCarriedForBoth() {
        is(204, ALICE, "Implemented", 150);
        attach("alice-vpn", 204);
        attach("bob-vpn", 300);

        is(204, ALICE, "Allocated", null);
        is(300, BOB, "Implemented", 150);
        tor.watcher = model -> assertThat(model.carrying(new Vlan(150))).hasSizeLessThan(2);
        poll();
        poll();

        assertThat(daemon.port("tor", "ge1").wanted()).isEqualTo("idle");
        assertThat(daemon.port("tor", "ge2").vlan()).isEqualTo(150);
    }

    @Test
    void aVlanThatAnotherNetworkHasByItsCallsIsNotTaken() {
        is(204, ALICE, "Implemented", 150);
        daemon.operations().attach("alice-vpn", "204", false, false, OPERATOR, world.deadline());
        daemon.life().implemented(event(204, 150), world.deadline());
        is(300, BOB, "Implemented", 150);
        attach("bob-vpn", 300);

        poll();

        assertThat(daemon.port("tor", "ge2").wanted()).isEqualTo("idle");
        assertThat(network(300).problem()).contains("network 204 'net-204' has that VLAN");
        assertThat(daemon.port("tor", "ge1").vlan()).isEqualTo(150);
    }

    @Test
    void aStrangersOldWordIsLookedAtWhenItIsInTheWay() {
        is(204, ALICE, "Implemented", 150);
        daemon.life().implemented(event(204, 150), world.deadline());
        is(204, ALICE, "Allocated", null); // And nothing told so.
        is(300, BOB, "Implemented", 150);
        attach("bob-vpn", 300);
        assertThat(isCarried(150)).isFalse();

        poll(); // Who 204 is.
        poll();
        poll();

        assertThat(daemon.port("tor", "ge2").vlan()).isEqualTo(150);
    }

    @Test
    void whenACallComesTheCallsLead() {
        is(204, ALICE, "Implemented", 150);
        attach("alice-vpn", 204);

        assertThat(daemon.life().implemented(event(204, 150), world.deadline()).success())
                .isTrue();

        assertThat(daemon.operations().networks()).hasSize(1);
        assertThat(network(204).id()).isEqualTo(204L);
        assertThat(network(204).toldBy()).isEqualTo("calls");
        tor.goAway();
        assertThat(daemon.life().shutDown(event(204, 150), world.deadline()).success())
                .isFalse();
        tor.comeBack();
        assertThat(daemon.life().shutDown(event(204, 150), world.deadline()).success())
                .isTrue();
        assertThat(isCarried(150)).isFalse();
    }

    @Test
    void evenTheFirstCallToTakeItDownFindsThePort() {
        is(204, ALICE, "Implemented", 150);
        attach("alice-vpn", 204);
        tor.goAway();

        assertThat(daemon.life().shutDown(event(204, 150), world.deadline()).success())
                .isFalse();
        assertThat(daemon.life().destroyed(event(204, null), world.deadline()).success())
                .isFalse();

        tor.comeBack();
        assertThat(daemon.life().destroyed(event(204, null), world.deadline()).success())
                .isTrue();
        assertThat(isCarried(150)).isFalse();
        assertThat(networkOf("alice-vpn")).isNull();
    }

    @Test
    void aCallThatComesWhileTheApiIsAwayIsThatNetworksAsSoonAsItAnswers() {
        is(204, ALICE, "Implemented", 150);
        attach("alice-vpn", 204);
        world.directory.isUnreachable = true;
        daemon.life().implemented(event(204, 150), world.deadline());

        world.directory.isUnreachable = false;
        poll();
        poll();

        assertThat(daemon.operations().networks()).hasSize(1);
        assertThat(network(204).id()).isEqualTo(204L);
        assertThat(daemon.port("tor", "ge1").vlan()).isEqualTo(150);
    }

    @Test
    void theInternalIdMayBecomeKnownByAPerson() {
        is(204, ALICE, "Implemented", 150);
        attach("alice-vpn", 204);

        daemon.operations().attach("alice-vpn", "204", false, false, OPERATOR, world.deadline());
        poll();

        assertThat(isCarried(150)).isTrue();
        assertThat(daemon.operations().networks()).hasSize(1);
    }

    @Test
    void aLateCallDoesNotPutADeviceIntoAVlanThatANetworkHasOfWhichNothingIsEverTold() {
        is(204, ALICE, "Implemented", 150);
        attach("alice-vpn", 204);
        daemon.life().implemented(event(204, 150), world.deadline());
        daemon.life().shutDown(event(204, 150), world.deadline());
        is(204, ALICE, "Allocated", null);
        is(300, BOB, "Implemented", 150);

        assertThat(daemon.life().implemented(event(204, 150), world.deadline()).message())
                .contains("a late call, ignored");

        assertThat(isCarried(150)).isFalse();
    }
}
