/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.storage;

import io.demarc.lab.ground.BenchKeys;
import io.demarc.lab.ground.BenchScript;
import io.demarc.lab.ground.HostCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Two real storage nodes: virtual machines (QEMU without KVM) of Debian's cloud kernel with its DRBD 8.4 and Heartbeat 3, a
 * management and a replication network between them. Needs root and the packages that {@code bin/install-test-packages}
 * installs; it makes their image as well, once, in the user's cache. One bench on a machine at a time;
 * starting one ends what an earlier one of its name left behind, and is refused while one of another name is up
 * ({@code DEMARC_STORAGE_BENCH} in the environment, else {@code demarc-drbd}). One caller at a time.
 *
 * <p>What names interfaces on a node: {@code /etc/systemd/network/10-mgmt0.link} and {@code 10-repl0.link}, by MAC address. The
 * management address is given to whatever card is in its slot, so a node with new cards can be logged in to; the replication
 * address is given to {@code repl0}, if there is one.
 */
public final class DrbdNodes implements AutoCloseable {
    public static final String SERVICE_ADDRESS = "198.19.77.100/24";
    public static final String MOUNT = "/srv/data";
    public static final String RESOURCE = "r0";
    public static final String SSH_USER = "root";
    public static final String MANAGEMENT_INTERFACE = "mgmt0";
    public static final String REPLICATION_INTERFACE = "repl0";

    private static final List<String> IMAGE_FILES = List.of(
            "build-image.sh",
            "ramdisk-init",
            "node-network",
            "node-network.service",
            "write-on",
            "write-on.service",
            "watch-role",
            "watch-role.service",
            "r0.res",
            "ha.cf",
            "haresources");
    private static final Path STATE = Path.of(
            System.getProperty("java.io.tmpdir"),
            Objects.requireNonNullElse(System.getenv("DEMARC_STORAGE_BENCH"), "demarc-drbd") + "-nodes");
    private static final Duration IMAGE = Duration.ofMinutes(30);
    private static final Duration BOOT = Duration.ofMinutes(3);
    /** Some of systemd's commands take an emulated processor a minute. */
    private static final Duration COMMAND = Duration.ofMinutes(5);

    private static final Duration POLL = Duration.ofMillis(300);

    private final BenchScript script;
    private final Path image;
    private final Map<Node, Integer> hardware = new EnumMap<>(Node.class);

    /** A node. */
    public enum Node {
        A("node-a", "198.19.77.11", "10.77.1.11"),
        B("node-b", "198.19.77.12", "10.77.1.12");

        private final String host;
        private final String address;
        private final String replicationAddress;

        Node(String host, String address, String replicationAddress) {
            this.host = host;
            this.address = address;
            this.replicationAddress = replicationAddress;
        }

        public String host() {
            return host;
        }

        /** Where its SSH server is. */
        public String address() {
            return address;
        }

        public String replicationAddress() {
            return replicationAddress;
        }
    }

    private DrbdNodes(BenchScript script, Path image) {
        this.script = script;
        this.image = image;
    }

    /** Two nodes with an empty, synced, mounted file system on the first, Heartbeat active, a writer and a watch on roles. */
    public static DrbdNodes start() {
        return start(DrbdNodes::setUp);
    }

    /** The first node alone, with nothing running: a machine with a kernel of its own. */
    public static DrbdNodes startOne() {
        return start(nodes -> {
            nodes.powerOn(Node.A);
            nodes.awaitBooted(Node.A);
        });
    }

    private static DrbdNodes start(Consumer<DrbdNodes> setUp) {
        BenchScript script = BenchScript.unpack(
                        "storage bench", DrbdNodes.class, "drbd-nodes.sh", IMAGE_FILES.toArray(String[]::new))
                .at(STATE.toString());
        DrbdNodes nodes = new DrbdNodes(script, image(script.directory()));
        script.up();
        try {
            setUp.accept(nodes);
        } catch (RuntimeException e) {
            nodes.close();
            throw e;
        }
        return nodes;
    }

    /** Made now if {@code bin/install-test-packages} hasn't. */
    private static Path image(Path scripts) {
        return Path.of(
                HostCommand.must(IMAGE, "sh", scripts.resolve("build-image.sh").toString())
                        .lines()
                        .findFirst()
                        .orElseThrow());
    }

    private void setUp() {
        for (Node node : Node.values()) {
            powerOn(node);
        }
        for (Node node : Node.values()) {
            awaitBooted(node);
            // Both at once, beside the first sync: it takes ten seconds on an emulated processor.
            must(node, "systemctl -q enable drbd heartbeat write-on watch-role >/dev/null 2>&1 &");
            must(node, "modprobe drbd; drbdadm create-md --force r0 >/dev/null 2>&1; drbdadm up r0");
        }
        await("DRBD connected", BOOT, () -> drbd(Node.A).contains("cs:Connected"), () -> drbd(Node.A));
        must(Node.A, "drbdadm primary --force r0");
        await("first sync", BOOT, () -> drbd(Node.A).contains("ds:UpToDate/UpToDate"), () -> drbd(Node.A));
        must(
                Node.A,
                "mkfs.ext4 -q /dev/drbd0 && mount /dev/drbd0 /srv/data && touch /srv/data/lines && sync && umount"
                        + " /srv/data && drbdadm secondary r0");
        for (Node node : Node.values()) {
            must(node, "systemctl start --no-block drbd heartbeat write-on watch-role");
        }
        await("the service on node-a", BOOT, () -> serves(Node.A), () -> drbd(Node.A));
        await(
                "Heartbeat sees both",
                BOOT,
                () -> run(Node.A, "cl_status nodestatus node-b").exitStatus() == 0
                        && run(Node.B, "cl_status nodestatus node-a").exitStatus() == 0,
                () -> drbd(Node.B));
        String atBoot = "! systemctl is-enabled drbd heartbeat write-on watch-role 2>/dev/null | grep -q disabled";
        await(
                "services start at boot",
                BOOT,
                () -> run(Node.A, atBoot).isSuccess() && run(Node.B, atBoot).isSuccess(),
                () -> drbd(Node.B));
    }

    /** Text of the private key that {@link #SSH_USER} of both nodes accepts. */
    public String privateKey() {
        return new BenchKeys(image).privateKey();
    }

    /** Lines for known_hosts: both nodes have the image's host key. */
    public List<String> knownHostsLines() {
        BenchKeys keys = new BenchKeys(image);
        return Arrays.stream(Node.values())
                .map(node -> keys.knownHostsLine(node.address()))
                .toList();
    }

    /** Switches it on, with the cards that it has. */
    public void powerOn(Node node) {
        script.run("start", image.toString(), node.host(), String.format("%02x", hardware.getOrDefault(node, 0)))
                .orThrow();
    }

    /** Other network cards from the next start on; the disks stay. */
    public void replaceHardware(Node node) {
        hardware.merge(node, 1, Integer::sum);
    }

    /** Pulls the plug. */
    public void kill(Node node) {
        script.run("kill", node.host()).orThrow();
    }

    /** An empty disk for DRBD in the place of the one that is there; while the node is off. */
    public void blankDisk(Node node) {
        script.run("blank", node.host()).orThrow();
    }

    /** Enlarges the disk for DRBD while the node runs (QEMU Machine Protocol, block_resize). */
    public void growDisk(Node node, int mebibytes) {
        try (SocketChannel monitor =
                SocketChannel.open(UnixDomainSocketAddress.of(STATE.resolve(node.host() + ".qmp")))) {
            BufferedReader answers = new BufferedReader(Channels.newReader(monitor, StandardCharsets.UTF_8));
            answers.readLine();
            for (String order : List.of(
                    "{\"execute\":\"qmp_capabilities\"}",
                    "{\"execute\":\"block_resize\",\"arguments\":{\"device\":\"d1\",\"size\":"
                            + mebibytes * 1024L * 1024L + "}}")) {
                monitor.write(ByteBuffer.wrap((order + "\n").getBytes(StandardCharsets.UTF_8)));
                String answer = answers.readLine();
                while (answer != null && answer.contains("\"event\"")) {
                    answer = answers.readLine();
                }
                if (answer == null || !answer.contains("\"return\"")) {
                    throw new IllegalStateException(node + ": QEMU answered " + answer + " to " + order);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isRunning(Node node) {
        return script.run("running", node.host()).exitStatus() == 0;
    }

    public void setReplicationLink(Node node, boolean up) {
        script.run("link", node.host(), "repl", up ? "up" : "down").orThrow();
    }

    public void awaitBooted(Node node) {
        await(
                node.host() + " answers",
                BOOT,
                () -> run(node, "true").exitStatus() == 0,
                () -> read(STATE.resolve(node.host() + ".console")));
    }

    /** Whether the service's mount and address are there. */
    public boolean serves(Node node) {
        return run(node, "mountpoint -q /srv/data && ip -o addr show to 198.19.77.100 | grep -q .")
                .isSuccess();
    }

    /** Line of /proc/drbd with the state. */
    public String drbd(Node node) {
        return run(node, "grep ' 0:' /proc/drbd").output().strip();
    }

    /** Lines that the writers on both nodes were told are on the disk. */
    public List<String> acknowledgedLines() {
        List<String> lines = new ArrayList<>();
        for (Node node : Node.values()) {
            run(node, "cat /var/lib/acknowledged 2>/dev/null").output().lines().forEach(lines::add);
        }
        return lines;
    }

    /** Lines that are in the file, on the node that has it mounted. */
    public List<String> linesOnDisk(Node node) {
        return run(node, "cat /srv/data/lines").output().lines().toList();
    }

    /** What a node was at a time, by its own watch: {@code 1700000000.123 Primary}. */
    public record Sighting(double atSeconds, String role) {}

    /** Every look of a node's watch, one each 200 ms; nodes have this machine's clock. */
    public List<Sighting> roles(Node node) {
        return run(node, "cat /var/lib/roles")
                .output()
                .lines()
                .map(line -> line.split(" ", -1))
                .filter(words -> words.length == 2 && words[0].matches("\\d+\\.\\d+"))
                .map(words -> new Sighting(Double.parseDouble(words[0]), words[1]))
                .toList();
    }

    /** A shell command on the node; exit status 255 when it can't be reached. */
    public HostCommand run(Node node, String command) {
        return HostCommand.run(
                COMMAND,
                "ssh",
                "-q",
                "-F",
                "none",
                "-i",
                image.resolve("ssh-key").toString(),
                "-o",
                "ControlMaster=auto",
                "-o",
                "ControlPath=" + STATE.resolve("ssh-" + node.host()),
                "-o",
                "ControlPersist=120",
                "-o",
                "ServerAliveInterval=2",
                "-o",
                "ServerAliveCountMax=3",
                "-o",
                "ConnectTimeout=5",
                "-o",
                "UserKnownHostsFile=" + knownHosts(),
                "-o",
                "StrictHostKeyChecking=yes",
                SSH_USER + "@" + node.address(),
                command);
    }

    /** As {@link #run}, and it has to succeed. */
    public String must(Node node, String command) {
        return run(node, command).orThrow();
    }

    private String knownHosts() {
        Path file = STATE.resolve("known_hosts");
        if (!Files.exists(file)) {
            write(file, String.join("\n", knownHostsLines()) + "\n");
        }
        return file.toString();
    }

    /** Waits until it is so; throws with what {@code told} says when it is not in time. */
    public static void await(String what, Duration limit, BooleanSupplier isSo, Supplier<String> told) {
        long end = System.nanoTime() + limit.toNanos();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(what + ": not within " + limit.toSeconds() + " s. " + told.get());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    @Override
    public void close() {
        script.close();
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
