/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static io.demarc.lab.endtoend.SwitchUnderTest.NETWORK;
import static io.demarc.lab.endtoend.SwitchUnderTest.awaitPort;
import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.lab.cloudstack.SimulatedCloudStack;
import io.demarc.lab.ssh.SimulatedIosSwitch;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program with a CloudStack that calls nothing, as 4.18 to 4.22 do: its API over HTTP is all that there is. */
class UntoldNetworkIT {
    @TempDir
    Path directory;

    @Test
    void theDeviceFollowsItsNetworkByTheApiAlone() {
        try (SimulatedCloudStack cloudStack = new SimulatedCloudStack(InstantSource.system());
                SimulatedIosSwitch device = SwitchUnderTest.start();
                DaemonUnderTest daemon = new DaemonUnderTest(directory, cloudStack)) {
            daemon.cloudStackSays("poll-interval: 1s");
            daemon.cloudStackSays("attach-by-tag: true");
            SwitchUnderTest.describe(daemon, device, cloudStack);
            daemon.adopt("tor-a1");
            cloudStack.implement(NETWORK, 150);

            assertThat(daemon.mustRun("attach", "alice-vpn", "a1")).contains("Attached");
            awaitPort(device, 150, true, daemon.log());
            assertThat(daemon.mustRun("network", "list")).contains("implemented", "api");
            assertThat(daemon.demarc("doctor").output()).contains("by CloudStack's API alone");

            cloudStack.implement(NETWORK, 151);
            awaitPort(device, 151, true, daemon.log());

            daemon.kill();
            cloudStack.shutDown(NETWORK);
            daemon.start();
            awaitPort(device, 999, false, daemon.log());

            cloudStack.implement(NETWORK, 152);
            awaitPort(device, 152, true, daemon.log());
            daemon.mustRun("detach", "alice-vpn");
            awaitPort(device, 999, false, daemon.log());
            cloudStack.tag(NETWORK, "alice-vpn");
            awaitPort(device, 152, true, daemon.log());
            assertThat(daemon.mustRun("journal", "--last", "20")).contains("by the network's tag");
            cloudStack.untag(NETWORK);
            awaitPort(device, 999, false, daemon.log());
            cloudStack.tag(NETWORK, "alice-vpn");
            awaitPort(device, 152, true, daemon.log());
            cloudStack.delete(NETWORK);
            awaitPort(device, 999, false, daemon.log());
        }
    }
}
