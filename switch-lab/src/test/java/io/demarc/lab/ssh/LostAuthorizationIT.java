/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.access.Deadline;
import io.demarc.access.Login;
import io.demarc.access.Secret;
import io.demarc.access.SshAlgorithms;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.VlanRanges;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.provision.PortProvisioner;
import io.demarc.switches.provision.PortReport;
import io.demarc.switches.provision.PortRules;
import io.demarc.switches.provision.PortTarget;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The AAA server goes away at any command of a session: nothing is believed that isn't so, and afterwards all is well. */
final class LostAuthorizationIT {
    private static final PortName PORT = new PortName("GigabitEthernet1/0/7");
    private static final Vlan TENANT = new Vlan(193);
    private static final Vlan PARKING = new Vlan(999);
    private static final int MORE_COMMANDS_THAN_A_CHANGE_HAS = 45;

    @TempDir
    private Path directory;

    @Test
    void authorizationThatIsLostInTheMiddleOfASessionProvesNothing() throws Exception {
        try (SimulatedIosSwitch device = SimulatedIosSwitch.named("tor-a1")
                .account(Account.withPassword("demarc", "secret"))
                .enableSecret("enable-me")
                .ports("GigabitEthernet1/0/", 1, 8)
                .start()) {
            PortTarget carry =
                    new PortTarget.Carry(PORT, TENANT, new PortDescription("demarc alice-vpn"), Set.of(TENANT));
            PortTarget idle = new PortTarget.Idle(PORT, Set.of(TENANT));
            for (int number = 1; number <= MORE_COMMANDS_THAN_A_CHANGE_HAS; number++) {
                tryWithout(device, carry, number);
                assertThat(provision(device, carry).orElseThrow().isAsWanted())
                        .as("attach %d", number)
                        .isTrue();
                assertThat(device.port(PORT.value()).carriesOnly(TENANT)).isTrue();
                tryWithout(device, idle, number);
                assertThat(provision(device, idle).orElseThrow().isAsWanted())
                        .as("release %d", number)
                        .isTrue();
                assertThat(device.port(PORT.value()).carriesOnly(PARKING)).isTrue();
            }
        }
    }

    private void tryWithout(SimulatedIosSwitch device, PortTarget target, int number) throws Exception {
        device.faults().rejectFrom(number, "Command authorization failed.\n\n");
        Optional<PortReport> report = provision(device, target);
        device.faults().clear();
        PortState really = device.port(PORT.value());
        report.filter(PortReport::isAsWanted).ifPresent(told -> {
            Vlan vlan = told.target() instanceof PortTarget.Carry carry ? carry.vlan() : PARKING;
            assertThat(really.carriesOnly(vlan))
                    .as("%d: %s, really %s", number, told, really)
                    .isTrue();
        });
        report.map(PortReport::after)
                .filter(after -> after.isProvenWithout(TENANT))
                .ifPresent(after -> assertThat(really.carries(TENANT))
                        .as("%d: %s", number, after)
                        .isFalse());
    }

    /** Empty when the session could not be had, or read. */
    private Optional<PortReport> provision(SimulatedIosSwitch device, PortTarget target) throws Exception {
        Path knownHosts = directory.resolve("known_hosts");
        Files.writeString(knownHosts, device.knownHostsLine() + "\n");
        SwitchName name = new SwitchName("tor-a1");
        SwitchAccess access = new SwitchAccess(
                name,
                "127.0.0.1",
                device.address().getPort(),
                new Login.Ssh("demarc", new Secret("secret"), null, null, new Secret("enable-me"), SshAlgorithms.USUAL),
                knownHosts,
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                null);
        PortRules rules = new PortRules(Map.of(PORT, Set.of()), VlanRanges.parse("100-199"), Set.of(), PARKING, true);
        Platform platform = Platforms.builtIn().find("cisco-ios");
        try (SwitchSession session =
                platform.open(access, Deadline.after(Duration.ofSeconds(30), InstantSource.system()))) {
            return Optional.of(new PortProvisioner(name, platform.capabilities(), InstantSource.system())
                    .provision(session, rules, List.of(target), changes -> {})
                    .reports()
                    .get(0));
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }
}
