/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.demarc.access.Deadline;
import io.demarc.access.Login;
import io.demarc.access.Secret;
import io.demarc.access.SshAlgorithms;
import io.demarc.lab.storage.DrbdNodes;
import io.demarc.lab.storage.DrbdNodes.Node;
import io.demarc.switches.Observation;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.SwitchAccess;
import io.demarc.switches.session.SwitchSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The linux-bridge definition on a real bridge that filters by VLAN, behind a real sshd: in a machine with a kernel of its own,
 * since that of a container may know neither VLAN filtering nor bonds. Hosts are namespaces of that machine.
 */
final class DriverOnLinuxBridgeIT {
    private static final PortName PORT = new PortName("vpn");
    private static final Vlan TENANT = new Vlan(193);
    private static final Vlan PARKING = new Vlan(999);
    private static final String PLUGGED = """
            set -e
            ip link add br0 type bridge vlan_filtering 1
            ip link set br0 up
            for host in vm vpn; do
                ip netns add $host
                ip link add $host type veth peer name eth0 netns $host
                ip link set $host master br0 up
                ip -n $host link set eth0 up
            done
            ip -n vm addr add 10.99.0.1/24 dev eth0
            ip -n vpn addr add 10.99.0.2/24 dev eth0
            bridge vlan add dev vm vid 193 pvid untagged
            bridge vlan del dev vm vid 1
            ip link add bond0 type bond mode active-backup
            ip link add member type veth peer name far
            ip link set member master bond0
            ip link set bond0 master br0 up
            """;

    @TempDir
    private Path directory;

    @Test
    void framesFlowWhileThePortIsAttachedAndAtNoOtherTime() throws Exception {
        try (DrbdNodes machine = DrbdNodes.startOne()) {
            machine.must(Node.A, PLUGGED);
            try (SwitchSession session = open(machine)) {
                Observation begun = session.observe(Set.of());
                assertThat(begun.ports().keySet())
                        .as("a member of a bond is no port of the bridge")
                        .extracting(PortName::value)
                        .contains("vm", "vpn", "bond0")
                        .doesNotContain("member");
                assertThat(pings(machine)).as("VLAN 1 to VLAN 193").isFalse();

                session.apply(List.of(
                        new PortStep.Shut(PORT),
                        new PortStep.Attach(PORT, TENANT, new PortDescription("acme: box, rack=4")),
                        new PortStep.Enable(PORT)));
                PortState attached = session.observe(Set.of(PORT)).port(PORT).orElseThrow();
                assertThat(attached.carriesOnly(TENANT)).as(attached.inWords()).isTrue();
                assertThat(attached.adminUp()).isTrue();
                assertThat(attached.description()).isEqualTo("acme: box, rack=4");
                await().atMost(Duration.ofSeconds(30)).until(() -> pings(machine)); // the link comes up

                session.apply(List.of(new PortStep.Park(PORT, PARKING, true)));
                PortState parked = session.observe(Set.of(PORT)).port(PORT).orElseThrow();
                assertThat(parked.carriesOnly(PARKING)).as(parked.inWords()).isTrue();
                assertThat(parked.adminUp()).isFalse();
                assertThat(parked.description()).isEmpty();
                assertThat(pings(machine)).isFalse();
            }
        }
    }

    @Test
    void aTrunkEndsInOneVlanAndABridgeThatDoesNotFilterIsNotWrittenTo() throws Exception {
        try (DrbdNodes machine = DrbdNodes.startOne()) {
            machine.must(Node.A, PLUGGED + """
                    bridge vlan add dev vpn vid 20-29
                    bridge vlan add dev vpn vid 193
                    bridge vlan add dev vpn vid 40 untagged
                    """);
            try (SwitchSession session = open(machine)) {
                PortState trunk = session.observe(Set.of(PORT)).port(PORT).orElseThrow();
                assertThat(trunk.mode()).isNotEqualTo(PortMode.ACCESS);
                assertThat(trunk.untagged()).isEqualTo(new Vlan(1));
                assertThat(trunk.alsoUntagged()).containsExactly(new Vlan(40));
                assertThat(trunk.tagged()).hasSize(11).contains(new Vlan(20), new Vlan(29), TENANT);

                session.apply(List.of(
                        new PortStep.Shut(PORT),
                        new PortStep.Attach(PORT, TENANT, new PortDescription("acme")),
                        new PortStep.Enable(PORT)));
                PortState attached = session.observe(Set.of(PORT)).port(PORT).orElseThrow();
                assertThat(attached.carriesOnly(TENANT)).as(attached.inWords()).isTrue();
                await().atMost(Duration.ofSeconds(30)).until(() -> pings(machine)); // the link comes up

                machine.must(Node.A, "ip link set dev br0 type bridge vlan_filtering 0");
                PortState unfiltered = session.observe(Set.of(PORT)).port(PORT).orElseThrow();
                assertThat(unfiltered.unmet()).contains("vlan_filtering 0");
                assertThat(session.version())
                        .hasValueSatisfying(version -> assertThat(version).startsWith("Debian"));
                assertThat(session.uptime()).isPresent();
            }
        }
    }

    private static boolean pings(DrbdNodes machine) {
        return machine.run(Node.A, "ip netns exec vm ping -q -c 1 -W 2 10.99.0.2 >/dev/null")
                .isSuccess();
    }

    private SwitchSession open(DrbdNodes machine) throws Exception {
        Path knownHosts = directory.resolve("known_hosts");
        Files.write(knownHosts, machine.knownHostsLines());
        SwitchAccess access = new SwitchAccess(
                new SwitchName("bridge"),
                Node.A.address(),
                22,
                new Login.Ssh(
                        DrbdNodes.SSH_USER, null, new Secret(machine.privateKey()), null, null, SshAlgorithms.USUAL),
                knownHosts,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                null);
        return Platforms.builtIn()
                .find("linux-bridge")
                .open(access, Deadline.after(Duration.ofMinutes(5), InstantSource.system()));
    }
}
