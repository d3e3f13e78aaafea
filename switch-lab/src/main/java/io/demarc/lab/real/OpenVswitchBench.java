/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.real;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A real switch: Open vSwitch with its userspace datapath, behind a real sshd and a real net-snmp agent that serves
 * Q-BRIDGE-MIB over it, read-write; around it two tenants' virtual machines and two appliances, each a network
 * namespace. Needs root and the Debian packages that {@code bin/install-test-packages} installs. Several can run side by
 * side. Closing it ends every process, namespace and file of it; so does the end of the JVM. One caller at a time.
 */
public final class OpenVswitchBench implements AutoCloseable {
    /** The bridge that plays the data-centre switch. */
    public static final String BRIDGE = "br0";

    public static final String SSH_USER = "root";
    public static final String SNMP_USER = "demarc";
    /** SHA-256. */
    public static final String SNMP_AUTH_SECRET = "laboratory-auth";
    /** AES-128. */
    public static final String SNMP_PRIV_SECRET = "laboratory-priv";

    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final List<String> PROGRAMS = List.of(
            "ovs-vsctl openvswitch-switch",
            "ovsdb-tool openvswitch-common",
            "sshd openssh-server",
            "ssh-keygen openssh-client",
            "snmpd snmpd",
            "snmpget snmp",
            "tcpdump tcpdump",
            "ethtool ethtool",
            "ip iproute2",
            "ping iputils-ping",
            "perl perl");

    private final Path state;
    private final Path script;
    private final String id;
    private final String switchAddress;
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

    private OpenVswitchBench(Path state, Path script, String id, String switchAddress) {
        this.state = state;
        this.script = script;
        this.id = id;
        this.switchAddress = switchAddress;
    }

    /**
     * Starts it, in about a second.
     *
     * @throws IllegalStateException when not root, or when a program is missing, naming its Debian package
     */
    public static OpenVswitchBench start() {
        checkMachine();
        try {
            Path directory = Files.createTempDirectory("demarc-bench-");
            Path script = directory.resolve("open-vswitch-bench.sh");
            copy("open-vswitch-bench.sh", script);
            copy("qbridge-agent.pl", directory.resolve("qbridge-agent.pl"));
            long number = ProcessHandle.current().pid() * 16 + COUNTER.incrementAndGet();
            // One /30 a bench out of 198.18.0.0/15, which is set aside for benchmarks (RFC 2544).
            int block = (int) (number % 32768) * 4;
            String network = "198." + (18 + (block >> 16)) + "." + (block >> 8 & 255) + ".";
            String id = Long.toString(number % 100_000, 36);
            OpenVswitchBench bench = new OpenVswitchBench(directory, script, id, network + ((block & 255) + 2));
            Runtime.getRuntime().addShutdownHook(bench.closer);
            bench.run(
                    "sh",
                    script.toString(),
                    "up",
                    directory + "/bench",
                    id,
                    network + ((block & 255) + 1),
                    bench.switchAddress);
            return bench;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /** Where sshd (TCP port 22) and snmpd (UDP port 161) listen. */
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
                new ArrayList<>(List.of("ovs-vsctl", "--db=unix:" + state + "/bench/run/db.sock", "--timeout=10"));
        command.addAll(List.of(arguments));
        return run(command.toArray(new String[0]));
    }

    /** What the switch itself says of a port, for people. */
    public String switchSays(Host appliance) {
        String link = run("ip", "-n", "demarc-" + id + "-switch", "-br", "link", "show", "dev", appliance.port());
        return vsctl("--columns=name,vlan_mode,tag,trunks", "list", "port", appliance.port())
                        .strip() + "\nlink                : " + link.split("\\s+")[1];
    }

    /** Whether a ping is answered within five seconds: a port that has just come up takes its time. */
    public boolean ping(Host from, Host to) {
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
                                "5",
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

    /** The host sends ten broadcasts a second, for at most a minute, until the result is closed. */
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
                            "60",
                            "10.50.1.255")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process::destroy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts the management link, or mends it: at the switch's end, so that nothing meant for it takes another way. */
    public void setReachable(boolean reachable) {
        run("ip", "-n", "demarc-" + id + "-switch", "link", "set", "mgmt0", reachable ? "up" : "down");
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(closer);
        down();
    }

    private void down() {
        process("sh", script.toString(), "down", state + "/bench", id);
        try (Stream<Path> files = Files.walk(state)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String namespace(Host host) {
        return "demarc-" + id + "-" + host.port();
    }

    private String read(String file) {
        try {
            return Files.readString(state.resolve("bench").resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Finished(int exitStatus, String output) {}

    private String run(String... command) {
        Finished finished = process(command);
        if (finished.exitStatus() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with status " + finished.exitStatus()
                    + ": " + finished.output());
        }
        return finished.output();
    }

    /** What the command starts in the background may hold its output open: it goes to a file, not to a pipe. */
    private Finished process(String... command) {
        try {
            Path output = Files.createTempFile("demarc-bench-", ".out");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(Duration.ofSeconds(60).toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    return new Finished(-1, "no end within 60 s: " + Files.readString(output));
                }
                return new Finished(process.exitValue(), Files.readString(output));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command[0], e);
        }
    }
}
