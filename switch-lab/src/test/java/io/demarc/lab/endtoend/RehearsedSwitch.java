/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.demarc.access.Deadline;
import io.demarc.access.Login;
import io.demarc.access.Secret;
import io.demarc.access.SshAlgorithms;
import io.demarc.access.ssh.SshConnection;
import io.demarc.access.ssh.SshTarget;
import io.demarc.lab.real.OpenVswitchBench;
import io.demarc.lab.snmp.AgentUser;
import io.demarc.lab.snmp.SimulatedSnmpSwitch;
import io.demarc.lab.ssh.Account;
import io.demarc.lab.ssh.SimulatedCliSwitch;
import io.demarc.lab.ssh.SimulatedIosSwitch;
import io.demarc.lab.ssh.SimulatedJunosSwitch;
import io.demarc.switches.PortDescription;
import io.demarc.switches.PortName;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import io.demarc.switches.catalogue.Platforms;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.SwitchAccess;
import io.demarc.switches.session.SwitchSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A switch of each platform, set up past the driver, with what it received that could have changed something. VLANs 150, 160, 161
 * and 999 exist. One caller at a time.
 */
abstract class RehearsedSwitch implements AutoCloseable {
    private static final String USER = "demarc";
    private static final String PASSWORD = "password-of-the-test";

    abstract String platform();

    /** The name of the first or second port. */
    abstract PortName port(int number);

    abstract void access(PortName port, int vlan, boolean isUp);

    /** VLAN 1 untagged where the platform wants one, VLAN 160 tagged, up. */
    abstract void trunk(PortName port);

    abstract SwitchAccess access();

    /** Lines that change its configuration, as a person types them: where it has no command line, none can be. */
    void type(List<String> lines) {
        throw new UnsupportedOperationException(platform() + ": " + lines);
    }

    /** Its entry in an inventory, without ports; the secrets are put into files of this directory. */
    final String entry(String name, Path directory) {
        SwitchAccess access = access();
        return "  - name: " + name + "\n    platform: " + platform() + "\n    address: " + access.host() + ":"
                + access.port() + "\n    login: " + login(directory) + "\n";
    }

    abstract String login(Path directory);

    /** A reference to a file with the secret, mode 0600. */
    static String secret(Path directory, String name, String value) {
        try {
            Path file = Files.writeString(directory.resolve(name), value);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return "'${file:" + file + "}'";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The line of a known_hosts file that vouches for it; empty where it has no host key. */
    abstract String knownHostsLine();

    /** What it says of the port itself, past the driver: whether it is in this VLAN and no other. */
    abstract boolean isIn(PortName port, int vlan);

    /** Connects something to the port. */
    abstract void plug(PortName port);

    /** By its own account, whoever did it: what has changed anything, or could have; a save as well. */
    abstract List<String> received();

    /** Everything that the switch received so far, but for what only reads, logs in or sets up a terminal. */
    abstract List<String> changesReceived(SwitchSession session);

    /** A line of a rehearsal in the words of {@link #changesReceived}. */
    String asReceived(String line) {
        return line;
    }

    @Override
    public abstract void close();

    SwitchSession open() {
        Platform platform = Platforms.builtIn().find(platform());
        return platform.open(access(), Deadline.after(Duration.ofMinutes(1), InstantSource.system()));
    }

    static RehearsedSwitch of(String platform, Path directory) {
        return switch (platform) {
            case "cisco-ios" -> new Ios(directory);
            case "junos" -> new Junos(directory);
            case "openvswitch" -> new OpenVswitch(directory);
            case "snmp-qbridge", "snmp-cisco" -> new Snmp(platform);
            default -> throw new IllegalArgumentException(platform);
        };
    }

    private static SwitchAccess accessTo(
            InetSocketAddress address, Login login, @Nullable Path knownHosts, @Nullable String bridge) {
        return new SwitchAccess(
                new SwitchName("sw"),
                address.getHostString(),
                address.getPort(),
                login,
                knownHosts,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                bridge);
    }

    private static Path knownHosts(Path directory, String line) {
        try {
            return Files.writeString(directory.resolve("known_hosts"), line + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private abstract static class Cli extends RehearsedSwitch {
        private static final Predicate<String> READS = Pattern.compile(
                        "|(?:run )?show .*|terminal .*|set cli .*|enable|cli")
                .asMatchPredicate();

        private final SimulatedCliSwitch device;
        private final Path knownHosts;

        Cli(SimulatedCliSwitch device, Path directory) {
            this.device = device;
            this.knownHosts = knownHosts(directory, device.knownHostsLine());
        }

        final void configure(String... lines) {
            device.configure(lines);
        }

        @Override
        final void type(List<String> lines) {
            assertThat(device.configure(lines.toArray(String[]::new)))
                    .as("what %s answers to %s", platform(), lines)
                    .doesNotContain("%", "error");
        }

        @Override
        final SwitchAccess access() {
            Secret secret = new Secret(PASSWORD);
            return accessTo(
                    device.address(),
                    new Login.Ssh(USER, secret, null, null, enable(secret), SshAlgorithms.USUAL),
                    knownHosts,
                    null);
        }

        abstract @Nullable Secret enable(Secret secret);

        @Override
        final String login(Path directory) {
            String password = secret(directory, platform(), PASSWORD);
            return "{ user: " + USER + ", password: " + password
                    + (enable(new Secret(PASSWORD)) == null ? " }" : ", enable: " + password + " }");
        }

        @Override
        final String knownHostsLine() {
            return device.knownHostsLine();
        }

        @Override
        final boolean isIn(PortName port, int vlan) {
            return device.port(port.value()).carriesOnly(new Vlan(vlan));
        }

        @Override
        final void plug(PortName port) {
            device.plug(port.value(), "02:00:5e:00:53:07");
        }

        /** A session ends with a word of leave. */
        @Override
        final List<String> received() {
            return device.commandsReceived().stream()
                    .filter(READS.negate())
                    .filter(line -> !line.equals("exit"))
                    .toList();
        }

        @Override
        final List<String> changesReceived(SwitchSession session) {
            return device.commandsReceived().stream().filter(READS.negate()).toList();
        }

        @Override
        public final void close() {
            device.close();
        }
    }

    private static final class Ios extends Cli {
        Ios(Path directory) {
            super(
                    SimulatedIosSwitch.named("sw")
                            .account(Account.withPassword(USER, PASSWORD))
                            .enableSecret(PASSWORD)
                            .ports("GigabitEthernet1/0/", 1, 4)
                            .start(),
                    directory);
            configure(
                    "vlan 150", "name blue", "vlan 160", "name green", "vlan 161", "vlan 999", "name parking", "exit");
        }

        @Override
        String platform() {
            return "cisco-ios";
        }

        @Override
        PortName port(int number) {
            return new PortName("GigabitEthernet1/0/" + number);
        }

        @Override
        Secret enable(Secret secret) {
            return secret;
        }

        @Override
        void access(PortName port, int vlan, boolean isUp) {
            configure(
                    "interface " + port,
                    "switchport mode access",
                    "switchport access vlan " + vlan,
                    isUp ? "no shutdown" : "shutdown");
        }

        @Override
        void trunk(PortName port) {
            configure(
                    "interface " + port,
                    "switchport mode trunk",
                    "switchport trunk allowed vlan 1,160",
                    "description uplink",
                    "no shutdown");
        }
    }

    private static final class Junos extends Cli {
        Junos(Path directory) {
            super(
                    SimulatedJunosSwitch.named("sw")
                            .account(Account.withPassword(USER, PASSWORD))
                            .ports("ge-0/0/", 1, 4)
                            .start(),
                    directory);
            configure(
                    "set vlans blue vlan-id 150",
                    "set vlans green vlan-id 160",
                    "set vlans lime vlan-id 161",
                    "set vlans parking vlan-id 999",
                    "set vlans first vlan-id 1");
        }

        @Override
        String platform() {
            return "junos";
        }

        @Override
        PortName port(int number) {
            return new PortName("ge-0/0/" + number);
        }

        @Override
        @Nullable
        Secret enable(Secret secret) {
            return null;
        }

        @Override
        void access(PortName port, int vlan, boolean isUp) {
            List<String> lines = new ArrayList<>();
            lines.add("set interfaces " + port + " unit 0 family ethernet-switching interface-mode access");
            lines.add("set interfaces " + port + " unit 0 family ethernet-switching vlan members " + vlan);
            if (!isUp) {
                lines.add("set interfaces " + port + " disable");
            }
            configure(lines.toArray(String[]::new));
        }

        @Override
        void trunk(PortName port) {
            configure(
                    "set interfaces " + port + " native-vlan-id 1",
                    "set interfaces " + port + " description uplink",
                    "set interfaces " + port + " unit 0 family ethernet-switching interface-mode trunk",
                    "set interfaces " + port + " unit 0 family ethernet-switching vlan members [ first green ]");
        }
    }

    private static final class Snmp extends RehearsedSwitch {
        private static final Pattern ENUMERATED = Pattern.compile("[a-zA-Z]+\\((\\d+)\\)$");
        private static final Pattern COPY_ROW = Pattern.compile("^(ccCopy\\w+)\\.\\d+");

        private final String platform;
        private final SimulatedSnmpSwitch device;

        Snmp(String platform) {
            this.platform = platform;
            SimulatedSnmpSwitch.Builder builder = SimulatedSnmpSwitch.named("sw")
                    .user(AgentUser.v3(USER, PASSWORD, PASSWORD))
                    .ports(isCisco() ? "GigabitEthernet1/0/" : "port", 1, 16);
            if (isCisco()) {
                builder.cisco();
            }
            device = builder.start();
            device.console()
                    .createVlan(150, "blue")
                    .createVlan(160, "green")
                    .createVlan(161, "lime")
                    .createVlan(999, "parking");
        }

        private boolean isCisco() {
            return platform.equals("snmp-cisco");
        }

        @Override
        String platform() {
            return platform;
        }

        @Override
        PortName port(int number) {
            return new PortName((isCisco() ? "GigabitEthernet1/0/" : "port") + number);
        }

        @Override
        void access(PortName port, int vlan, boolean isUp) {
            device.console().access(port.value(), vlan);
            if (isUp) {
                device.console().enable(port.value());
            } else {
                device.console().shut(port.value());
            }
        }

        @Override
        void trunk(PortName port) {
            if (isCisco()) {
                device.console().trunk(port.value(), 1, 1, 160);
            } else {
                device.console().access(port.value(), 1).tagged(port.value(), 160);
            }
            device.console().enable(port.value()).label(port.value(), "uplink");
        }

        @Override
        SwitchAccess access() {
            Secret secret = new Secret(PASSWORD);
            return accessTo(
                    device.address(),
                    new Login.SnmpV3(USER, Login.AuthProtocol.SHA256, secret, Login.PrivProtocol.AES128, secret, null),
                    null,
                    null);
        }

        @Override
        String login(Path directory) {
            String password = secret(directory, platform, PASSWORD);
            return "{ user: " + USER + ", auth: { protocol: SHA256, secret: " + password
                    + " }, priv: { protocol: AES128, secret: " + password + " } }\n    release-unsaved: allowed";
        }

        @Override
        String knownHostsLine() {
            return "";
        }

        @Override
        boolean isIn(PortName port, int vlan) {
            return device.portSays(port.value()).contains(", untagged " + vlan + ", tagged none, pvid " + vlan + ",");
        }

        @Override
        void plug(PortName port) {
            device.plug(port.value(), "02:00:5e:00:53:07");
        }

        @Override
        List<String> received() {
            return device.setsReceived().stream().flatMap(List::stream).toList();
        }

        /** The number of a copy's row is drawn anew each time. */
        @Override
        List<String> changesReceived(SwitchSession session) {
            return device.setsReceived().stream()
                    .flatMap(List::stream)
                    .map(Snmp::plain)
                    .toList();
        }

        /** A port list's words end with what is set; a number may have its name before it. */
        @Override
        String asReceived(String line) {
            String object = line.substring("set ".length(), line.indexOf(" = "));
            String value = line.substring(line.lastIndexOf(" = ") + " = ".length());
            return plain(
                    object + " = " + ENUMERATED.matcher(value).replaceAll("$1").replaceAll("^\"(.*)\"$", "$1"));
        }

        private static String plain(String line) {
            return COPY_ROW.matcher(line).replaceAll("$1.<row>").toLowerCase(Locale.ROOT);
        }

        @Override
        public void close() {
            device.close();
        }
    }

    /** A real one: what it received is what the session says that it typed. */
    private static final class OpenVswitch extends RehearsedSwitch {
        private static final Predicate<String> WRITES = Pattern.compile(
                        "> (?:ip link set .*|ovs-vsctl --timeout=\\d+ -- .*)")
                .asMatchPredicate();

        private final OpenVswitchBench bench = OpenVswitchBench.start();
        private final Path knownHosts;

        OpenVswitch(Path directory) {
            knownHosts = knownHosts(directory, bench.knownHostsLine());
        }

        @Override
        String platform() {
            return "openvswitch";
        }

        @Override
        PortName port(int number) {
            return new PortName(number == 1 ? "vpn" : "vpn2");
        }

        @Override
        void access(PortName port, int vlan, boolean isUp) {
            try (SwitchSession session = open()) {
                session.apply(List.of(
                        new PortStep.Attach(port, new Vlan(vlan), new PortDescription("before")),
                        isUp ? new PortStep.Enable(port) : new PortStep.Shut(port)));
            }
        }

        @Override
        void trunk(PortName port) {
            access(port, 1, true);
            bench.vsctl("set", "Port", port.value(), "vlan_mode=native-untagged", "tag=1", "trunks=160");
        }

        @Override
        void type(List<String> lines) {
            SwitchAccess access = access();
            SshTarget target = new SshTarget(
                    SshTarget.Kind.SWITCH,
                    access.name().value(),
                    access.host(),
                    access.port(),
                    access.knownHosts(),
                    access.connectTimeout(),
                    access.commandTimeout());
            Deadline deadline = Deadline.after(Duration.ofMinutes(1), InstantSource.system());
            try (SshConnection connection = SshConnection.open(target, (Login.Ssh) access.login(), deadline)) {
                for (String line : lines) {
                    SshConnection.Finished finished = connection.run(line, deadline);
                    assertThat(finished == null ? "not in time" : finished.complaints() + finished.status())
                            .as(line)
                            .isEqualTo("0");
                }
            }
        }

        @Override
        SwitchAccess access() {
            return accessTo(
                    InetSocketAddress.createUnresolved(bench.host(), OpenVswitchBench.SSH_PORT),
                    new Login.Ssh(
                            OpenVswitchBench.SSH_USER,
                            null,
                            new Secret(bench.privateKey()),
                            null,
                            null,
                            SshAlgorithms.USUAL),
                    knownHosts,
                    OpenVswitchBench.BRIDGE);
        }

        @Override
        String login(Path directory) {
            return "{ user: " + OpenVswitchBench.SSH_USER + ", private-key: "
                    + secret(directory, platform(), bench.privateKey()) + " }\n    bridge: " + OpenVswitchBench.BRIDGE;
        }

        @Override
        String knownHostsLine() {
            return bench.knownHostsLine();
        }

        @Override
        boolean isIn(PortName port, int vlan) {
            return bench.vsctl("get", "Port", port.value(), "vlan_mode", "tag", "trunks")
                    .lines()
                    .toList()
                    .equals(List.of("access", Integer.toString(vlan), "[]"));
        }

        /** Something always is. */
        @Override
        void plug(PortName port) {}

        /** Its database's own log. */
        @Override
        List<String> received() {
            return bench.history().lines().toList();
        }

        @Override
        List<String> changesReceived(SwitchSession session) {
            return session.transcript().stream()
                    .filter(WRITES)
                    .map(line -> line.substring("> ".length()))
                    .toList();
        }

        @Override
        public void close() {
            bench.close();
        }
    }
}
