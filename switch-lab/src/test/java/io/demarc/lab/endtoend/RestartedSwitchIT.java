/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.demarc.lab.cloudstack.NetworkOwner;
import io.demarc.lab.cloudstack.PayloadPlayer.Played;
import io.demarc.lab.cloudstack.SimulatedCloudStack;
import io.demarc.lab.cloudstack.SimulatedNetwork;
import io.demarc.lab.ssh.Account;
import io.demarc.lab.ssh.SimulatedIosSwitch;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A switch that doesn't save and restarts brings an old VLAN back: nobody else must have it by then. */
class RestartedSwitchIT {
    private static final long NETWORK = 204;
    private static final String PORT = "GigabitEthernet1/0/7";

    @TempDir
    Path directory;

    @Test
    void aVlanIsNotToldToBeFreeWhileTheSwitchWouldComeBackInIt() {
        try (SimulatedCloudStack cloudStack = new SimulatedCloudStack(InstantSource.system());
                SimulatedIosSwitch device = SimulatedIosSwitch.named("tor-a1")
                        .account(Account.withPassword("demarc", "pw-of-the-test"))
                        .enableSecret("enable-of-the-test")
                        .ports("GigabitEthernet1/0/", 1, 8)
                        .start();
                DaemonUnderTest daemon = new DaemonUnderTest(directory, cloudStack)) {
            cloudStack.add(SimulatedNetwork.created(
                    NETWORK, "50f13157-b872-444a-a9c1-91f6f85a1dd0", "a1", NetworkOwner.account("ROOT", "alice")));
            prepare(daemon, device);
            cloudStack.implement(NETWORK, 193);
            assertThat(daemon.call("iso-first-vm.5.implement-network", NETWORK, "193", 20)
                            .isSuccess())
                    .isTrue();
            assertThat(daemon.demarc("doctor").status()).isZero();

            device.faults().reject("write memory", "startup-config file open failed (No space left on device)\n");
            Played unsaved = daemon.call("gc.shutdown-network", NETWORK, "193", 20);

            assertThat(unsaved.isSuccess()).isFalse();
            assertThat(unsaved.output()).contains("keeps its VLAN", "was changed but not saved");
            awaitPort(device, 999, false, daemon);
            assertThat(daemon.mustRun("switch", "list")).contains("unsaved").doesNotContain("stuck");
            assertThat(daemon.mustRun("port", "list")).contains("converged").doesNotContain("stuck");
            DaemonUnderTest.Ran doctor = daemon.demarc("doctor");
            assertThat(doctor.status()).isEqualTo(1);
            assertThat(doctor.output()).contains("unsaved since", "not saved");

            device.reboot();
            assertThat(device.port(PORT).carriesOnly(new Vlan(193))).isTrue();
            assertThat(daemon.call("gc.shutdown-network", NETWORK, "193", 20).isSuccess())
                    .isFalse();
            awaitPort(device, 999, false, daemon);
            assertThat(daemon.mustRun("journal", "--last", "100")).contains("Switch tor-a1 has restarted");

            device.faults().clear();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> daemon.call("gc.shutdown-network", NETWORK, "193", 20)
                            .isSuccess());
            device.reboot();
            PortState state = device.port(PORT);
            assertThat(state.carriesOnly(new Vlan(999))).as(state.inWords()).isTrue();
        }
    }

    private static void awaitPort(SimulatedIosSwitch device, int vlan, boolean up, DaemonUnderTest daemon) {
        await().alias(daemon.log()).atMost(Duration.ofSeconds(30)).until(() -> {
            PortState state = device.port(PORT);
            return state.carriesOnly(new Vlan(vlan)) && Boolean.valueOf(up).equals(state.adminUp());
        });
    }

    private static void prepare(DaemonUnderTest daemon, SimulatedIosSwitch device) {
        daemon.knowHost(device.knownHostsLine());
        daemon.secret("password", "pw-of-the-test");
        daemon.secret("enable", "enable-of-the-test");
        Path inventory = daemon.write("inventory.yaml", """
                switches:
                  - name: tor-a1
                    platform: cisco-ios
                    address: 127.0.0.1:%d
                    login: { user: demarc, password: '%s', enable: '%s' }
                    vlans: 100-199
                    idle: { vlan: 999, down: true }
                    ports: [Gi1/0/7]
                devices:
                  - name: alice-vpn
                    owner: { domain: ROOT, account: alice }
                    port: { switch: tor-a1, name: Gi1/0/7 }
                """.formatted(
                        device.address().getPort(), daemon.reference("password"), daemon.reference("enable")));
        daemon.start();
        daemon.mustRun("apply", "-f", inventory.toString());
        daemon.mustRun("reconcile");
        daemon.mustRun("attach", "alice-vpn", "a1");
    }
}
