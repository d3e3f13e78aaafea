/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static io.demarc.lab.endtoend.SwitchUnderTest.NETWORK;
import static io.demarc.lab.endtoend.SwitchUnderTest.PORT;
import static io.demarc.lab.endtoend.SwitchUnderTest.awaitPort;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.demarc.lab.cloudstack.PayloadPlayer.Played;
import io.demarc.lab.cloudstack.SimulatedCloudStack;
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
    @TempDir
    Path directory;

    @Test
    void aVlanIsNotToldToBeFreeWhileTheSwitchWouldComeBackInIt() {
        try (SimulatedCloudStack cloudStack = new SimulatedCloudStack(InstantSource.system());
                SimulatedIosSwitch device = SwitchUnderTest.start();
                DaemonUnderTest daemon = new DaemonUnderTest(directory, cloudStack)) {
            SwitchUnderTest.declare(daemon, device, cloudStack);
            cloudStack.implement(NETWORK, 193);
            assertThat(daemon.call("iso-first-vm.5.implement-network", NETWORK, "193", 20)
                            .isSuccess())
                    .isTrue();
            assertThat(daemon.demarc("doctor").status()).isZero();

            device.faults().reject("write memory", "startup-config file open failed (No space left on device)\n");
            Played unsaved = daemon.call("gc.shutdown-network", NETWORK, "193", 20);

            assertThat(unsaved.isSuccess()).isFalse();
            assertThat(unsaved.output()).contains("keeps its VLAN", "was changed but not saved");
            awaitPort(device, 999, false, daemon.log());
            assertThat(daemon.mustRun("switch", "list")).contains("unsaved").doesNotContain("stuck");
            assertThat(daemon.mustRun("port", "list")).contains("converged").doesNotContain("stuck");
            DaemonUnderTest.Ran doctor = daemon.demarc("doctor");
            assertThat(doctor.status()).isEqualTo(1);
            assertThat(doctor.output()).contains("unsaved since", "not saved");

            device.reboot();
            assertThat(device.port(PORT).carriesOnly(new Vlan(193))).isTrue();
            assertThat(daemon.call("gc.shutdown-network", NETWORK, "193", 20).isSuccess())
                    .isFalse();
            awaitPort(device, 999, false, daemon.log());
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
}
