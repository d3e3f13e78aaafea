/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.lab.real.OpenVswitchBench.Host;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Deadline;
import io.demarc.switches.Observation;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.Secret;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.platform.Platforms;
import io.demarc.switches.session.Login;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.SshAlgorithms;
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

/** The openvswitch definition on a real Open vSwitch behind a real sshd. */
final class DriverOnOpenVswitchIT {
    private static final PortName PORT = new PortName("vpn");
    private static final Vlan TENANT = new Vlan(193);

    @TempDir
    private Path directory;

    private SwitchSession open(OpenVswitchBench bench) throws Exception {
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
                OpenVswitchBench.BRIDGE);
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

            session.apply(List.of(new PortStep.Park(PORT, new Vlan(999), false)));
            assertThat(bench.ping(Host.VM, Host.VPN)).isFalse();
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
}
