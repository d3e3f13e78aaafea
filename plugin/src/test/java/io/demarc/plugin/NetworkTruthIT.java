/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import static io.demarc.plugin.world.World.ALICE;
import static io.demarc.plugin.world.World.BOB;
import static io.demarc.plugin.world.World.OPERATOR;
import static io.demarc.plugin.world.World.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.plugin.networks.NetworkLife.Answer;
import io.demarc.plugin.operations.Views.NetworkView;
import io.demarc.plugin.world.World;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What CloudStack's API says, compared with what CloudStack's calls have told. */
class NetworkTruthIT extends OneSwitchLife {
    private static final Problem OF_A_DOMAIN =
            Problem.of(ProblemCode.NETWORK_UNSUPPORTED, "The network belongs to a whole domain.", "Make another.");

    @BeforeEach
    void start() {
        world.network(204, ALICE, "Implemented", 150);
        world.network(300, BOB, "Implemented", 160);
        startWith(ALICES_AND_BOBS);
    }

    private void attachById(String device, long network) {
        daemon.operations().attach(device, Long.toString(network), false, false, OPERATOR, world.deadline());
    }

    private void implement(long network, int vlan) {
        assertThat(daemon.life()
                        .implemented(event(network, vlan), world.deadline())
                        .success())
                .isTrue();
    }

    private Answer shutDown(long network, int vlan) {
        return daemon.life().shutDown(event(network, vlan), world.deadline());
    }

    private NetworkView network(long id) {
        return daemon.operations().networks().stream()
                .filter(network -> Objects.equals(network.id(), id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aNetworkThatCantBeUnderstoodIsNamedKeepsWhatItHasAndHarmsNoOther() {
        attachById("alice-vpn", 204);
        attachById("bob-vpn", 300);
        implement(204, 150);
        implement(300, 160);
        world.directory.unreadable.put(204L, OF_A_DOMAIN);
        world.network(300, BOB, "Allocated", null);

        for (int i = 0; i < 4; i++) {
            poll();
        }

        assertThat(isCarried(150)).isTrue();
        assertThat(networkOf("alice-vpn")).isEqualTo(World.uuid(204));
        assertThat(network(204).problem()).contains("belongs to a whole domain");
        assertThat(warnings())
                .anySatisfy(it -> assertThat(it.message())
                        .contains("not compared with CloudStack: network 204", "belongs to a whole domain"))
                .anySatisfy(it -> assertThat(it.fix()).isEqualTo("Make another."));
        assertThat(isCarried(160)).isFalse();
        assertThat(network(300).state()).isEqualTo("down");
    }

    @Test
    void whatCloudStackItselfIsNotDoneWithIsTold() {
        attachById("alice-vpn", 204);
        attachById("bob-vpn", 300);
        implement(204, 150);
        implement(300, 160);
        world.needRestart(204);
        world.network(300, BOB, "Shutdown", 160);
        poll();

        assertThat(warnings())
                .anySatisfy(it -> {
                    assertThat(it.subject()).contains(World.uuid(204));
                    assertThat(it.message()).contains("has to be restarted");
                    assertThat(it.fix()).contains("cmk restart network cleanup=true id=" + World.uuid(204));
                })
                .anySatisfy(it -> {
                    assertThat(it.subject()).contains(World.uuid(300));
                    assertThat(it.message()).contains("state Shutdown and keeps VLAN 160");
                });
        world.network(204, ALICE, "Implemented", 150);
        world.network(300, BOB, "Allocated", null);
        poll();
        assertThat(warnings()).noneMatch(it -> it.message().contains("CloudStack"));
    }

    @Test
    void aComparisonThatIsLateIsTold() {
        attachById("alice-vpn", 204);
        implement(204, 150);
        poll();
        assertThat(warnings()).noneMatch(it -> it.message().contains("last be compared"));
        world.directory.isUnreachable = true;
        for (int i = 0; i < 6; i++) {
            poll();
        }

        assertThat(warnings())
                .anyMatch(it -> it.message().matches("every network could last be compared .* due every 60 seconds"));
        world.directory.isUnreachable = false;
        poll();
        assertThat(warnings()).noneMatch(it -> it.message().contains("last be compared"));
    }

    @Test
    void anUnidentifiedNetworkThatCantBeUnderstoodHarmsNoOtherEither() {
        world.network(100, BOB, "Implemented", 170);
        world.directory.unreadable.put(100L, OF_A_DOMAIN);
        implement(100, 170);
        attachById("alice-vpn", 204);
        implement(204, 150);
        world.network(204, ALICE, "Allocated", null);

        poll();

        assertThat(isCarried(150)).isFalse();
        assertThat(network(100).problem()).contains("belongs to a whole domain");
    }

    @Test
    void aNetworkThatIsUnreadableBetweenTwoAbsencesIsNotGone() {
        attachById("alice-vpn", 204);
        implement(204, 150);
        var row = Objects.requireNonNull(world.directory.networks.remove(204L));
        poll();
        world.directory.networks.put(204L, row);
        world.directory.unreadable.put(204L, OF_A_DOMAIN);
        poll();
        world.directory.networks.remove(204L);
        poll();

        assertThat(networkOf("alice-vpn")).isNotNull();
        assertThat(isCarried(150)).isTrue();
    }

    @Test
    void afterAFailedRestartTheNetworkComesBackWhenTwoPollsSaySo() {
        attachById("alice-vpn", 204);
        implement(204, 150);
        assertThat(shutDown(204, 150).success()).isTrue();

        poll();
        assertThat(isCarried(150)).isFalse();
        assertThat(network(204).problem()).contains("is up on VLAN 150", "was to take it down", "next comparison");
        assertThat(warnings()).anySatisfy(it -> assertThat(it.subject()).isEqualTo("network 204 'net-204'"));

        poll();
        assertThat(isCarried(150)).isTrue();
        assertThat(network(204).problem()).isNull();
        assertThat(daemon.journal()).contains("returned");
    }

    @Test
    void aFailedReleaseComesBackAsWell() {
        attachById("alice-vpn", 204);
        implement(204, 150);
        tor.goAway();
        assertThat(shutDown(204, 150).success()).isFalse();
        tor.comeBack();

        poll();
        poll();
        poll();

        assertThat(isCarried(150)).isTrue();
        assertThat(daemon.port("tor", "ge1").state()).isEqualTo("converged");
    }

    @Test
    void aCallBetweenTheTwoPollsMakesThemNone() {
        attachById("alice-vpn", 204);
        implement(204, 150);
        shutDown(204, 150);
        poll();
        assertThat(shutDown(204, 150).success()).isTrue();

        poll();
        assertThat(isCarried(150)).isFalse();

        poll();
        assertThat(isCarried(150)).isTrue();
    }

    @Test
    void anotherVlanThanAtThePollBeforeIsNotBelievedYet() {
        attachById("alice-vpn", 204);
        implement(204, 150);
        shutDown(204, 150);
        poll();
        world.network(204, ALICE, "Implemented", 151);

        poll();
        assertThat(isCarried(151)).isFalse();

        poll();
        assertThat(isCarried(151)).isTrue();
    }

    @Test
    void aVlanThatSomebodyElseHasIsNotTaken() {
        attachById("alice-vpn", 204);
        attachById("bob-vpn", 300);
        implement(204, 150);
        shutDown(204, 150);
        world.network(300, BOB, "Implemented", 150);
        implement(300, 150);

        for (int i = 0; i < 4; i++) {
            poll();
        }

        assertThat(daemon.port("tor", "ge1").wanted()).isEqualTo("idle");
        assertThat(daemon.port("tor", "ge2").vlan()).isEqualTo(150);
        assertThat(network(204).problem()).contains("network 300 'net-300' has that VLAN");
    }

    @Test
    void aVlanThatAPortMayStillCarryForSomebodyElseIsNotTaken() {
        attachById("alice-vpn", 204);
        attachById("bob-vpn", 300);
        implement(204, 150);
        shutDown(204, 150);
        world.network(300, BOB, "Implemented", 150);
        implement(300, 150);
        tor.goAway();
        assertThat(shutDown(300, 150).success()).isFalse();
        world.network(300, BOB, "Allocated", null);

        for (int i = 0; i < 4; i++) {
            poll();
        }

        assertThat(network(204).state()).isEqualTo("down");
        assertThat(network(204).problem()).contains("may carry that VLAN for another network");
        tor.comeBack();
    }

    @Test
    void theEndOfANetworkThatNeverCameUpEndsItsAttachmentAtOnce() {
        world.network(204, ALICE, "Allocated", null);
        attachById("alice-vpn", 204);

        assertThat(daemon.life().destroyed(event(204, null), world.deadline()).success())
                .isTrue();

        assertThat(networkOf("alice-vpn")).isNull();
        assertThat(daemon.operations().networks()).isEmpty();
    }

    @Test
    void evenIfItWasNamedByItsUuid() {
        world.network(204, ALICE, "Allocated", null);
        attach("alice-vpn", 204);

        assertThat(daemon.life().destroyed(event(204, null), world.deadline()).success())
                .isTrue();

        assertThat(networkOf("alice-vpn")).isNull();
    }

    @Test
    void theEndOfAnotherNetworkEndsNothing() {
        world.network(204, ALICE, "Allocated", null);
        attach("alice-vpn", 204);

        daemon.life().destroyed(event(300, null), world.deadline());

        assertThat(networkOf("alice-vpn")).isEqualTo(World.uuid(204));
    }
}
