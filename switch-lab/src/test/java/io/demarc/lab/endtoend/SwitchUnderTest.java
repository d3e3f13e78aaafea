/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.awaitility.Awaitility.await;

import io.demarc.lab.cloudstack.NetworkOwner;
import io.demarc.lab.cloudstack.SimulatedCloudStack;
import io.demarc.lab.cloudstack.SimulatedNetwork;
import io.demarc.lab.ssh.Account;
import io.demarc.lab.ssh.SimulatedIosSwitch;
import io.demarc.switches.PortState;
import io.demarc.switches.Vlan;
import java.time.Duration;

/** The simulated switch {@code tor-a1} of a daemon, with one managed port: of alice's device, which is attached to her network. */
final class SwitchUnderTest {
    static final long NETWORK = 204;
    static final String PORT = "GigabitEthernet1/0/7";
    static final String PASSWORD = "pw-of-the-test";
    static final String ENABLE = "enable-of-the-test";

    private SwitchUnderTest() {}

    static SimulatedIosSwitch start() {
        return SimulatedIosSwitch.named("tor-a1")
                .account(Account.withPassword("demarc", PASSWORD))
                .enableSecret(ENABLE)
                .ports("GigabitEthernet1/0/", 1, 8)
                .start();
    }

    /** Declares it, starts the daemon, hands the port over and attaches the device; the network has no VLAN yet. */
    static void declare(DaemonUnderTest daemon, SimulatedIosSwitch device, SimulatedCloudStack cloudStack) {
        describe(daemon, device, cloudStack);
        daemon.adopt("tor-a1");
        daemon.mustRun("attach", "alice-vpn", "a1");
    }

    /** Declares it and starts the daemon: nobody has adopted its port. */
    static void describe(DaemonUnderTest daemon, SimulatedIosSwitch device, SimulatedCloudStack cloudStack) {
        daemon.knowHost(device.knownHostsLine());
        daemon.secret("password", PASSWORD);
        daemon.secret("enable", ENABLE);
        describe(daemon, cloudStack, "Gi1/0/7", """
            - name: tor-a1
              platform: cisco-ios
              address: 127.0.0.1:%d
              login: { user: demarc, password: '%s', enable: '%s' }
            """.formatted(
                        device.address().getPort(), daemon.reference("password"), daemon.reference("enable")));
    }

    /** As above, any switch; its ports and VLANs are added to its entry. */
    static void describe(DaemonUnderTest daemon, SimulatedCloudStack cloudStack, String port, String entry) {
        cloudStack.add(SimulatedNetwork.created(
                NETWORK, "50f13157-b872-444a-a9c1-91f6f85a1dd0", "a1", NetworkOwner.account("ROOT", "alice")));
        daemon.write(
                "inventory.yaml", """
            switches:
            %s
                vlans: 100-199
                idle: { vlan: 999, down: true }
                ports: [%s]
            devices:
              - name: alice-vpn
                owner: { domain: ROOT, account: alice }
                port: { switch: tor-a1, name: %s }
            """.formatted(entry.stripTrailing().indent(2).stripTrailing(), port, port));
        daemon.start();
        daemon.mustRun("apply", "-f", daemon.path("inventory.yaml"));
    }

    /** @param context for the message when it doesn't come so */
    static void awaitPort(SimulatedIosSwitch device, int vlan, boolean up, String context) {
        await().alias(context).atMost(Duration.ofSeconds(30)).until(() -> {
            PortState state = device.port(PORT);
            return state.carriesOnly(new Vlan(vlan)) && Boolean.valueOf(up).equals(state.adminUp());
        });
    }
}
