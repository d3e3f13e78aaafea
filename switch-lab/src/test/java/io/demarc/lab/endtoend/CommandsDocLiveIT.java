/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.lab.cloudstack.NetworkOwner;
import io.demarc.lab.cloudstack.SimulatedCloudStack;
import io.demarc.lab.cloudstack.SimulatedNetwork;
import io.demarc.lab.ssh.Account;
import io.demarc.lab.ssh.SimulatedIosSwitch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every example of docs/commands.md that is marked {@code live} is what the real command prints, asked of a real daemon with two
 * simulated switches and an SSH server, one after the other in the page's order. Times, durations, addresses and fingerprints are
 * those of the page. Renew it: {@code -Dgolden.update}.
 */
class CommandsDocLiveIT {
    private static final long NETWORK = 204;

    @TempDir
    Path directory;

    @Test
    void everyLiveExampleIsWhatADaemonAnswers() throws IOException {
        try (SimulatedCloudStack cloudStack = new SimulatedCloudStack(InstantSource.system());
                SimulatedIosSwitch first = device("tor-a1");
                SimulatedIosSwitch second = device("tor-b1");
                SimulatedIosSwitch server = device("web-1");
                DaemonUnderTest daemon = new DaemonUnderTest(directory, cloudStack)) {
            prepare(daemon, cloudStack, new Machines(daemon, first, second, server));
            new PageUnderTest("commands.md", "live", daemon)
                    .calls("inventory.yaml", daemon.path("new-inventory.yaml"))
                    .calls("change-17.txt", daemon.path("change-17.txt"))
                    .calls("/var/lib/demarc", daemon.path("state"))
                    .calls("/etc/demarc/secrets", daemon.path(""))
                    .shows("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+Z|Z( {4})?)", "2026-11-24T08:15:30.742Z")
                    .shows("(?<=over SSH )\\d\\d:\\d\\d:\\d\\d", "08:15:30")
                    .shows("(?<=sha256 )[0-9a-f]{12}", "3f1c0f6f7a55")
                    .shows("(?<=took       )\\d+ ms", "412 ms")
                    .shows("(?<=up to )\\d+", "37")
                    .shows("OPERATOR \\S+ +(?=\\+)", "OPERATOR ada  ")
                    .shows("BY +CHANGES", "BY            CHANGES")
                    .shows("OPERATOR \\S+", "OPERATOR ada")
                    .shows("(?<=Z by )[\\w-]+", "ada")
                    .shows("127\\.0\\.0\\.1:\\d{5}(?=  )", "192.0.2.11:22  ")
                    .shows("127\\.0\\.0\\.1:\\d+", "192.0.2.11:22")
                    .shows("127\\.0\\.0\\.1  \\d+", "192.0.2.7  22")
                    .shows("\\b[0-9a-f]{32}\\b", "5c0a8e0f3d6b4a7c9e1f2b3d4c5e6f70")
                    .before("plan", () -> {
                        daemon.mustRun("attach", "acme-vpn", "acme-net");
                        first.configure("interface GigabitEthernet1/0/7", "switchport access vlan 120", "exit");
                    })
                    .assertSaysWhatTheDaemonSays();
        }
    }

    private static SimulatedIosSwitch device(String name) {
        return SimulatedIosSwitch.named(name)
                .account(Account.withPassword("demarc", "pw-of-the-test"))
                .enableSecret("enable-of-the-test")
                .ports("GigabitEthernet1/0/", 1, 8)
                .start();
    }

    /** What the inventory is of. */
    private record Machines(
            DaemonUnderTest daemon, SimulatedIosSwitch first, SimulatedIosSwitch second, SimulatedIosSwitch server) {
        /** @param vlans of the first switch */
        String inventory(String vlans, String moreDevices) {
            return """
                switches:
                %s%sservers:
                  - { name: web-1, address: '127.0.0.1:%d', login: %s }
                  - { name: web-2, address: 192.0.2.8, login: %s }
                databases:
                  - { name: db-1, server: web-1, address: 10.30.0.1, replication: %s }
                  - { name: db-2, server: web-2, address: 10.30.0.2, primary: db-1 }
                devices:
                %s%s  - name: globex-vpn
                    owner: { domain: ROOT/globex, project: branch-offices }
                    port: { switch: tor-b1, name: Gi1/0/5 }
                """.formatted(
                            switchYaml("tor-a1", first, vlans, "Gi1/0/7, Gi1/0/8"),
                            switchYaml("tor-b1", second, "100-199", "Gi1/0/5"),
                            server.address().getPort(),
                            login("root"),
                            login("root"),
                            login("repl"),
                            deviceYaml("acme-vpn", 7),
                            moreDevices);
        }

        private String login(String user) {
            return "{ user: %s, password: '%s' }".formatted(user, daemon.reference("password"));
        }

        private String switchYaml(String name, SimulatedIosSwitch device, String vlans, String ports) {
            return """
                  - name: %s
                    platform: cisco-ios
                    address: 127.0.0.1:%d
                    login: { user: demarc, password: '%s', enable: '%s' }
                    vlans: %s
                    idle: { vlan: 999, down: true }
                    ports: [%s]
                """.formatted(
                            name,
                            device.address().getPort(),
                            daemon.reference("password"),
                            daemon.reference("enable"),
                            vlans,
                            ports);
        }
    }

    private static void prepare(DaemonUnderTest daemon, SimulatedCloudStack cloudStack, Machines machines) {
        cloudStack.add(SimulatedNetwork.created(
                NETWORK,
                "50f13157-b872-444a-a9c1-91f6f85a1dd0",
                "acme-net",
                NetworkOwner.account("ROOT/acme", "alice")));
        SimulatedIosSwitch first = machines.first();
        daemon.knowHost(first.knownHostsLine() + "\n" + machines.second().knownHostsLine());
        daemon.secret("password", "pw-of-the-test");
        daemon.secret("enable", "enable-of-the-test");
        daemon.write("inventory.yaml", machines.inventory("100-199", ""));
        daemon.write("new-inventory.yaml", machines.inventory("100-249", deviceYaml("initech-vpn", 8)));
        first.plug("GigabitEthernet1/0/7", "52:54:00:12:34:56");
        first.configure(
                "vlan 10",
                "exit",
                "vlan 20",
                "exit",
                "interface GigabitEthernet1/0/8",
                "switchport trunk allowed vlan 10,20",
                "switchport mode trunk",
                "exit");
        daemon.start();
        daemon.write("first-inventory.yaml", machines.inventory("150-199", ""));
        daemon.mustRun("apply", "-f", daemon.path("first-inventory.yaml"));
        daemon.mustRun("apply", "-f", daemon.path("inventory.yaml"));
        daemon.adopt("tor-a1");
        daemon.mustRun("attach", "acme-vpn", "acme-net");
        cloudStack.implement(NETWORK, 150);
        assertThat(daemon.call("iso-first-vm.5.implement-network", NETWORK, "150", 20)
                        .isSuccess())
                .isTrue();
    }

    private static String deviceYaml(String name, int port) {
        return """
              - name: %s
                owner: { domain: ROOT/acme, account: alice }
                port: { switch: tor-a1, name: Gi1/0/%d }
            """.formatted(name, port);
    }
}
