/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.demarc.plugin.configuration.SecretReference;
import io.demarc.plugin.configuration.Triggers.HostPort;
import io.demarc.plugin.configuration.Triggers.Tls;
import io.demarc.plugin.configuration.Triggers.Webhooks;
import io.demarc.plugin.operations.Views.Finding;
import io.demarc.plugin.reconcile.Surroundings;
import io.demarc.plugin.reconcile.ThreadTimers;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real sockets, and a certificate that the Java run time's own keytool made. */
class WebhookListenerIT {
    private static final Path RECORDINGS = Path.of("src/test/resources/io/demarc/plugin/cloudstack/webhooks");
    private static final String SECRET = "hooksecret";
    private static final String PATH = "/cloudstack";
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final AtomicInteger nudges = new AtomicInteger();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final Surroundings surroundings =
            new Surroundings(InstantSource.system(), new ThreadTimers(threads, threads), new Random(1));
    private final List<WebhookListener> listeners = new ArrayList<>();
    private int port;

    @BeforeEach
    void findPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void close() {
        listeners.forEach(WebhookListener::close);
        threads.shutdownNow();
    }

    @Test
    void aSignedDeliveryOverHttpsNudges() throws Exception {
        Identity identity = Identity.make(directory);
        WebhookListener listener = open(identity.tls());
        await().atMost(SOON).until(() -> isListening(listener));
        HttpClient client = HttpClient.newBuilder().sslContext(identity.trust()).build();

        HttpResponse<String> answer =
                client.send(delivery("https", body(Instant.now())).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(nudges).hasValue(1);
        assertThat(listener.finding().verdict()).isEqualTo("ok");
        assertThat(listener.finding().message()).contains("1 accepted", "0 refused");
    }

    @Test
    void whatIsNoSignedDeliveryIsAnsweredWithABareStatusAndCounted() throws Exception {
        WebhookListener listener = openPlain();
        HttpClient client = HttpClient.newHttpClient();
        String body = body(Instant.now());
        List<HttpRequest> others = List.of(
                delivery("http", body).uri(url("http", "/")).build(),
                delivery("http", body).uri(url("http", PATH + "/")).build(),
                delivery("http", body).uri(url("http", PATH + "?a=b")).build(),
                delivery("http", body).GET().build(),
                delivery("http", body)
                        .setHeader("X-CS-Signature", sign(body + " "))
                        .build(),
                HttpRequest.newBuilder(url("http", PATH))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                delivery("http", "x".repeat(65 * 1024)).build(),
                delivery("http", body(Instant.now().minus(Duration.ofMinutes(11))))
                        .build());

        List<Integer> statuses = new ArrayList<>();
        for (HttpRequest request : others) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            statuses.add(answer.statusCode());
            assertThat(answer.body()).isEmpty();
            assertThat(answer.headers().map().keySet()).containsOnly("connection", "content-length");
        }

        assertThat(statuses).containsExactly(404, 404, 404, 404, 403, 403, 403, 403);
        assertThat(nudges).hasValue(0);
        Finding finding = listener.finding();
        assertThat(finding.verdict()).isEqualTo("warning");
        assertThat(finding.message()).contains("0 accepted, 8 refused");
    }

    @Test
    void garbageIsAnsweredWithoutDetailToo() throws Exception {
        openPlain();
        for (String garbage : List.of(
                "\u0016\u0003\u0001\u0002\u0000\r\n\r\n",
                "GET\r\n\r\n",
                "POST /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST /cloudstack HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "POST /cloudstack HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n")) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(garbage.getBytes(StandardCharsets.ISO_8859_1));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                assertThat(answer).as(garbage).startsWith("HTTP/1.1 4").doesNotContainIgnoringCase("jetty");
                assertThat(answer).endsWith("\r\n\r\n");
            }
        }
    }

    @Test
    void thoseThatSendNothingOrDripGoWithinSecondsAndKeepNobodyOut() throws Exception {
        WebhookListener listener = openPlain();
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.getOutputStream()
                        .write("POST /cloudstack HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n1"
                                .getBytes(StandardCharsets.US_ASCII));
                idle.add(socket);
            }

            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(delivery("http", body(Instant.now())).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            for (Socket socket : idle) {
                socket.setSoTimeout(20_000);
                assertThat(isEnded(socket)).isTrue();
            }
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
        assertThat(listener.finding().message()).contains("1 accepted");
    }

    @Test
    void aPortThatIsTakenIsToldAndTriedAgain() throws Exception {
        WebhookListener listener;
        try (ServerSocket taken = new ServerSocket(port)) {
            listener = open(null);
            await().atMost(SOON).until(() -> listener.finding().message().contains("Address already in use"));
            assertThat(listener.finding().verdict()).isEqualTo("warning");
            assertThat(listener.finding().fix()).contains("cloudstack.webhooks.listen");
            assertThat(taken.isBound()).isTrue();
        }
        await().atMost(SOON).until(() -> isListening(listener));
    }

    @Test
    void aCertificateOrKeyThatIsUnfitIsTold() throws Exception {
        Identity identity = Identity.make(directory);
        Path noCertificate = Files.writeString(directory.resolve("no.pem"), "nothing");
        SecretReference noKey =
                secret("no.key", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----");

        WebhookListener first = open(new Tls(noCertificate, identity.tls().privateKey()));
        WebhookListener second = open(new Tls(identity.tls().certificate(), noKey));
        WebhookListener third =
                open(new Tls(directory.resolve("absent"), identity.tls().privateKey()));

        await().atMost(SOON).until(() -> first.finding().message().contains("no.pem"));
        await().atMost(SOON).until(() -> second.finding().fix().contains("openssl pkcs8"));
        await().atMost(SOON).until(() -> third.finding().message().contains("there is no"));
    }

    private static boolean isEnded(Socket socket) {
        try (InputStream in = socket.getInputStream()) {
            return in.readAllBytes().length == 0;
        } catch (IOException e) {
            return String.valueOf(e.getMessage()).contains("reset");
        }
    }

    private static boolean isListening(WebhookListener listener) {
        return listener.finding().message().startsWith("listened to");
    }

    private WebhookListener openPlain() throws IOException {
        WebhookListener listener = open(null);
        await().atMost(SOON).until(() -> isListening(listener));
        return listener;
    }

    private WebhookListener open(@org.jspecify.annotations.Nullable Tls tls) throws IOException {
        Webhooks webhooks =
                new Webhooks(new HostPort("127.0.0.1", port), url("https", PATH), secret("webhook", SECRET), tls, true);
        WebhookListener listener = new WebhookListener(webhooks, surroundings, nudges::incrementAndGet);
        listeners.add(listener);
        listener.start();
        return listener;
    }

    private SecretReference secret(String name, String value) throws IOException {
        return privateFile(directory.resolve(name), value);
    }

    private static SecretReference privateFile(Path file, String value) throws IOException {
        Files.writeString(file, value);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return SecretReference.parse("${file:" + file + "}");
    }

    private URI url(String scheme, String path) {
        return URI.create(scheme + "://localhost:" + port + path);
    }

    private HttpRequest.Builder delivery(String scheme, String body) {
        return HttpRequest.newBuilder(url(scheme, PATH))
                .timeout(SOON)
                .header("X-CS-Event-ID", "caa58d53-8f02-42d1-b730-a62d5c2c8ef2")
                .header("X-CS-Event", "ZONE.VLAN.ASSIGN")
                .header("X-CS-Signature", sign(body))
                .header("User-Agent", "CS-Hookshot/f8994962-908e-40ab-b90f-98ea291925c7")
                .header("Content-Type", "application/json; charset=UTF-8")
                .version(HttpClient.Version.HTTP_1_1)
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    /** The recorded body of an assigned VLAN, with another time. */
    private static String body(Instant time) throws IOException {
        String recorded = com.google.gson.JsonParser.parseString(
                        Files.readString(RECORDINGS.resolve("ZONE.VLAN.ASSIGN.Completed.json")))
                .getAsJsonObject()
                .get("raw")
                .getAsString();
        String seconds = time.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
        return recorded.replace(
                "2026-11-23 07:03:57 +0000", seconds.replace('T', ' ').replace("Z", " +0000"));
    }

    private static String sign(String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** A certificate for localhost that signed itself. */
    private record Identity(Tls tls, SSLContext trust) {
        static Identity make(Path directory) throws Exception {
            Path file = directory.resolve("identity.p12");
            Process keytool = new ProcessBuilder(
                            Path.of(java.util.Objects.requireNonNull(System.getProperty("java.home")), "bin/keytool")
                                    .toString(),
                            "-genkeypair",
                            "-keyalg",
                            "EC",
                            "-alias",
                            "demarc",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "san=dns:localhost,ip:127.0.0.1",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            file.toString(),
                            "-storepass",
                            "changeit")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(keytool.waitFor()).as(said).isZero();
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, "changeit".toCharArray());
            }
            byte[] certificate = store.getCertificate("demarc").getEncoded();
            Path pem = Files.writeString(directory.resolve("certificate.pem"), pem("CERTIFICATE", certificate));
            SecretReference key = privateFile(
                    directory.resolve("certificate.key"),
                    pem(
                            "PRIVATE KEY",
                            store.getKey("demarc", "changeit".toCharArray()).getEncoded()));
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("demarc", store.getCertificate("demarc"));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return new Identity(new Tls(pem, key), context);
        }

        private static String pem(String what, byte[] bytes) {
            return "-----BEGIN " + what + "-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what
                    + "-----\n";
        }
    }
}
