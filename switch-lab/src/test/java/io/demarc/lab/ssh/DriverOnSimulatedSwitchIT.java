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

/** The platform engine and the simulated switch agree, although they were written apart. */
final class DriverOnSimulatedSwitchIT {
    private static final PortName PORT = new PortName("GigabitEthernet1/0/7");
    private static final Vlan TENANT = new Vlan(193);

    @TempDir
    private Path directory;

    private final SimulatedIosSwitch device = SimulatedIosSwitch.named("tor-a1")
            .account(Account.withPassword("demarc", "secret"))
            .enableSecret("enable-me")
            .ports("GigabitEthernet1/0/", 1, 8)
            .start();

    @AfterEach
    void stop() {
        device.close();
    }

    private SwitchSession open() throws Exception {
        Path knownHosts = directory.resolve("known_hosts");
        Files.writeString(knownHosts, device.knownHostsLine() + "\n");
        Login login =
                new Login.Ssh("demarc", new Secret("secret"), null, null, new Secret("enable-me"), SshAlgorithms.USUAL);
        SwitchAccess access = new SwitchAccess(
                new SwitchName("tor-a1"),
                "127.0.0.1",
                device.address().getPort(),
                login,
                knownHosts,
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                null);
        return Platforms.builtIn()
                .find("cisco-ios")
                .open(access, Deadline.after(Duration.ofSeconds(30), InstantSource.system()));
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
    void attachesReadsBackAndSaves() throws Exception {
        try (SwitchSession session = open()) {
            session.apply(List.of(
                    new PortStep.CreateVlan(TENANT, "demarc-193"),
                    new PortStep.Shut(PORT),
                    new PortStep.Attach(PORT, TENANT, new PortDescription("demarc alice-vpn")),
                    new PortStep.Enable(PORT)));
            session.save();
            PortState read = session.observe(Set.of(PORT)).port(PORT).orElseThrow();
            assertThat(read.carriesOnly(TENANT)).isTrue();
            assertThat(read.description()).isEqualTo("demarc alice-vpn");
        }
        assertThat(device.port("Gi1/0/7").carriesOnly(TENANT)).isTrue();
        assertThat(device.run("show startup-config")).contains("switchport access vlan 193");
        assertThat(device.portsEverWritten()).containsExactly("GigabitEthernet1/0/7");
    }

    @Test
    void readsEvidenceOfUplinksAndChannels() throws Exception {
        device.configure(
                "interface Gi1/0/1", "switchport mode trunk", "interface Gi1/0/2", "channel-group 1 mode active");
        device.plug("Gi1/0/1", LldpNeighbour.bridge("core1", "Eth1/1"));
        device.plug("Gi1/0/2");
        device.plug("Gi1/0/7", "02:00:5e:00:53:07");
        try (SwitchSession session = open()) {
            Observation seen = session.observe(Set.of());
            assertThat(seen.ports()).hasSizeGreaterThanOrEqualTo(8);
            assertThat(seen.evidenceFor(new PortName("GigabitEthernet1/0/1")).neighbour())
                    .isNotNull();
            assertThat(seen.evidenceFor(new PortName("GigabitEthernet1/0/2")).lag())
                    .isNotNull();
            assertThat(session.locate("02:00:5e:00:53:07")).contains(PORT);
        }
    }

    @Test
    void tellsWhoIsHeardOnAPortAndWhen() throws Exception {
        PortName silent = new PortName("GigabitEthernet1/0/8");
        device.plug("Gi1/0/7", "02:00:5e:00:53:08", "02:00:5e:00:53:07");
        try (SwitchSession session = open()) {
            assertThat(session.traffic(Set.of(PORT, silent)))
                    .isEqualTo(Map.of(
                            PORT,
                            PortTraffic.of(List.of("02:00:5e:00:53:07", "02:00:5e:00:53:08"), Duration.ofSeconds(2)),
                            silent,
                            PortTraffic.of(List.of(), null)));
            assertThat(session.traffic(Set.of())).isEmpty();
        }
        assertThat(device.portsEverWritten()).isEmpty();
    }

    @Test
    void whatASwitchRefusesToSayOfAPortIsNotTold() throws Exception {
        device.plug("Gi1/0/7", "02:00:5e:00:53:07");
        device.faults()
                .reject("show mac address-table interface GigabitEthernet1/0/7", "% Authorization failed.")
                .reject("show interfaces GigabitEthernet1/0/7", "% Authorization failed.");
        try (SwitchSession session = open()) {
            assertThat(session.traffic(Set.of(PORT))).isEmpty();
            assertThat(session.observe(Set.of(PORT)).port(PORT)).isPresent();
        }
    }

    @Test
    void aSwitchThatFallsSilentIsNoSwitchThatHeardNobody() throws Exception {
        device.faults().hangOn("show mac address-table interface GigabitEthernet1/0/7");
        try (SwitchSession session = open()) {
            assertThatThrownBy(() -> session.traffic(Set.of(PORT)))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.problem().code()).isEqualTo(ProblemCode.SWITCH_TIMEOUT));
        }
    }

    @Test
    void understandsASwitchThatIsHardToUnderstand() throws Exception {
        device.faults()
                .banner("Authorised use only\nfake#\n")
                .ansiCodes(true)
                .characterByCharacter(Duration.ZERO)
                .syslog("*Mar  1 00:12:44.123: %LINK-3-UPDOWN: Interface GigabitEthernet1/0/3, changed state to up");
        try (SwitchSession session = open()) {
            session.apply(List.of(new PortStep.Park(PORT, new Vlan(999), true)));
            PortState read = session.observe(Set.of(PORT)).port(PORT).orElseThrow();
            assertThat(read.carriesOnly(new Vlan(999))).isTrue();
            assertThat(read.adminUp()).isFalse();
        }
    }

    @Test
    void reportsRejectionsAndSilence() throws Exception {
        device.faults().reject("switchport access vlan 193", "Command rejected: not today.");
        try (SwitchSession session = open()) {
            assertThatThrownBy(() -> session.apply(
                            List.of(new PortStep.Attach(PORT, TENANT, new PortDescription("demarc alice-vpn")))))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.problem().code()).isEqualTo(ProblemCode.SWITCH_REJECTED));
        }
        device.faults().clear().hangOn("show vlan brief");
        try (SwitchSession session = open()) {
            assertThatThrownBy(() -> session.observe(Set.of(PORT)))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.problem().code()).isEqualTo(ProblemCode.SWITCH_TIMEOUT));
        }
    }
}
