/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.demarc.access.Deadline;
import io.demarc.access.Login;
import io.demarc.access.Secret;
import io.demarc.access.SshAlgorithms;
import io.demarc.lab.real.OpenVswitchBench.Host;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Observation;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.PortTraffic;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The openvswitch definition on a real Open vSwitch behind a real sshd. */
final class DriverOnOpenVswitchIT {
    private static final PortName PORT = new PortName("vpn");
    private static final Vlan TENANT = new Vlan(193);
    private static final Vlan PARKING = new Vlan(999);

    @TempDir
    private Path directory;

    private SwitchSession open(OpenVswitchBench bench) throws Exception {
        return open(bench, OpenVswitchBench.BRIDGE);
    }

    private SwitchSession open(OpenVswitchBench bench, @Nullable String bridge) throws Exception {
        Path knownHosts = directory.resolve("known_hosts");
        Files.writeString(knownHosts, bench.knownHostsLine() + "\n");
        SwitchAccess access = new SwitchAccess(
                new SwitchName("ovs"),
                bench.host(),
                22,
                new Login.Ssh(
                        OpenVswitchBench.SSH_USER,
                        null,
                        new Secret(bench.privateKey()),
                        null,
                        null,
                        SshAlgorithms.USUAL),
                knownHosts,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                bridge);
        return Platforms.builtIn()
                .find("openvswitch")
                .open(access, Deadline.after(Duration.ofSeconds(60), InstantSource.system()));
    }

    @Test
    void framesFlowWhileThePortIsAttached() throws Exception {
        try (OpenVswitchBench bench = OpenVswitchBench.start();
                SwitchSession session = open(bench)) {
            bench.plug(Host.VM, TENANT.id());
            session.apply(List.of(new PortStep.Park(PORT, new Vlan(999), true)));
            PortState parked = session.observe(Set.of(PORT)).port(PORT).orElseThrow();
            assertThat(parked.carriesOnly(new Vlan(999))).isTrue();
            assertThat(parked.adminUp()).isFalse();
            assertThat(bench.ping(Host.VM, Host.VPN)).isFalse();

            session.apply(List.of(
                    new PortStep.Shut(PORT),
                    new PortStep.Attach(PORT, TENANT, new PortDescription("acme: box, rack=4")),
                    new PortStep.Enable(PORT)));
            Observation seen = session.observe(Set.of(PORT));
            PortState attached = seen.port(PORT).orElseThrow();
            assertThat(attached.carriesOnly(TENANT)).as(attached.inWords()).isTrue();
            assertThat(attached.adminUp()).isTrue();
            assertThat(attached.description()).isEqualTo("acme: box, rack=4");
            assertThat(seen.evidence()).isEmpty();
            assertThat(seen.vlans()).isNull();
            assertThat(bench.ping(Host.VM, Host.VPN)).isTrue();
            assertThat(session.locate(bench.mac(Host.VPN))).contains(PORT);
            assertThat(session.traffic(Set.of(PORT)))
                    .isEqualTo(Map.of(PORT, PortTraffic.of(List.of(bench.mac(Host.VPN)), null)));

            session.apply(List.of(new PortStep.Park(PORT, new Vlan(999), false)));
            // Open vSwitch looks its cached flows through after a change, beside the command that made it.
            await().until(() -> !bench.ping(Host.VM, Host.VPN));
            assertThat(session.observe(Set.of(PORT)).port(PORT).orElseThrow().description())
                    .isEmpty();
        }
    }

    @Test
    void onlyPortsOfTheBridgeAreSeenAndATrunkIsOne() throws Exception {
        try (OpenVswitchBench bench = OpenVswitchBench.start();
                SwitchSession session = open(bench)) {
            Observation seen = session.observe(Set.of());
            assertThat(seen.ports().keySet()).extracting(PortName::value).containsExactly("trunk", "vpn", "vpn2");
            assertThat(seen.port(new PortName("trunk")).orElseThrow().mode()).isEqualTo(PortMode.TRUNK);
            assertThatThrownBy(() -> session.apply(List.of(new PortStep.Park(new PortName("none"), TENANT, false))))
                    .isInstanceOfSatisfying(ProblemException.class, problem -> {
                        assertThat(problem.problem().code()).isEqualTo(ProblemCode.SWITCH_REJECTED);
                        assertThat(problem.getMessage()).contains("no row \"none\" in table Port");
                    });
            assertThat(session.observe(Set.of(PORT)).ports()).hasSize(1);
        }
    }

    @Test
    void aFakeBridgeOfTheVlanHidesNoPortAndIsNone() throws Exception {
        try (OpenVswitchBench bench = OpenVswitchBench.start();
                SwitchSession session = open(bench)) {
            session.apply(List.of(new PortStep.Attach(PORT, TENANT, new PortDescription("acme"))));
            bench.vsctl("add-br", "br193", OpenVswitchBench.BRIDGE, "193");
            assertThat(bench.vsctl("list-ports", OpenVswitchBench.BRIDGE)).doesNotContain("vpn\n");

            assertThat(session.observe(Set.of()).ports().keySet())
                    .extracting(PortName::value)
                    .containsExactly("trunk", "vpn", "vpn2");
            assertThat(stateOf(PORT, session).carriesOnly(TENANT)).isTrue();

            session.apply(List.of(new PortStep.Park(PORT, PARKING, true)));
            PortState parked = stateOf(PORT, session);
            assertThat(parked.carriesOnly(PARKING)).as(parked.inWords()).isTrue();
            assertThat(parked.adminUp()).isFalse();

            // And the other way round: it is moved to the VLAN of a fake bridge that there is already.
            session.apply(List.of(new PortStep.Attach(PORT, TENANT, new PortDescription("acme"))));
            assertThat(stateOf(PORT, session).carriesOnly(TENANT)).isTrue();
        }
    }

    @Test
    void aPortThatAnotherBridgeHasIsNotThisBridgesPort() throws Exception {
        try (OpenVswitchBench bench = OpenVswitchBench.start();
                SwitchSession session = open(bench);
                SwitchSession withoutBridge = open(bench, null)) {
            bench.vsctl("del-port", OpenVswitchBench.BRIDGE, "vpn");
            assertThat(session.observe(Set.of(PORT)).ports()).isEmpty();
            assertThat(withoutBridge.observe(Set.of(PORT)).ports()).isEmpty();
            assertThatThrownBy(() -> session.apply(List.of(new PortStep.Park(PORT, PARKING, true))))
                    .hasMessageContaining("no row \"vpn\" in table Port");

            bench.vsctl("add-port", "br-hv", "vpn", "tag=193");
            assertThat(session.observe(Set.of(PORT)).ports()).isEmpty();
            assertThat(stateOf(PORT, withoutBridge).carriesOnly(TENANT)).isTrue();
            assertThat(withoutBridge.observe(Set.of()).ports().keySet())
                    .extracting(PortName::value)
                    .containsExactly("hv-trunk", "trunk", "vm", "vm2", "vpn", "vpn2");
        }
    }

    @Test
    void aBridgeThatTheSwitchLacksIsSaid() throws Exception {
        try (OpenVswitchBench bench = OpenVswitchBench.start();
                SwitchSession session = open(bench, "br9")) {
            assertThatThrownBy(() -> session.observe(Set.of()))
                    .isInstanceOfSatisfying(ProblemException.class, problem -> {
                        assertThat(problem.problem().code()).isEqualTo(ProblemCode.SWITCH_REJECTED);
                        assertThat(problem.getMessage()).contains("no row \"br9\" in table Bridge");
                    });
        }
    }

    @Test
    void noLinkOfABondSpeaksForIt() throws Exception {
        try (OpenVswitchBench bench = OpenVswitchBench.start();
                SwitchSession session = open(bench)) {
            bench.vsctl("del-port", "vpn", "--", "del-port", "vpn2");
            bench.vsctl("add-bond", OpenVswitchBench.BRIDGE, "vpn", "vpn", "vpn2", "tag=193");
            Observation seen = session.observe(Set.of());
            assertThat(seen.ports().keySet()).extracting(PortName::value).containsExactly("trunk", "vpn");
            assertThat(seen.evidenceFor(PORT).lag()).isEqualTo("vpn");
            PortState bond = seen.port(PORT).orElseThrow();
            assertThat(bond.carriesOnly(TENANT)).isTrue();
            assertThat(bond.adminUp()).isNull();

            session.apply(List.of(new PortStep.Park(PORT, PARKING, true)));
            PortState parked = stateOf(PORT, session);
            assertThat(parked.carriesOnly(PARKING)).isTrue();
            assertThat(parked.adminUp()).isNull();
        }
    }

    @Test
    void aPortWhoseDeviceIsGoneLeavesItsVlanToo() throws Exception {
        PortName gone = new PortName("gone");
        try (OpenVswitchBench bench = OpenVswitchBench.start();
                SwitchSession session = open(bench)) {
            bench.vsctl("add-port", OpenVswitchBench.BRIDGE, "gone", "tag=193");
            assertThat(stateOf(gone, session).carriesOnly(TENANT)).isTrue();

            session.apply(List.of(new PortStep.Park(gone, PARKING, true)));
            PortState parked = stateOf(gone, session);
            assertThat(parked.carriesOnly(PARKING)).isTrue();
            assertThat(parked.adminUp()).isFalse();
            assertThatThrownBy(() -> session.apply(List.of(new PortStep.Shut(gone))))
                    .hasMessageContaining("Cannot find device");
        }
    }

    @Test
    void aMacIsFoundOnTheBridgeThatItIsOnOrNotAtAll() throws Exception {
        try (OpenVswitchBench bench = OpenVswitchBench.start();
                SwitchSession session = open(bench);
                SwitchSession withoutBridge = open(bench, null)) {
            bench.plug(Host.VM, TENANT.id());
            session.apply(List.of(new PortStep.Attach(PORT, TENANT, new PortDescription("acme"))));
            assertThat(bench.ping(Host.VM, Host.VPN)).isTrue();
            bench.vsctl("add-br", "br193", OpenVswitchBench.BRIDGE, "193");
            assertThat(session.locate(bench.mac(Host.VPN))).contains(PORT);

            bench.vsctl(
                    "set", "interface", "vm", "ofport_request=7", "--", "set", "interface", "vpn", "ofport_request=7");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> bench.vsctl(
                                    "get", "interface", "vm", "ofport", "--", "get", "interface", "vpn", "ofport")
                            .equals("7\n7\n"));
            assertThat(bench.ping(Host.VM, Host.VPN)).isTrue();
            assertThat(withoutBridge.locate(bench.mac(Host.VM)))
                    .as("number 7 of the other bridge is not the port that has number 7 here")
                    .isNotEqualTo(Optional.of(PORT));
        }
    }

    private static PortState stateOf(PortName port, SwitchSession session) {
        return session.observe(Set.of(port)).port(port).orElseThrow();
    }
}
