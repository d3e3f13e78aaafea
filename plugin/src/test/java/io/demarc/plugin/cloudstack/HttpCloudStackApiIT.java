/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.demarc.access.Deadline;
import io.demarc.plugin.configuration.DaemonConfig.CloudStackAccess;
import io.demarc.plugin.configuration.SecretReference;
import io.demarc.plugin.configuration.Triggers;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the library leaves open: certificates, ends of waiting, and keys that must not be seen. */
class HttpCloudStackApiIT {
    private static final String API_KEY = "the-api-key";
    private static final String SECRET_KEY = "the-secret-key";

    @TempDir
    Path directory;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private int status = 200;
    private String body = "{\"listnetworksresponse\":{\"count\":0}}";

    @Nullable
    private HttpServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void theAuthorityOfTheConfigurationIsTrusted() throws Exception {
        URI endpoint = https("localhost");
        assertThat(ask(endpoint, true, directory.resolve("localhost.pem"))).isEqualTo(count(0));
        assertThat(requests)
                .singleElement()
                .asString()
                .startsWith("POST /client/api apiKey=")
                .contains("command=listNetworks", "expires=", "signatureVersion=3", "signature=")
                .doesNotContain(SECRET_KEY);
    }

    @Test
    void aCertificateOfAnUnknownAuthorityIsRefusedBeforeAnythingIsSent() throws Exception {
        URI endpoint = https("localhost");
        assertProblem(endpoint, true, null, "its certificate is not trusted", "cloudstack.ca-file");
        assertThat(requests).isEmpty();
    }

    @Test
    void aCertificateForAnotherHostIsRefusedBeforeAnythingIsSent() throws Exception {
        URI endpoint = https("elsewhere.example");
        assertProblem(endpoint, true, directory.resolve("elsewhere.example.pem"), "or is for another host name");
        assertThat(requests).isEmpty();
    }

    @Test
    void withVerificationSwitchedOffEveryCertificateWillDo() throws Exception {
        assertThat(ask(https("elsewhere.example"), false, null)).isEqualTo(count(0));
    }

    @Test
    void aFileWithoutCertificatesIsAProblemOfTheConfiguration() throws Exception {
        for (String text : List.of("", "rubbish")) {
            Path file = Files.writeString(directory.resolve("ca.pem"), text);
            assertThatThrownBy(() -> new HttpCloudStackApi(
                            access(URI.create("https://localhost:1/client/api"), true, file), InstantSource.system()))
                    .hasMessageContaining("cloudstack.ca-file " + file + " can't be read");
        }
    }

    @Test
    void anErrorOfCloudStackKeepsItsCodeAndWords() throws Exception {
        URI endpoint = http();
        status = 431;
        body = "{\"listnetworksresponse\":{\"uuidList\":[],\"errorcode\":431,\"errortext\":\"Invalid\\nparameter\"}}";
        assertThatThrownBy(() -> ask(endpoint, true, null))
                .isInstanceOfSatisfying(CloudStackApi.ApiRefusal.class, e -> {
                    assertThat(e.code()).isEqualTo(431);
                    assertThat(e).hasMessage("Invalid?parameter");
                });
    }

    @Test
    void whatAProxySaysIsNoAnswer() throws Exception {
        URI endpoint = http();
        for (String said : List.of(
                "",
                "<html>",
                "{}",
                "[]",
                "null",
                "{\"loginresponse\":{}}",
                "{\"listnetworksresponse\":null}",
                "{\"listnetworksresponse\":{\"errorcode\":530,\"errortext\":\"no\"}}")) {
            body = said;
            assertProblem(endpoint, true, null, "it answered something that is not an API answer");
        }
        for (int code : List.of(204, 302, 401, 502)) {
            status = code;
            body = "<html>";
            assertProblem(endpoint, true, null, code == 204 ? "can't be asked" : "HTTP status " + code);
        }
        assertThat(requests).noneMatch(request -> request.contains("elsewhere"));
    }

    @Test
    void whereNobodyListensIsSaid() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertProblem(
                URI.create("http://127.0.0.1:" + port + "/client/api"),
                true,
                null,
                "nothing accepts connections at port " + port);
    }

    @Test
    void aServerThatAcceptsAndSaysNothingIsLeftAtTheDeadline() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertLeftInTime(socket, "");
        }
    }

    @Test
    void aServerThatStopsInTheMiddleIsLeftAtTheDeadline() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertLeftInTime(socket, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"listnet");
        }
    }

    @Test
    void aServerThatNeverStopsIsLeftAtTheDeadlineOrWhenItHasSaidTooMuch() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread babbler = new Thread(() -> babble(socket), "babbler");
            babbler.start();
            assertProblem(endpoint(socket), true, null, "can't be asked");
            babbler.join();
        }
    }

    private void assertLeftInTime(ServerSocket socket, String said) throws Exception {
        Thread server = new Thread(() -> say(socket, said), "silent");
        server.start();
        Instant begun = Instant.now();
        Deadline deadline = Deadline.after(Duration.ofMillis(300), InstantSource.system());
        assertThatThrownBy(() -> api(endpoint(socket), true, null).ask("listNetworks", Map.of(), deadline))
                .hasMessageContaining("it did not answer in time");
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(5));
        server.join();
    }

    /** Says it and waits until the client goes. */
    private static void say(ServerSocket socket, String said) {
        try (Socket connection = socket.accept();
                InputStream in = connection.getInputStream()) {
            connection.getOutputStream().write(said.getBytes(StandardCharsets.UTF_8));
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The client is gone.
        }
    }

    private static void babble(ServerSocket socket) {
        try (Socket connection = socket.accept()) {
            OutputStream out = connection.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            byte[] noise = " ".repeat(65_536).getBytes(StandardCharsets.UTF_8);
            while (true) {
                out.write(noise);
            }
        } catch (IOException e) {
            // The client is gone.
        }
    }

    private void assertProblem(URI endpoint, boolean verify, @Nullable Path authority, String... words) {
        assertThatThrownBy(() -> ask(endpoint, verify, authority))
                .isInstanceOf(ProblemException.class)
                .hasMessageContainingAll(words)
                .message()
                .doesNotContain(API_KEY, SECRET_KEY, "signature");
    }

    private JsonObject ask(URI endpoint, boolean verify, @Nullable Path authority) {
        Deadline soon = Deadline.after(Duration.ofSeconds(10), InstantSource.system());
        return api(endpoint, verify, authority).ask("listNetworks", Map.of("id", "204"), soon);
    }

    private CloudStackApi api(URI endpoint, boolean verify, @Nullable Path authority) {
        try {
            return new HttpCloudStackApi(access(endpoint, verify, authority), InstantSource.system());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CloudStackAccess access(URI endpoint, boolean verify, @Nullable Path authority) throws IOException {
        return new CloudStackAccess(
                endpoint,
                secret("api-key", API_KEY),
                secret("secret-key", SECRET_KEY),
                Duration.ofMinutes(1),
                Duration.ofSeconds(5),
                verify,
                false,
                authority,
                false,
                Triggers.NONE);
    }

    private SecretReference secret(String name, String value) throws IOException {
        Path file = Files.writeString(directory.resolve(name), value);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return SecretReference.parse("${file:" + file + "}");
    }

    private static JsonObject count(int count) {
        JsonObject answer = new JsonObject();
        answer.addProperty("count", count);
        return answer;
    }

    private static URI endpoint(ServerSocket socket) {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/client/api");
    }

    private URI http() throws IOException {
        HttpServer plain = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        return started(plain, "http://127.0.0.1:");
    }

    /** A server whose certificate, signed by itself, is for this host; the certificate lies in {@code <host>.pem}. */
    private URI https(String host) throws Exception {
        Path store = directory.resolve(host + ".p12");
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + host,
                "-ext",
                "san=dns:" + host,
                "-validity",
                "2",
                store);
        keytool("-exportcert", "-rfc", "-file", directory.resolve(host + ".pem").toString(), store);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer tls = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tls.setHttpsConfigurator(new HttpsConfigurator(context));
        return started(tls, "https://localhost:");
    }

    private URI started(HttpServer fresh, String prefix) {
        fresh.createContext("/", exchange -> {
            try (exchange) {
                String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + form);
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Location", prefix + "1/elsewhere");
                exchange.sendResponseHeaders(status, status == 204 || bytes.length == 0 ? -1 : bytes.length);
                if (status != 204) {
                    exchange.getResponseBody().write(bytes);
                }
            }
        });
        fresh.start();
        server = fresh;
        return URI.create(prefix + fresh.getAddress().getPort() + "/client/api");
    }

    private static void keytool(Object... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        for (int i = 0; i < arguments.length - 1; i++) {
            line.add(arguments[i].toString());
        }
        line.addAll(List.of("-alias", "demarc", "-storepass", "changeit", "-storetype", "PKCS12", "-keystore"));
        line.add(arguments[arguments.length - 1].toString());
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
