/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.real;

import io.demarc.lab.ground.HostCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

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
    private static final AtomicInteger COUNTER = new AtomicInteger();
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

    private static final String SCRIPT = "open-vswitch-bench.sh";
    /** What the script ends with when somebody else has the id (EX_TEMPFAIL). */
    private static final int TAKEN = 75;
    /** As many as there are blocks of four addresses in 198.18.0.0/15. */
    private static final int BENCHES = 32768;

    private final Path state;
    private final String id;
    private final String switchAddress;
    private final Process leash;
    private boolean isDown;
    private final Thread closer = new Thread(this::down, "open-vswitch-bench-closer");

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

    private OpenVswitchBench(Path state, String id, String switchAddress, Process leash) {
        this.state = state;
        this.id = id;
        this.switchAddress = switchAddress;
        this.leash = leash;
    }

    /**
     * Starts it, in about two seconds.
     *
     * @throws IllegalStateException when not root, or when a program is missing, naming its Debian package
     */
    public static OpenVswitchBench start() {
        checkMachine();
        try {
            Path state = Files.createTempDirectory("demarc-bench-");
            for (String file : List.of(SCRIPT, "qbridge-agent.pl", "OpenVswitch.pm")) {
                copy(file, state.resolve(file));
            }
            int number = claim(state);
            // One /30 a bench out of 198.18.0.0/15, which is set aside for benchmarks (RFC 2544).
            int block = number * 4;
            String network = "198." + (18 + (block >> 16)) + "." + (block >> 8 & 255) + ".";
            String id = id(number);
            OpenVswitchBench bench = new OpenVswitchBench(state, id, network + ((block & 255) + 2), leash(state, id));
            Runtime.getRuntime().addShutdownHook(bench.closer);
            try {
                run(script(state, "up", id, network + ((block & 255) + 1), bench.switchAddress));
            } catch (RuntimeException e) {
                bench.close();
                throw e;
            }
            return bench;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number of a bench that nobody else has on this machine now. */
    private static int claim(Path state) throws IOException {
        long first = ProcessHandle.current().pid() * 16 + COUNTER.incrementAndGet();
        HostCommand last = new HostCommand(TAKEN, "");
        for (int attempt = 0; attempt < 1000 && last.exitStatus() == TAKEN; attempt++) {
            int number = (int) ((first + attempt) % BENCHES);
            last = process(script(state, "claim", id(number)));
            if (last.exitStatus() == 0) {
                return number;
            }
        }
        delete(state);
        throw new IllegalStateException(
                "No network namespace could be made for an Open vSwitch bench: " + last.output()
                        + " (demarc-…-switch in \"ip netns list\" are those of benches; root needs CAP_NET_ADMIN and CAP_SYS_ADMIN)");
    }

    /** Ends the bench should this JVM die without another word. In a session of its own, so no Ctrl-C reaches it. */
    private static Process leash(Path state, String id) throws IOException {
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(List.of(script(state, "leash", id)));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String id(int number) {
        return Integer.toString(number, 36);
    }

    private static String[] script(Path state, String command, String id, String... more) {
        List<String> words =
                new ArrayList<>(List.of("sh", state.resolve(SCRIPT).toString(), command, state.toString(), id));
        words.addAll(List.of(more));
        return words.toArray(new String[0]);
    }

    private static void checkMachine() {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new IllegalStateException("The Open vSwitch bench makes network namespaces: run it as root.");
        }
        List<String> missing = new ArrayList<>();
        for (String entry : PROGRAMS) {
            String[] programAndPackage = entry.split(" ", 2);
            boolean found = Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
                    .anyMatch(directory -> Files.isExecutable(Path.of(directory, programAndPackage[0])));
            if (!found) {
                missing.add(programAndPackage[1]);
            }
        }
        if (missing.isEmpty()
                && process("/usr/bin/perl", "-MNetSNMP::agent", "-e", "1").exitStatus() != 0) {
            missing.add("libsnmp-perl");
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException("The Open vSwitch bench lacks the Debian packages " + missing
                    + ": bin/install-test-packages installs them.");
        }
    }

    private static void copy(String resource, Path to) throws IOException {
        try (InputStream in = Objects.requireNonNull(OpenVswitchBench.class.getResourceAsStream(resource), resource)) {
            Files.copy(in, to);
        }
    }

    /** Where sshd (TCP, {@link #SSH_PORT}) and snmpd (UDP, {@link #SNMP_PORT}) listen. */
    public String host() {
        return switchAddress;
    }

    /** Text of the private key that {@link #SSH_USER} logs in with. */
    public String privateKey() {
        return read("ssh-key");
    }

    /** The switch's host key as a line of an OpenSSH known_hosts file. */
    public String knownHostsLine() {
        String[] key = read("ssh-host-key.pub").split(" ");
        return switchAddress + " " + key[0] + " " + key[1];
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
        String link = run("ip", "-n", "demarc-" + id + "-switch", "-br", "link", "show", "dev", appliance.port());
        return vsctl("--columns=name,vlan_mode,tag,trunks", "list", "port", appliance.port())
                        .strip() + "\nlink                : " + link.split("\\s+")[1];
    }

    /** Whether a ping is answered within four seconds, the question for the MAC address included. */
    public boolean ping(Host from, Host to) {
        run("ip", "-n", namespace(from), "neigh", "flush", "dev", "eth0", "nud", "all");
        return process(
                                "ip",
                                "netns",
                                "exec",
                                namespace(from),
                                "ping",
                                "-q",
                                "-c",
                                "1",
                                "-i",
                                "0.2",
                                "-w",
                                "4",
                                to.address())
                        .exitStatus()
                == 0;
    }

    /** The MAC address of the host's interface. */
    public String mac(Host host) {
        return run("ip", "netns", "exec", namespace(host), "cat", "/sys/class/net/eth0/address")
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
                            "ip",
                            "netns",
                            "exec",
                            namespace(host),
                            "ping",
                            "-q",
                            "-b",
                            "-i",
                            "0.1",
                            "-w",
                            "600",
                            "10.50.1.255")
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
        run("ip", "-n", "demarc-" + id + "-switch", "link", "set", "mgmt0", reachable ? "up" : "down");
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
        try {
            Runtime.getRuntime().removeShutdownHook(closer);
        } catch (IllegalStateException e) {
            // The JVM is ending already: whoever comes first does it, the other waits.
        }
        down();
    }

    private synchronized void down() {
        if (isDown) {
            return;
        }
        leash.destroy();
        try {
            leash.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        HostCommand finished = process(script(state, "down", id));
        isDown = true;
        if (finished.exitStatus() != 0) {
            throw new IllegalStateException(
                    "The Open vSwitch bench in " + state + " did not end: " + finished.output());
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    String namespace(Host host) {
        return "demarc-" + id + "-" + host.port();
    }

    Path state() {
        return state;
    }

    private String read(String file) {
        try {
            return Files.readString(state.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String run(String... command) {
        HostCommand finished = process(command);
        if (!finished.isSuccess()) {
            throw new IllegalStateException(String.join(" ", command) + " ended with status " + finished.exitStatus()
                    + ": " + finished.output());
        }
        return finished.output();
    }

    private static HostCommand process(String... command) {
        return HostCommand.run(LIMIT, command);
    }
}
