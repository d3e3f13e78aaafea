/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.addresses;

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
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final String SCRIPT = "address-bench.sh";
    /** What the script ends with when somebody else has the id (EX_TEMPFAIL). */
    private static final int TAKEN = 75;
    /** As many as there are blocks of four addresses in 198.18.0.0/15. */
    private static final int BENCHES = 32768;

    private final Path state;
    private final String id;
    private final String segment;
    private final String managementAddress;
    private final Process leash;
    private boolean isDown;
    private final Thread closer = new Thread(this::down, "address-bench-closer");

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

    private AddressBench(Path state, String id, String segment, String managementAddress, Process leash) {
        this.state = state;
        this.id = id;
        this.segment = segment;
        this.managementAddress = managementAddress;
        this.leash = leash;
    }

    /**
     * Starts it, in about three seconds; the address that moves is nowhere yet.
     *
     * @throws IllegalStateException when not root, or when something is missing
     */
    public static AddressBench start() {
        try {
            Path state = Files.createTempDirectory("demarc-addresses-");
            try (InputStream in = Objects.requireNonNull(AddressBench.class.getResourceAsStream(SCRIPT), SCRIPT)) {
                Files.copy(in, state.resolve(SCRIPT));
            }
            int number = claim(state);
            int block = number * 4;
            String network = "198." + (18 + (block >> 16)) + "." + ((block >> 8) & 255) + ".";
            String id = id(number);
            // One /24 a bench out of 10.64.0.0/10 and 10.128.0.0/10.
            String segment = "10." + (64 + (number >> 8)) + "." + (number & 255);
            String gateway = network + ((block & 255) + 2);
            AddressBench bench = new AddressBench(state, id, segment, gateway, leash(state, id));
            Runtime.getRuntime().addShutdownHook(bench.closer);
            try {
                run(script(state, "up", id, network + ((block & 255) + 1), gateway, segment));
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
            last = HostCommand.run(LIMIT, script(state, "claim", id(number)));
            if (last.exitStatus() == 0) {
                return number;
            }
        }
        delete(state);
        throw new IllegalStateException("No network namespace could be made for an address bench: " + last.output()
                + " (run it as root, with CAP_NET_ADMIN and CAP_SYS_ADMIN)");
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
        return host == Host.GATEWAY ? managementAddress : address(host);
    }

    /** Text of the private key that {@link #SSH_USER} logs in with. */
    public String privateKey() {
        return read("ssh-key");
    }

    /** The machines' host keys as lines of an OpenSSH known_hosts file. */
    public String knownHosts() {
        String[] key = read("ssh-host-key.pub").split(" ");
        StringBuilder lines = new StringBuilder();
        for (Host host : List.of(Host.GATEWAY, Host.A, Host.B)) {
            lines.append(entrance(host))
                    .append(' ')
                    .append(key[0])
                    .append(' ')
                    .append(key[1])
                    .append('\n');
        }
        return lines.toString();
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
        String file = "sshd-" + host.suffix + ".pid";
        run("kill", read(file).strip());
    }

    /** The server is off, as far as anybody can see. */
    public void cut(Host host) {
        on(host, "ip", "link", "set", "eth0", "down");
    }

    /** Runs a command on the host, which has to succeed, and returns what it printed. */
    public String on(Host host, String... command) {
        return run(words(host, command));
    }

    /** The words that run this command on the host. */
    public String[] words(Host host, String... command) {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", "demarc-" + id + "-" + host.suffix));
        words.addAll(List.of(command));
        return words.toArray(new String[0]);
    }

    /** A file below {@code /etc/network} of a server. */
    public Path networkFile(Host host, String name) {
        return state.resolve("demarc-" + id + "-" + host.suffix)
                .resolve("network")
                .resolve(name);
    }

    private static String bare(String address) {
        return address.replaceFirst("/.*", "");
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
        HostCommand finished = HostCommand.run(LIMIT, script(state, "down", id));
        isDown = true;
        if (finished.exitStatus() != 0) {
            throw new IllegalStateException("The address bench in " + state + " did not end: " + finished.output());
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private String read(String file) {
        try {
            return Files.readString(state.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String run(String... command) {
        HostCommand finished = HostCommand.run(LIMIT, command);
        if (!finished.isSuccess()) {
            throw new IllegalStateException(String.join(" ", command) + " ended with status " + finished.exitStatus()
                    + ": " + finished.output());
        }
        return finished.output();
    }
}
