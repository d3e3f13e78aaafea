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
import io.demarc.switches.cli.CliPlatform;
import io.demarc.switches.provision.PortProvisioner;
import io.demarc.switches.provision.PortReport;
import io.demarc.switches.provision.PortRules;
import io.demarc.switches.provision.PortTarget;
import io.demarc.switches.session.SwitchAccess;
import io.demarc.switches.session.SwitchSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The AAA server goes away at any command of a session: nothing is believed that isn't so, and afterwards all is well. */
final class LostAuthorizationTest {
    private static final SwitchName NAME = new SwitchName("tor-a1");
    private static final PortName PORT = new PortName("GigabitEthernet1/0/7");
    private static final Vlan TENANT = new Vlan(193);
    private static final Vlan PARKING = new Vlan(999);
    private static final String ENABLE = "enable-me";
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final int MORE_COMMANDS_THAN_A_CHANGE_HAS = 45;

    private final VirtualTime time = new VirtualTime();
    private final Faults faults = new Faults(reachable -> {});
    private final IosDevice device = new IosDevice("tor-a1", ENABLE, List.of(PORT.value()));
    private final CliPlatform platform = (CliPlatform) Platforms.builtIn().find("cisco-ios");

    @Test
    void authorizationThatIsLostInTheMiddleOfASessionProvesNothing() {
        PortTarget carry = new PortTarget.Carry(PORT, TENANT, new PortDescription("demarc alice-vpn"), Set.of(TENANT));
        PortTarget idle = new PortTarget.Idle(PORT, Set.of(TENANT));
        for (int number = 1; number <= MORE_COMMANDS_THAN_A_CHANGE_HAS; number++) {
            tryWithout(carry, number);
            assertThat(provision(carry).orElseThrow().isAsWanted())
                    .as("attach %d", number)
                    .isTrue();
            assertThat(really().carriesOnly(TENANT)).isTrue();
            tryWithout(idle, number);
            assertThat(provision(idle).orElseThrow().isAsWanted())
                    .as("release %d", number)
                    .isTrue();
            assertThat(really().carriesOnly(PARKING)).isTrue();
        }
    }

    private PortState really() {
        return device.state(PORT.value());
    }

    private void tryWithout(PortTarget target, int number) {
        faults.rejectFrom(number, "Command authorization failed.\n\n");
        Optional<PortReport> report = provision(target);
        faults.clear();
        report.filter(PortReport::isAsWanted).ifPresent(told -> {
            Vlan vlan = told.target() instanceof PortTarget.Carry carry ? carry.vlan() : PARKING;
            assertThat(really().carriesOnly(vlan))
                    .as("%d: %s, really %s", number, told, really())
                    .isTrue();
        });
        report.map(PortReport::after)
                .filter(after -> after.isProvenWithout(TENANT))
                .ifPresent(after -> assertThat(really().carries(TENANT))
                        .as("%d: %s", number, after)
                        .isFalse());
    }

    /** Empty when the session could not be had, or read. */
    private Optional<PortReport> provision(PortTarget target) {
        PortRules rules = new PortRules(Map.of(PORT, Set.of()), VlanRanges.parse("100-199"), Set.of(), PARKING, true);
        SpoiltShell shell = new SpoiltShell(
                new IosCli(device, false, false), faults, (command, output) -> output, Set.of(), new Random(0), time);
        try (SwitchSession session = platform.converse(shell, access(), Deadline.after(Duration.ofSeconds(60), time))) {
            return Optional.of(new PortProvisioner(NAME, platform.capabilities(), time)
                    .provision(session, rules, List.of(target), beginning -> {})
                    .reports()
                    .get(0));
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    private static SwitchAccess access() {
        return new SwitchAccess(
                NAME,
                "127.0.0.1",
                22,
                new Login.Ssh("demarc", new Secret("secret"), null, null, new Secret(ENABLE), SshAlgorithms.USUAL),
                null,
                SILENCE,
                SILENCE,
                null);
    }
}
