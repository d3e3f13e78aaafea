/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.demarc.access.Deadline;
import io.demarc.access.Login;
import io.demarc.access.Secret;
import io.demarc.access.SshAlgorithms;
import io.demarc.lab.ground.LldpNeighbour;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Observation;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortEvidence.Neighbour;
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
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The junos definition and the simulated Junos switch agree, although they were written apart. */
final class DriverOnSimulatedJunosIT {
    private static final PortName PORT = new PortName("ge-0/0/5");
    private static final Vlan TENANT = new Vlan(193);
    private static final List<PortStep> ATTACH = List.of(
            new PortStep.CreateVlan(TENANT, "demarc-193"),
            new PortStep.Attach(PORT, TENANT, new PortDescription("demarc alice-vpn")),
            new PortStep.Enable(PORT));

    @TempDir
    private Path directory;

    private final SimulatedJunosSwitch device = SimulatedJunosSwitch.named("leaf7")
            .account(Account.withPassword("demarc", "secret"))
            .ports("ge-0/0/", 0, 7)
            .start();

    @AfterEach
    void stop() {
        device.close();
    }

    private SwitchSession open() throws Exception {
        Path knownHosts = directory.resolve("known_hosts");
        Files.writeString(knownHosts, device.knownHostsLine() + "\n");
        SwitchAccess access = new SwitchAccess(
                new SwitchName("leaf7"),
                "127.0.0.1",
                device.address().getPort(),
                new Login.Ssh("demarc", new Secret("secret"), null, null, null, SshAlgorithms.USUAL),
                knownHosts,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                null);
        return Platforms.builtIn()
                .find("junos")
                .open(access, Deadline.after(Duration.ofSeconds(60), InstantSource.system()));
    }

    @Test
    void tellsHowLongItHasRunAndThatItRestarted() throws Exception {
        try (SwitchSession session = open()) {
            assertThat(session.uptime())
                    .hasValueSatisfying(
                            uptime -> assertThat(uptime).isBetween(Duration.ofDays(23), Duration.ofDays(24)));
        }
        device.reboot();
        try (SwitchSession session = open()) {
            assertThat(session.uptime())
                    .hasValueSatisfying(uptime -> assertThat(uptime).isLessThan(Duration.ofMinutes(2)));
        }
    }

    @Test
    void commitsReadsBackAndConfirms() throws Exception {
        device.configure(
                "set vlans parking vlan-id 999",
                "set interfaces ge-0/0/5 unit 0 family ethernet-switching vlan members parking",
                "set interfaces ge-0/0/5 disable");
        try (SwitchSession session = open()) {
            PortState before = session.observe(Set.of(PORT)).port(PORT).orElseThrow();
            assertThat(before.carriesOnly(new Vlan(999))).isTrue();
            assertThat(before.adminUp()).isFalse();

            session.apply(ATTACH);
            Observation seen = session.observe(Set.of(PORT));
            PortState read = seen.port(PORT).orElseThrow();
            assertThat(read.carriesOnly(TENANT)).as(read.inWords()).isTrue();
            assertThat(read.adminUp()).isTrue();
            assertThat(read.description()).isEqualTo("demarc alice-vpn");
            assertThat(seen.vlans()).contains(TENANT);
            assertThat(seen.port(PORT).orElseThrow().contradiction()).isNull();
            session.confirm();
        }
        assertThat(device.port("ge-0/0/5").carriesOnly(TENANT)).isTrue();
        assertThat(device.portsEverWritten()).containsExactly("ge-0/0/5");
    }

    @Test
    void takesBackWhatIsNotConfirmed() throws Exception {
        device.configure(
                "set vlans parking vlan-id 999",
                "set interfaces ge-0/0/5 unit 0 family ethernet-switching vlan members parking");
        try (SwitchSession session = open()) {
            session.apply(ATTACH);
            assertThat(device.port("ge-0/0/5").carriesOnly(TENANT)).isTrue();
            session.rollBack();
            PortState read = session.observe(Set.of(PORT)).port(PORT).orElseThrow();
            assertThat(read.carriesOnly(new Vlan(999))).as(read.inWords()).isTrue();
        }
        assertThat(device.port("ge-0/0/5").carriesOnly(new Vlan(999))).isTrue();
    }

    @Test
    void leavesNothingInTheCandidateAfterARejectedCommit() throws Exception {
        try (SwitchSession session = open()) {
            assertThatThrownBy(() -> session.apply(
                            List.of(new PortStep.Attach(PORT, TENANT, new PortDescription("no such VLAN")))))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.problem().code()).isEqualTo(ProblemCode.SWITCH_REJECTED));
            session.apply(ATTACH);
            session.confirm();
        }
        assertThat(device.port("ge-0/0/5").carriesOnly(TENANT)).isTrue();
    }

    @Test
    void saysThatALockedConfigurationIsBusyAndGoesOnLater() throws Exception {
        device.lockConfiguration("alice");
        try (SwitchSession session = open()) {
            assertThatThrownBy(() -> session.apply(ATTACH))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.problem().code()).isEqualTo(ProblemCode.SWITCH_BUSY));
            device.unlockConfiguration();
            session.apply(ATTACH);
            session.confirm();
        }
        assertThat(device.port("ge-0/0/5").carriesOnly(TENANT)).isTrue();
    }

    @Test
    void readsTrunksNeighboursAndWhereAnAddressIs() throws Exception {
        device.configure(
                "set vlans office vlan-id 30",
                "set vlans phones vlan-id 31",
                "set interfaces ge-0/0/1 native-vlan-id 30",
                "set interfaces ge-0/0/1 unit 0 family ethernet-switching interface-mode trunk",
                "set interfaces ge-0/0/1 unit 0 family ethernet-switching vlan members [ office phones ]",
                "set interfaces ge-0/0/2 ether-options 802.3ad ae0",
                "set interfaces ge-0/0/5 unit 0 family ethernet-switching vlan members office");
        device.plug("ge-0/0/1", LldpNeighbour.bridge("spine1", "Ethernet7"));
        device.plug("ge-0/0/5", "02:00:5e:00:53:07");
        device.plug("ge-0/0/6", LldpNeighbour.station("acme-box", "eth0"));
        try (SwitchSession session = open()) {
            Observation seen = session.observe(Set.of());
            PortState trunk = seen.port(new PortName("ge-0/0/1")).orElseThrow();
            assertThat(trunk.inWords()).startsWith("trunk, VLAN 30 untagged, tagged 31");
            assertThat(seen.evidenceFor(trunk.port()).neighbour())
                    .isEqualTo(new Neighbour("spine1", "Ethernet7", true));
            assertThat(seen.evidenceFor(new PortName("ge-0/0/6")).neighbour())
                    .isEqualTo(new Neighbour("acme-box", "eth0", false));
            assertThat(seen.evidenceFor(new PortName("ge-0/0/2")).lag()).isEqualTo("ae0");
            assertThat(session.locate("02:00:5E:00:53:07")).contains(PORT);
            assertThat(session.locate("02:00:5E:00:53:08")).isEmpty();
            assertThat(session.traffic(Set.of(PORT, trunk.port())))
                    .isEqualTo(Map.of(
                            PORT,
                            PortTraffic.of(List.of("02:00:5e:00:53:07"), null),
                            trunk.port(),
                            PortTraffic.of(List.of(), null)));
        }
    }
}
