/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.endtoend;

import static io.demarc.lab.endtoend.SwitchUnderTest.NETWORK;
import static io.demarc.lab.endtoend.SwitchUnderTest.PORT;
import static io.demarc.lab.endtoend.SwitchUnderTest.awaitPort;

import io.demarc.lab.cloudstack.SimulatedCloudStack;
import io.demarc.lab.ssh.SimulatedIosSwitch;
import io.demarc.switches.Vlan;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a port stays in a VLAN that CloudStack, which calls nothing, has taken back: by the poll alone, and with a webhook. Not one of
 * the tests: {@code bin/test -pl switch-lab -am -Dtest=ApiWindowBench} prints the table of docs/cloudstack.md, and leaves it in
 * {@code switch-lab/target/api-window.txt}.
 */
class ApiWindowBench {
    private static final int REPETITIONS = 12;
    private static final String KEY = "hooksecret";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss Z").withZone(ZoneOffset.UTC);

    @TempDir
    Path directory;

    private final Random random = new Random(1);
    private final List<String> table =
            new ArrayList<>(List.of("| what tells Demarc | median: s | longest: s |", "| --- | --- | --- |"));

    private interface Event {
        void send() throws Exception;
    }

    @Test
    void measure() throws Exception {
        row("the poll, every 10 seconds", "a", Duration.ofSeconds(10), List.of(), () -> {});
        row("the poll, every 2 seconds", "b", Duration.ofSeconds(2), List.of(), () -> {});
        int port = freePort();
        String url = "http://127.0.0.1:" + port + "/cloudstack";
        row(
                "a webhook, and the poll every minute",
                "c",
                Duration.ofMinutes(1),
                List.of("webhooks: { listen: '127.0.0.1:" + port + "', url: '" + url
                        + "', secret: '%s', plain-http: true }"),
                () -> deliver(URI.create(url)));
        Files.write(Path.of("target", "api-window.txt"), table);
        System.out.println(String.join("\n", table));
    }

    private void row(String what, String name, Duration poll, List<String> lines, Event event) throws Exception {
        List<Double> seconds = new ArrayList<>();
        Path home = Files.createDirectory(directory.resolve(name));
        try (SimulatedCloudStack cloudStack = new SimulatedCloudStack(InstantSource.system());
                SimulatedIosSwitch device = SwitchUnderTest.start();
                DaemonUnderTest daemon = new DaemonUnderTest(home, cloudStack)) {
            daemon.secret("webhook", KEY);
            daemon.cloudStackSays("poll-interval: " + poll.toSeconds() + "s");
            lines.forEach(line -> daemon.cloudStackSays(line.formatted(daemon.reference("webhook"))));
            SwitchUnderTest.describe(daemon, device, cloudStack);
            daemon.adopt("tor-a1");
            daemon.mustRun("attach", "alice-vpn", "a1");
            for (int i = 0; i < REPETITIONS; i++) {
                int vlan = 150 + i;
                cloudStack.implement(NETWORK, vlan);
                event.send();
                awaitPort(device, vlan, true, daemon.log());
                // Anywhere between two polls, and beyond the pause that a flood of events can't shorten.
                Thread.sleep(6_000 + random.nextInt((int) Math.min(poll.toMillis(), 10_000)));
                long begun = System.nanoTime();
                cloudStack.shutDown(NETWORK);
                event.send();
                Awaitility.await()
                        .pollInterval(Duration.ofMillis(5))
                        .atMost(Duration.ofMinutes(2))
                        .until(() -> !device.port(PORT).carries(new Vlan(vlan)));
                seconds.add((System.nanoTime() - begun) / 1e9);
            }
        }
        seconds.sort(null);
        table.add("| %s | %.1f | %.1f |".formatted(what, seconds.get(REPETITIONS / 2), seconds.get(REPETITIONS - 1)));
    }

    private static void deliver(URI url) throws Exception {
        String body =
                "{\"eventDateTime\":\"" + TIME.format(InstantSource.system().instant())
                        + "\",\"event\":\"ZONE.VLAN.RELEASE\",\"status\":\"Completed\"}";
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("X-CS-Event-ID", UUID.randomUUID().toString())
                .header("X-CS-Signature", Base64.getEncoder().encodeToString(mac.doFinal(bytes)))
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                .build();
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
