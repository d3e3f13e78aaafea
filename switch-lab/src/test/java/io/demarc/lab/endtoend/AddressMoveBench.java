/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import io.demarc.lab.addresses.AddressBench;
import io.demarc.lab.addresses.AddressBench.Host;
import io.demarc.lab.cloudstack.SimulatedCloudStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a client behind the gateway, pinging every 10 ms, gets no answer while an address moves: without Demarc and with it. Not
 * one of the tests: {@code bin/test -pl switch-lab -am -Dtest=AddressMoveBench} prints the table of docs/addresses.md, and leaves it
 * in {@code switch-lab/target/address-move.txt}.
 */
class AddressMoveBench {
    private static final int REPETITIONS = 5;
    private static final Duration LONGEST = Duration.ofMinutes(3);

    @TempDir
    Path directory;

    private final List<String> table =
            new ArrayList<>(List.of("| how it moved | IPv4: ms | IPv6: ms |", "| --- | --- | --- |"));

    @Test
    void measure() throws Exception {
        try (AddressBench bench = AddressBench.start();
                SimulatedCloudStack cloudStack = new SimulatedCloudStack(InstantSource.system());
                DaemonUnderTest daemon = new DaemonUnderTest(directory, cloudStack)) {
            ServersUnderTest.declare(daemon, bench, "linux");
            row(bench, 2, "by hand, nobody is told", address -> byHand(bench, address));
            row(bench, REPETITIONS, "by hand, then `demarc-announce`", address -> {
                byHand(bench, address);
                bench.on(
                        Host.B,
                        "sh",
                        Path.of("../packaging/demarc-announce").toAbsolutePath().toString(),
                        bare(address));
            });
            Action move = address -> daemon.mustRun("ip", "move", address, "--from", "alpha", "--to", "beta");
            row(bench, REPETITIONS, "`demarc ip move`", move);
            bench.on(
                    Host.GATEWAY,
                    "sysctl",
                    "-q",
                    "-w",
                    "net.ipv4.conf.eth0.drop_gratuitous_arp=1",
                    "net.ipv6.conf.eth0.drop_unsolicited_na=1");
            row(bench, REPETITIONS, "`demarc ip move`, gateway drops what it did not ask for", move);
        }
        Files.write(Path.of("target", "address-move.txt"), table);
        System.out.println(String.join("\n", table));
    }

    private interface Action {
        void move(String address) throws Exception;
    }

    private static String bare(String address) {
        return address.replaceFirst("/.*", "");
    }

    private static void byHand(AddressBench bench, String address) {
        bench.take(Host.A, address);
        bench.give(Host.B, address);
    }

    private void row(AddressBench bench, int times, String how, Action action) throws Exception {
        table.add("| " + how + " | " + silences(bench, times, bench.moving(), action) + " | "
                + silences(bench, times, AddressBench.MOVING_SIX, action) + " |");
    }

    private String silences(AddressBench bench, int times, String address, Action action) throws Exception {
        List<Long> measured = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            bench.give(Host.A, address);
            bench.on(Host.GATEWAY, "ip", "neighbour", "flush", "dev", "eth0");
            bench.heat(address);
            measured.add(silence(bench, address, action));
            bench.take(Host.B, address);
        }
        return measured.stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private long silence(AddressBench bench, String address, Action action) throws Exception {
        Path file = Files.createTempFile(directory, "ping", ".txt");
        Process ping = new ProcessBuilder(
                        bench.words(Host.CLIENT, "ping", "-n", "-D", "-i", "0.01", "-w", "240", bare(address)))
                .redirectErrorStream(true)
                .redirectOutput(file.toFile())
                .start();
        try {
            Awaitility.await().atMost(LONGEST).until(() -> times(file).size() > 50);
            action.move(address);
            int now = times(file).size();
            Awaitility.await().atMost(LONGEST).until(() -> times(file).size() > now + 100);
        } finally {
            ping.destroy();
            ping.waitFor();
        }
        List<Double> times = times(file);
        double longest = 0;
        for (int i = 1; i < times.size(); i++) {
            longest = Math.max(longest, times.get(i) - times.get(i - 1));
        }
        return Math.round(longest * 1000);
    }

    private static List<Double> times(Path file) throws Exception {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("[") && line.contains(" bytes from "))
                .map(line -> Double.valueOf(line.substring(1, line.indexOf(']'))))
                .toList();
    }
}
