/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.access.Deadline;
import io.demarc.access.Login;
import io.demarc.access.Secret;
import io.demarc.access.SshAlgorithms;
import io.demarc.lab.real.OpenVswitchBench;
import io.demarc.lab.snmp.AgentUser;
import io.demarc.lab.snmp.SimulatedSnmpSwitch;
import io.demarc.lab.ssh.Account;
import io.demarc.lab.ssh.SimulatedIosSwitch;
import io.demarc.lab.ssh.SimulatedJunosSwitch;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortName;
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
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever is wished for whichever port, a switch is only ever written on its managed ports: told by the switch, which
 * notes every port that a command, a set or a transaction touched. Random wishes for all ports, from a seed, on every platform.
 */
class OnlyManagedPortsIT {
    private static final long SEED = 20261124;
    private static final String PASSWORD = "password-of-the-test";

    @TempDir
    Path directory;

    @Test
    void onCiscoIos() throws Exception {
        try (SimulatedIosSwitch device = SimulatedIosSwitch.named("sw")
                .account(Account.withPassword("demarc", PASSWORD))
                .enableSecret(PASSWORD)
                .ports("GigabitEthernet1/0/", 1, 8)
                .start()) {
            storm("cisco-ios", at(device.address()), ssh(), device.knownHostsLine(), numbered("GigabitEthernet1/0/"));
            assertThat(device.portsEverWritten())
                    .containsExactlyInAnyOrder("GigabitEthernet1/0/2", "GigabitEthernet1/0/5");
        }
    }

    @Test
    void onJunos() throws Exception {
        try (SimulatedJunosSwitch device = SimulatedJunosSwitch.named("sw")
                .account(Account.withPassword("demarc", PASSWORD))
                .ports("ge-0/0/", 1, 8)
                .start()) {
            storm("junos", at(device.address()), ssh(), device.knownHostsLine(), numbered("ge-0/0/"));
            assertThat(device.portsEverWritten()).containsExactlyInAnyOrder("ge-0/0/2", "ge-0/0/5");
        }
    }

    @ParameterizedTest
    @CsvSource({"snmp-qbridge, port", "snmp-cisco, GigabitEthernet1/0/"})
    void bySnmp(String platform, String prefix) throws Exception {
        SimulatedSnmpSwitch.Builder builder = SimulatedSnmpSwitch.named("sw")
                .user(AgentUser.v3("demarc", PASSWORD, PASSWORD))
                .ports(prefix, 1, 8);
        if (platform.equals("snmp-cisco")) {
            builder.cisco();
        }
        try (SimulatedSnmpSwitch device = builder.start()) {
            Login login = new Login.SnmpV3(
                    "demarc",
                    Login.AuthProtocol.SHA256,
                    new Secret(PASSWORD),
                    Login.PrivProtocol.AES128,
                    new Secret(PASSWORD),
                    null);
            storm(platform, at(device.address()), login, null, numbered(prefix));
            assertThat(device.portsEverWritten()).containsExactlyInAnyOrder(prefix + 2, prefix + 5);
        }
    }

    @Test
    void onARealOpenVswitch() throws Exception {
        try (OpenVswitchBench bench = OpenVswitchBench.start()) {
            List<String> before = portsEverWritten(bench);
            Login login = new Login.Ssh(
                    OpenVswitchBench.SSH_USER, null, new Secret(bench.privateKey()), null, null, SshAlgorithms.USUAL);
            storm(
                    "openvswitch",
                    new HostAndPort(bench.host(), OpenVswitchBench.SSH_PORT),
                    login,
                    bench.knownHostsLine(),
                    new Ports(List.of("vpn", "vpn2", "trunk", "br0", "vm", "br-hv", "nosuch"), List.of("vpn")));
            assertThat(portsEverWritten(bench).stream().skip(before.size())).containsOnly("vpn");
        }
    }

    /** The row of each change to the switch's table of ports, by its database's own log. */
    private static List<String> portsEverWritten(OpenVswitchBench bench) {
        return Pattern.compile("table Port (?:insert )?row \"?([^\" ]+)\"?")
                .matcher(bench.history())
                .results()
                .map(row -> row.group(1))
                .toList();
    }

    private record HostAndPort(String host, int port) {}

    private static HostAndPort at(InetSocketAddress address) {
        return new HostAndPort("127.0.0.1", address.getPort());
    }

    /** Ports that somebody may wish for, some of which the switch has, and those of them that are managed. */
    private record Ports(List<String> all, List<String> managed) {}

    private static Ports numbered(String prefix) {
        return new Ports(
                IntStream.rangeClosed(1, 9).mapToObj(i -> prefix + i).toList(), List.of(prefix + 2, prefix + 5));
    }

    private void storm(String platformName, HostAndPort at, Login login, @Nullable String knownHost, Ports ports)
            throws IOException {
        Platform platform = Platforms.builtIn().find(platformName);
        SwitchName name = new SwitchName("sw");
        Path knownHosts =
                knownHost == null ? null : Files.writeString(directory.resolve("known_hosts"), knownHost + "\n");
        SwitchAccess access = new SwitchAccess(
                name, at.host(), at.port(), login, knownHosts, Duration.ofSeconds(10), Duration.ofSeconds(10), null);
        PortRules rules = new PortRules(
                ports.managed().stream().collect(Collectors.toMap(PortName::new, port -> Set.of())),
                VlanRanges.parse("100-199"),
                Set.of(new Vlan(1), new Vlan(120)),
                new Vlan(999),
                true);
        PortProvisioner provisioner = new PortProvisioner(name, platform.capabilities(), InstantSource.system());
        Random random = new Random(SEED);
        List<PortReport> ofManaged = new ArrayList<>();
        try (SwitchSession session =
                platform.open(access, Deadline.after(Duration.ofMinutes(2), InstantSource.system()))) {
            for (int round = 0; round < 6; round++) {
                List<PortTarget> wishes = wishes(ports, random);
                List<PortReport> reports = provisioner
                        .provision(session, rules, wishes, changes -> {})
                        .reports();
                reports.stream()
                        .filter(report -> rules.managed().containsKey(report.port()))
                        .forEach(ofManaged::add);
                assertThat(reports)
                        .filteredOn(report -> !rules.managed().containsKey(report.port()))
                        .as("seed %d round %d", SEED, round)
                        .hasSize(ports.all().size() - ports.managed().size())
                        .allMatch(report -> report.outcome() == PortReport.Outcome.REFUSED);
            }
        }
        assertThat(ofManaged)
                .as("managed ports are written")
                .anyMatch(report -> report.outcome() == PortReport.Outcome.CHANGED);
    }

    private static List<PortTarget> wishes(Ports ports, Random random) {
        List<PortTarget> wishes = new ArrayList<>();
        for (String name : ports.all()) {
            PortName port = new PortName(name);
            Vlan vlan = new Vlan(random.nextBoolean() ? 100 + random.nextInt(100) : 1 + random.nextInt(4094));
            wishes.add(
                    random.nextInt(3) == 0
                            ? new PortTarget.Idle(port, Set.of(vlan))
                            : new PortTarget.Carry(
                                    port, vlan, PortDescription.from("x\"; reload\n" + name), Set.of(vlan)));
        }
        return wishes;
    }

    private static Login ssh() {
        return new Login.Ssh("demarc", new Secret(PASSWORD), null, null, new Secret(PASSWORD), SshAlgorithms.USUAL);
    }
}
