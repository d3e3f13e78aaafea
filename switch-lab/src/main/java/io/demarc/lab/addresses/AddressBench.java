/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.addresses;

import io.demarc.lab.ground.BenchKeys;
import io.demarc.lab.ground.BenchNumber;
import io.demarc.lab.ground.BenchScript;
import io.demarc.lab.ground.HostCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A gateway with a segment behind it that two servers are on, and a client on its other side: network namespaces of this machine's
 * kernel. Real sshd on the servers and on the gateway, a real net-snmp agent on the gateway. This machine reaches the servers by
 * way of the gateway. Needs root and the Debian packages that {@code bin/install-test-packages} installs. Several can run side by
 * side. Closing it ends every process, namespace and file of it; so does the end of the JVM, even a sudden one. One caller at a
 * time.
 */
public final class AddressBench implements AutoCloseable {
    public static final String SSH_USER = "root";
    public static final String SNMP_USER = "demarc";
    /** SHA-256. */
    public static final String SNMP_AUTH_SECRET = "laboratory-auth";
    /** AES-128. */
    public static final String SNMP_PRIV_SECRET = "laboratory-priv";
    /** The gateway's IPv6 address on the segment. */
    public static final String GATEWAY_SIX = "fd00:7::1";
    /** The address that moves, with its prefix length. */
    public static final String MOVING_SIX = "fd00:7::50/64";

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path state;
    private final BenchNumber number;
    private final String segment;
    private final BenchScript script;

    /** A machine of the bench. */
    public enum Host {
        GATEWAY("switch", 1, "02:00:00:00:00:01"),
        A("a", 11, "02:00:00:00:00:0a"),
        B("b", 12, "02:00:00:00:00:0b"),
        CLIENT("client", 0, "");

        private final String suffix;
        private final int octet;
        private final String mac;

        Host(String suffix, int octet, String mac) {
            this.suffix = suffix;
            this.octet = octet;
            this.mac = mac;
        }

        /** Of its interface on the segment, {@code eth0}. */
        public String mac() {
            return mac;
        }
    }

    private AddressBench(BenchScript unpacked) {
        state = unpacked.directory();
        number = BenchNumber.claim(unpacked);
        // One /24 a bench out of 10.64.0.0/10 and 10.128.0.0/10.
        segment = "10." + (64 + (number.number() >> 8)) + "." + (number.number() & 255);
        script = number.of(unpacked);
        script.up(number.hostAddress(), number.switchAddress(), segment);
    }

    /**
     * Starts it, in about three seconds; the address that moves is nowhere yet.
     *
     * @throws IllegalStateException when not root, or when something is missing
     */
    public static AddressBench start() {
        return new AddressBench(BenchScript.unpack("address bench", AddressBench.class, "address-bench.sh"));
    }

    /** The address that moves, with its prefix length. */
    public String moving() {
        return segment + ".50/24";
    }

    /** The machine's IPv4 address on the segment; of the client none. */
    public String address(Host host) {
        return segment + "." + host.octet;
    }

    /** Where this machine reaches the host's sshd, and the gateway's snmpd. */
    public String entrance(Host host) {
        return host == Host.GATEWAY ? number.switchAddress() : address(host);
    }

    /** Text of the private key that {@link #SSH_USER} logs in with. */
    public String privateKey() {
        return new BenchKeys(state).privateKey();
    }

    /** The machines' host keys as lines of an OpenSSH known_hosts file. */
    public String knownHosts() {
        return Stream.of(Host.GATEWAY, Host.A, Host.B)
                .map(host -> new BenchKeys(state).knownHostsLine(entrance(host)) + "\n")
                .collect(Collectors.joining());
    }

    /** Gives the address to a server by hand; IPv6 without duplicate address detection. */
    public void give(Host host, String address) {
        List<String> command = new ArrayList<>(List.of("ip", "address", "add", address, "dev", "eth0"));
        if (address.contains(":")) {
            command.add("nodad");
        }
        on(host, command.toArray(new String[0]));
    }

    public void take(Host host, String address) {
        on(host, "ip", "address", "del", address, "dev", "eth0");
    }

    public boolean has(Host host, String address) {
        return on(host, "ip", "-o", "address", "show").contains(" " + address + " ");
    }

    /** What the gateway's kernel takes the address's MAC to be; empty when it doesn't know one. */
    public String believed(String address) {
        String printed = on(Host.GATEWAY, "ip", "neighbour", "show", "to", bare(address), "dev", "eth0");
        int at = printed.indexOf("lladdr ");
        return at < 0 ? "" : printed.substring(at + 7).split(" ")[0];
    }

    /** Traffic through the gateway, so that its entry for the address is fresh. */
    public void heat(String address) {
        on(Host.CLIENT, "ping", "-n", "-q", "-c", "3", "-i", "0.1", "-w", "5", bare(address));
    }

    /** Whether a ping from the client, through the gateway, is answered. */
    public boolean isReached(String address) {
        return HostCommand.run(LIMIT, words(Host.CLIENT, "ping", "-n", "-q", "-c", "1", "-W", "1", bare(address)))
                .isSuccess();
    }

    /** The server's sshd ends; the server itself lives. */
    public void endSsh(Host host) {
        HostCommand.must(
                LIMIT,
                "pkill",
                "--pidfile",
                state.resolve("sshd-" + host.suffix + ".pid").toString());
    }

    /** The server is off, as far as anybody can see. */
    public void cut(Host host) {
        on(host, "ip", "link", "set", "eth0", "down");
    }

    /** Runs a command on the host, which has to succeed, and returns what it printed. */
    public String on(Host host, String... command) {
        return HostCommand.must(LIMIT, words(host, command));
    }

    /** The words that run this command on the host. */
    public String[] words(Host host, String... command) {
        return number.words(host.suffix, command);
    }

    /** A file below {@code /etc/network} of a server. */
    public Path networkFile(Host host, String name) {
        return state.resolve(number.namespace(host.suffix)).resolve("network").resolve(name);
    }

    private static String bare(String address) {
        return address.replaceFirst("/.*", "");
    }

    @Override
    public void close() {
        script.close();
    }
}
