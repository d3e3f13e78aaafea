/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.real;

import io.demarc.lab.ground.BenchKeys;
import io.demarc.lab.ground.BenchNumber;
import io.demarc.lab.ground.BenchScript;
import io.demarc.lab.ground.HostCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A real switch: Open vSwitch with its userspace datapath, behind a real sshd and a real net-snmp agent that serves
 * Q-BRIDGE-MIB over it, read-write; around it two tenants' virtual machines and two appliances, each a network
 * namespace. Needs root and the Debian packages that {@code bin/install-test-packages} installs. Several can run side by
 * side. Closing it ends every process, namespace and file of it; so does the end of the JVM, even a sudden one. One caller
 * at a time.
 */
public final class OpenVswitchBench implements AutoCloseable {
    /** The bridge that plays the data-centre switch. */
    public static final String BRIDGE = "br0";

    public static final String SSH_USER = "root";
    public static final int SSH_PORT = 22;
    public static final int SNMP_PORT = 161;
    public static final String SNMP_USER = "demarc";
    /** SHA-256. */
    public static final String SNMP_AUTH_SECRET = "laboratory-auth";
    /** AES-128. */
    public static final String SNMP_PRIV_SECRET = "laboratory-priv";

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MOST_PINGS = 30;
    private static final List<String> PROGRAMS = List.of(
            "ovs-vswitchd openvswitch-switch",
            "ovs-vsctl openvswitch-common",
            "sshd openssh-server",
            "ssh-keygen openssh-client",
            "snmpd snmpd",
            "snmpget snmp",
            "tcpdump tcpdump",
            "ethtool ethtool",
            "ip iproute2",
            "ping iputils-ping",
            "sysctl procps",
            "perl perl");

    private static final String NAME = "Open vSwitch bench";

    private final Path state;
    private final BenchNumber number;
    private final BenchScript script;

    /** A host around the switch; the appliances' hosts are also the names of their switch ports. */
    public enum Host {
        VM("vm", "10.50.1.1"),
        OTHER_VM("vm2", "10.50.1.2"),
        VPN("vpn", "10.50.1.3"),
        OTHER_VPN("vpn2", "10.50.1.4");

        private final String port;
        private final String address;

        Host(String port, String address) {
            this.port = port;
            this.address = address;
        }

        /** The name of the host's interface on the switch's side. */
        public String port() {
            return port;
        }

        public String address() {
            return address;
        }
    }

    private OpenVswitchBench(BenchScript unpacked) {
        state = unpacked.directory();
        number = BenchNumber.claim(unpacked);
        script = number.of(unpacked);
        script.up(number.hostAddress(), number.switchAddress());
    }

    /**
     * Starts it, in about two seconds.
     *
     * @throws IllegalStateException when not root, or when a program is missing, naming its Debian package
     */
    public static OpenVswitchBench start() {
        BenchScript.requireMachine(NAME, "makes network namespaces", PROGRAMS);
        if (!process("/usr/bin/perl", "-MNetSNMP::agent", "-e", "1").isSuccess()) {
            BenchScript.requirePackages(NAME, List.of("libsnmp-perl"));
        }
        return new OpenVswitchBench(BenchScript.unpack(
                NAME, OpenVswitchBench.class, "open-vswitch-bench.sh", "qbridge-agent.pl", "OpenVswitch.pm"));
    }

    /** Where sshd (TCP, {@link #SSH_PORT}) and snmpd (UDP, {@link #SNMP_PORT}) listen. */
    public String host() {
        return number.switchAddress();
    }

    /** Text of the private key that {@link #SSH_USER} logs in with. */
    public String privateKey() {
        return new BenchKeys(state).privateKey();
    }

    /** The switch's host key as a line of an OpenSSH known_hosts file. */
    public String knownHostsLine() {
        return new BenchKeys(state).knownHostsLine(host());
    }

    /** What the hypervisor does when a virtual machine's network has got its VLAN. */
    public void plug(Host vm, int vlan) {
        vsctl("set", "port", vm.port(), "tag=" + vlan);
    }

    /** What somebody does on the switch by hand: {@code ovs-vsctl} with these arguments. */
    public String vsctl(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("ovs-vsctl", "--db=unix:" + state + "/run/db.sock", "--timeout=10"));
        command.addAll(List.of(arguments));
        return run(command.toArray(new String[0]));
    }

    /** Every transaction of the switch's database since its start, as {@code ovsdb-tool show-log} tells it. */
    public String history() {
        return run("ovsdb-tool", "-mm", "show-log", state.resolve("run/conf.db").toString());
    }

    /** What the switch itself says of a port, for people. */
    public String switchSays(Host appliance) {
        String link = run("ip", "-n", number.namespace("switch"), "-br", "link", "show", "dev", appliance.port());
        return vsctl("--columns=name,vlan_mode,tag,trunks", "list", "port", appliance.port())
                        .strip() + "\nlink                : " + link.split("\\s+")[1];
    }

    /** Whether a ping is answered within four seconds, the question for the MAC address included. */
    public boolean ping(Host from, Host to) {
        run("ip", "-n", namespace(from), "neigh", "flush", "dev", "eth0", "nud", "all");
        return process(number.words(from.port(), "ping", "-q", "-c", "1", "-i", "0.2", "-w", "4", to.address()))
                .isSuccess();
    }

    /** Begins to send from one host to the other, until the result is ended or closed. */
    public Traffic traffic(Host from, Host to) {
        return Traffic.start(number.words(from.port(), "ping", "-n", "-i", "0.02", "-w", "600", to.address()));
    }

    /** The MAC address of the host's interface. */
    public String mac(Host host) {
        return run(number.words(host.port(), "cat", "/sys/class/net/eth0/address"))
                .strip();
    }

    /** Starts to record every frame that arrives at the host; returns when it really listens. */
    public Capture capture(Host host) {
        return Capture.start(namespace(host));
    }

    /** The host sends ten broadcasts a second, for at most ten minutes, until the result is closed. */
    public AutoCloseable noise(Host host) {
        try {
            Process process = new ProcessBuilder(
                            number.words(host.port(), "ping", "-q", "-b", "-i", "0.1", "-w", "600", "10.50.1.255"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process::destroy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Cuts the management link, or mends it, and returns when the switch answers again: at the switch's end, so that nothing
     * meant for it takes another way.
     */
    public void setReachable(boolean reachable) {
        run("ip", "-n", number.namespace("switch"), "link", "set", "mgmt0", reachable ? "up" : "down");
        // This machine may be giving up on an earlier question for the switch's MAC just now: "no route to host".
        for (int attempt = 0; reachable && !isAnswering(); attempt++) {
            if (attempt == MOST_PINGS) {
                throw new IllegalStateException("The switch at " + host() + " doesn't answer again.");
            }
        }
    }

    private boolean isAnswering() {
        return process("ping", "-n", "-q", "-c", "1", "-W", "1", host()).isSuccess();
    }

    @Override
    public void close() {
        script.close();
    }

    String namespace(Host host) {
        return number.namespace(host.port());
    }

    Path state() {
        return state;
    }

    private static String run(String... command) {
        return HostCommand.must(LIMIT, command);
    }

    private static HostCommand process(String... command) {
        return HostCommand.run(LIMIT, command);
    }
}
