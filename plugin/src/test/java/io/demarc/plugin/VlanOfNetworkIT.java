/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin;

import static io.demarc.plugin.world.World.ALICE;
import static io.demarc.plugin.world.World.BOB;
import static io.demarc.plugin.world.World.OPERATOR;
import static io.demarc.plugin.world.World.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.plugin.networks.NetworkLife.Answer;
import io.demarc.plugin.operations.InventoryOperations.Consent;
import io.demarc.plugin.operations.Views.PortView;
import io.demarc.plugin.words.NetworkEvent;
import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.world.FakeSwitch;
import io.demarc.plugin.world.World;
import io.demarc.switches.PortName;
import io.demarc.switches.Vlan;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** VLANs that calls name and nobody expects: another than the known one, or the one in which idle ports are parked. */
class VlanOfNetworkIT {
    private static final int PARKING = 999;

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private World world;

    @SuppressWarnings("NullAway.Init")
    private FakeSwitch tor;

    @SuppressWarnings("NullAway.Init")
    private CoreProcess daemon;

    @BeforeEach
    void start() {
        world = new World(directory.resolve("state"));
        tor = world.addSwitch("tor", false, 3);
        world.network(204, ALICE, "Implementing", 150);
        daemon = CoreProcess.start(world);
        declare("devices:\n" + World.deviceYaml("alice-vpn", "alice", "tor", 1));
    }

    private void declare(String devices) {
        String inventory = "switches:\n" + World.switchYaml("tor", "fake", 2) + devices;
        daemon.apply(inventory);
        daemon.adoptAll();
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private void attach() {
        daemon.operations().attach("alice-vpn", "204", false, false, OPERATOR, world.deadline());
    }

    private Answer implement(int vlan) {
        return daemon.life().implemented(event(204, vlan), world.deadline());
    }

    private Answer shutDown(int vlan) {
        return daemon.life().shutDown(event(204, vlan), world.deadline());
    }

    private boolean isCarried(int vlan) {
        return !tor.carrying(new Vlan(vlan)).isEmpty();
    }

    @Test
    void aShutdownOfAVlanThatDemarcWasNeverToldReleasesTheKnownOneToo() {
        attach();
        implement(150);
        world.network(204, ALICE, "Shutdown", 160);
        tor.goAway();

        Answer early = shutDown(160);

        assertThat(early.success()).isFalse();
        assertThat(early.message()).contains("tor");
        assertThat(daemon.journal()).contains("vlan-differs");
        tor.comeBack();
        assertThat(shutDown(160).success()).isTrue();
        assertThat(isCarried(150)).isFalse();
    }

    @Test
    void aLateShutdownOfAnEarlierLifeLeavesThePresentOneAlone() {
        attach();
        implement(150);
        shutDown(150);
        world.network(204, ALICE, "Implemented", 160);
        implement(160);

        Answer late = shutDown(150);

        assertThat(late.success()).isFalse();
        assertThat(late.message()).contains("has VLAN 160, not 150");
        assertThat(isCarried(160)).isTrue();
        assertThat(implement(160).success()).isTrue();
    }

    @Test
    void whileCloudStackCantBeAskedNoPortIsTakenAndNothingIsTold() {
        attach();
        implement(150);
        world.network(204, ALICE, "Shutdown", 160);
        world.directory.isUnreachable = true;

        assertThat(shutDown(160).success()).isFalse();
        assertThat(isCarried(150)).isTrue();

        world.directory.isUnreachable = false;
        assertThat(shutDown(160).success()).isTrue();
        assertThat(isCarried(150)).isFalse();
    }

    @Test
    void aNetworkWithoutDevicesIsLetGoWhicheverVlanIsNamedAndWhoeverCantBeAsked() {
        implement(150);
        world.directory.isUnreachable = true;

        assertThat(shutDown(160).success()).isTrue();
        assertThat(daemon.operations().networks().get(0).vlan()).isNull();
    }

    @Test
    void aVlanThatThePortKeptFromBeforeIsReleasedAsWell() {
        attach();
        implement(150);
        tor.goAway();
        world.network(204, ALICE, "Implementing", 160);
        implement(160);

        assertThat(shutDown(160).success()).isFalse();

        tor.comeBack();
        assertThat(shutDown(160).success()).isTrue();
        assertThat(isCarried(150)).isFalse();
        assertThat(isCarried(160)).isFalse();
    }

    @Test
    void aNetworkOnTheParkingVlanIsToldSoAndCanGo() {
        world.network(204, ALICE, "Implementing", PARKING);

        Answer told = implement(PARKING);

        assertThat(told.success()).isFalse();
        assertThat(told.message())
                .contains("idle ports are parked in it on tor", "out of CloudStack's VLAN ranges", "another idle VLAN");
        assertThat(shutDown(PARKING).success()).isTrue();
        assertThat(daemon.life().destroyed(event(204, null), world.deadline()).success())
                .isTrue();
    }

    @Test
    void aDeviceOfANetworkOnTheParkingVlanIsIdleWithItsReasonAndTheNetworkCanGo() {
        attach();
        implement(150);
        world.network(204, ALICE, "Implementing", PARKING);

        assertThat(implement(PARKING).success()).isFalse();

        PortView port = daemon.port("tor", "ge1");
        assertThat(port.wanted()).contains("idle");
        assertThat(port.problem()).contains("VLAN 999", "parks idle ports");
        assertThat(isCarried(150)).isFalse();
        assertThat(shutDown(PARKING).success()).isTrue();
        assertThat(daemon.life().destroyed(event(204, null), world.deadline()).success())
                .isTrue();
    }

    @Test
    void aNetworkWhoseVlanBecomesTheParkingVlanCanGo() {
        attach();
        implement(150);
        String inventory = "switches:\n"
                + World.switchYaml("tor", "fake", 2)
                        .replace("vlans: 100-199", "vlans: 160-199")
                        .replace("vlan: 999", "vlan: 150")
                + "devices:\n" + World.deviceYaml("alice-vpn", "alice", "tor", 1);
        daemon.apply(inventory);
        daemon.adoptAll();

        assertThat(shutDown(150).success()).isTrue();
        assertThat(tor.port("ge1").adminUp()).isFalse();
    }

    @Test
    void aVlanOfAnotherZoneDoesNotTakeAWorkingPortAndASwitchWithoutZonesIsWarnedOf() {
        declare(devicesOfBoth());
        attach();
        implement(150);
        world.network(300, BOB, "Implementing", 150);
        daemon.life().implemented(inZoneTwo(), world.deadline());

        daemon.operations().attach("bob-vpn", "300", false, false, OPERATOR, world.deadline());

        assertThat(tor.carrying(new Vlan(150))).containsExactly(new PortName("ge1"));
        assertThat(daemon.port("tor", "ge1").state()).isEqualTo("converged");
        assertThat(daemon.port("tor", "ge2").problem()).contains("can't be on switch tor", "network 204 'net-204'");
        assertThat(daemon.operations().doctor(world.deadline())).anySatisfy(finding -> {
            assertThat(finding.subject()).isEqualTo("switch tor");
            assertThat(finding.message()).contains("CloudStack has several");
            assertThat(finding.fix()).contains("zones: [NAME or UUID]");
        });
        String open = "switches:\n" + World.switchYaml("tor", "fake", 3) + "devices: []";
        assertThat(daemon.operations()
                        .inventory()
                        .apply(open.replace("devices: []", devicesOfBoth()), Consent.NONE, true, OPERATOR)
                        .warnings())
                .singleElement()
                .asString()
                .startsWith("switch tor: networks of every zone may use it");
        assertThat(daemon.operations()
                        .inventory()
                        .apply(
                                open.replace("idle:", "zones: [sim]\n    idle:")
                                        .replace("devices: []", devicesOfBoth()),
                                Consent.NONE,
                                true,
                                OPERATOR)
                        .warnings())
                .isEmpty();
    }

    private static String devicesOfBoth() {
        return "devices:\n" + World.deviceYaml("alice-vpn", "alice", "tor", 1)
                + World.deviceYaml("bob-vpn", "bob", "tor", 2);
    }

    private static NetworkEvent inZoneTwo() {
        return new NetworkEvent(new NetworkId(300), new Vlan(150), "2", "pn0");
    }

    @Test
    void aZoneThatCloudStackDoesNotTellIsNotGuessed() {
        world.zone = null;
        world.network(204, ALICE, "Implementing", 150);
        String devices = "devices:\n" + World.deviceYaml("alice-vpn", "alice", "tor", 1);
        daemon.apply("switches:\n" + World.switchYaml("tor", "fake", 2).replace("idle:", "zones: [sim]\n    idle:")
                + devices);
        attach();
        implement(150);

        assertThat(isCarried(150)).isFalse();
        assertThat(daemon.port("tor", "ge1").problem())
                .contains("not declared for zone 1, whose name CloudStack's API has not told yet, of network 204");
    }
}
