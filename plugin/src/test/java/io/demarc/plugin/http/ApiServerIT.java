/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.demarc.plugin.operations.ExampleOperations;
import io.demarc.plugin.reconcile.Surroundings;
import io.demarc.plugin.reconcile.ThreadTimers;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ApiServerIT {
    @TempDir
    private Path directory;

    private final ExampleOperations operations = new ExampleOperations();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final Surroundings surroundings =
            new Surroundings(Clock.systemUTC(), new ThreadTimers(clockwork, workers), new Random(1));
    private final CountDownLatch extensionMayAnswer = new CountDownLatch(1);
    private final CountDownLatch extensionIsAsked = new CountDownLatch(1);
    private ApiServer server;
    private RawHttp http;

    @BeforeEach
    void open() {
        server = server(directory.resolve("demarc.sock"));
        server.start();
        http = new RawHttp(directory.resolve("demarc.sock"));
    }

    @AfterEach
    void close() {
        extensionMayAnswer.countDown();
        server.close();
        clockwork.shutdownNow();
        workers.shutdownNow();
    }

    private ApiServer server(Path socket) {
        return new ApiServer(
                socket,
                operations,
                (command, payload, deadline) -> {
                    operations.asked.add(command + " " + new String(payload, StandardCharsets.UTF_8) + " within "
                            + Math.round(deadline.left().toMillis() / 1000.0) + " s");
                    if (command.equals("slow")) {
                        extensionIsAsked.countDown();
                        awaitPermission();
                    }
                    return new ExtensionHandler.Reply(!command.equals("refuse"), "{\"told\":\"" + command + "\"}");
                },
                surroundings);
    }

    private void awaitPermission() {
        try {
            extensionMayAnswer.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void everyReadAnswersItsView() throws IOException {
        assertThat(http.get("/v1/health")).isEqualTo(new RawHttp.Reply(200, "{\"status\":\"ok\"}"));
        for (String path : List.of(
                "switches",
                "switches/tor-a1/check",
                "ports",
                "ports/tor-a1/GigabitEthernet1%2F0%2F7",
                "locate?mac=52:54:00:12:34:56",
                "devices",
                "networks",
                "plan",
                "plan?switch=tor-a1",
                "journal",
                "journal?last=1",
                "runbooks",
                "runbooks/replace-node",
                "runs",
                "runs/7",
                "runs/7/log",
                "doctor")) {
            RawHttp.Reply reply = http.get("/v1/" + path);
            assertThat(reply.status()).as(path).isEqualTo(200);
            assertThat(JsonParser.parseString(reply.body()).isJsonNull())
                    .as(path)
                    .isFalse();
        }
        assertThat(operations.asked)
                .contains("read tor-a1 GigabitEthernet1/0/7", "locate 52:54:00:12:34:56", "plan tor-a1", "newest 1");
    }

    @Test
    void fieldsAreInSnakeCaseAndNullsAreWritten() throws IOException {
        assertThat(http.get("/v1/ports").body())
                .contains("\"switch_name\":\"tor-b1\"", "\"observed_vlan\":null", "\"took_millis\":412");
    }

    @Test
    void changesAreMadeInTheNameOfTheUnixUserAtTheOtherEnd() throws IOException {
        String user = System.getProperty("user.name");
        http.say("PUT /v1/inventory?dry_run=true HTTP/1.1\r\nHost: x\r\nDemarc-User: mallory\r\nConnection: close\r\n"
                + "Content-Length: 12\r\n\r\nswitches: []");
        http.ask("POST", "/v1/attachments", "{\"device\":\"acme-vpn\",\"network\":\"acme-net\",\"force\":true}");
        http.ask("DELETE", "/v1/attachments/acme-vpn?dry_run=true", "");
        http.ask("POST", "/v1/reconcile?switch=tor-a1", "");
        http.ask("POST", "/v1/switches/tor-a1/trust?fingerprint=SHA256:abc", "");
        assertThat(operations.asked)
                .containsExactly(
                        "try switches: [] by OPERATOR " + user,
                        "attach acme-vpn acme-net force by OPERATOR " + user,
                        "detach acme-vpn try by OPERATOR " + user,
                        "reconcile tor-a1 by OPERATOR " + user,
                        "trust tor-a1 SHA256:abc by OPERATOR " + user);
    }

    @Test
    void waitSecondsIsTheDeadline() throws IOException {
        http.get("/v1/plan?wait_seconds=7");
        assertThat(operations.lastLeft()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(7));
    }

    @Test
    void anExtensionCommandIsAnsweredByItsLineAndAStatusThatSaysSuccess() throws IOException {
        assertThat(http.ask("POST", "/v1/extension/implement-network?seconds=60", "{\"a\":1}"))
                .isEqualTo(new RawHttp.Reply(200, "{\"told\":\"implement-network\"}"));
        assertThat(http.ask("POST", "/v1/extension/refuse?seconds=3", "{}"))
                .isEqualTo(new RawHttp.Reply(422, "{\"told\":\"refuse\"}"));
        assertThat(operations.asked).containsExactly("implement-network {\"a\":1} within 55 s", "refuse {} within 2 s");
    }

    @Test
    void theWayBackIsTakenOffTheSecondsOfAnExtensionCommand() {
        assertThat(ApiRoutes.budget(1)).isEqualTo(Duration.ofMillis(500));
        assertThat(ApiRoutes.budget(2)).isEqualTo(Duration.ofSeconds(1));
        assertThat(ApiRoutes.budget(20)).isEqualTo(Duration.ofSeconds(18));
        assertThat(ApiRoutes.budget(60)).isEqualTo(Duration.ofSeconds(55));
    }

    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void aProblemKeepsItsCodeAndGetsTheStatusOfItsKind(ProblemCode code) throws IOException {
        operations.failWith(new Problem(code, "It is so.", "Do that.", List.of("detail")));
        RawHttp.Reply reply = http.get("/v1/switches");
        assertThat(reply.body())
                .isEqualTo("{\"code\":\"" + code.id()
                        + "\",\"summary\":\"It is so.\",\"fix\":\"Do that.\",\"details\":[\"detail\"]}");
        int first = switch (code.kind()) {
            case INPUT -> 4;
            case CONFIG, DEVICE, BUSY, INTERNAL -> 5;
        };
        assertThat(reply.status() / 100).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/nothing",
                "/v1/",
                "/",
                "/v2/switches",
                "/v1/switches/",
                "/v1//switches",
                "/v1/ports/tor-a1/a/b",
                "/v1/../v1/switchesx",
            })
    void aPathThatIsNotThereIsNotFound(String path) throws IOException {
        RawHttp.Reply reply = http.get(path);
        assertThat(reply.status()).isIn(404, 400);
        assertThat(object(reply).get("code").getAsString()).isIn("not-found", "input-invalid");
        assertThat(operations.asked).isEmpty();
    }

    @Test
    void aWrongMethodIsToldTheRightOnes() throws IOException {
        RawHttp.Reply reply = http.ask("DELETE", "/v1/switches", "");
        assertThat(reply.status()).isEqualTo(405);
        assertThat(object(reply).get("fix").getAsString()).contains("GET");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/switches?nonsense=1",
                "/v1/plan?switch=a&switch=b",
                "/v1/plan?wait_seconds=-1",
                "/v1/plan?wait_seconds=1e9",
                "/v1/plan?wait_seconds=99999999999999999999",
                "/v1/journal?limit=0",
                "/v1/journal?limit=1001",
                "/v1/journal?last=0",
                "/v1/journal?after=x",
                "/v1/locate",
                "/v1/locate?mac=",
                "/v1/ports/tor-a1/%ZZ",
                "/v1/plan?switch=%C3%28",
            })
    void aBadRequestIsRefusedInJson(String path) throws IOException {
        RawHttp.Reply reply = http.get(path);
        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(object(reply).get("code").getAsString()).isEqualTo("input-invalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "\"x\"",
                "{}",
                "{\"device\":\"a\"}",
                "{\"device\":\"\",\"network\":\"b\"}",
                "{\"device\":{},\"network\":\"b\"}",
                "{\"device\":\"a\",\"network\":\"b\",\"wait_seconds\":-1}",
                "{\"device\":\"a\",\"network\":\"b\",\"wait_seconds\":601}",
                "{\"device\":\"a\",\"network\":\"b\",\"wait_seconds\":\"x\"}",
                "{\"device\":\"a\",\"network\":\"b\",\"force\":\"perhaps\"}",
                "{\"device\":\"a\",\"network\":\"b\",\"forse\":true}",
            })
    void aBodyThatIsNoAttachmentIsRefused(String body) throws IOException {
        RawHttp.Reply reply = http.ask("POST", "/v1/attachments", body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(object(reply).get("code").getAsString()).isEqualTo("input-invalid");
        assertThat(operations.asked).isEmpty();
    }

    @Test
    void aBodyOfMoreThanAMebibyteIsRefused() throws IOException {
        RawHttp.Reply reply = http.ask("PUT", "/v1/inventory", "x".repeat((1 << 20) + 1));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("more than 1048576 bytes");
        assertThat(operations.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1.5", "99999999999999999999", "3&based_on=3"})
    void aBasisThatIsNoVersionIsRefusedAndNotTakenForNone(String basis) throws IOException {
        RawHttp.Reply reply = http.ask("PUT", "/v1/inventory?based_on=" + basis, "switches: []");
        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(operations.asked).isEmpty();
    }

    @Test
    void anInventoryIsAppliedAndRolledBackForTheVersionThatTheRequestNames() throws IOException {
        String user = System.getProperty("user.name");
        RawHttp.Reply reply = http.ask("PUT", "/v1/inventory?based_on=3", "switches: []");
        http.ask("POST", "/v1/inventory/versions/2/rollback?based_on=3&dry_run=true", "");

        assertThat(object(reply).keySet())
                .containsExactly(
                        "added",
                        "changed",
                        "removed",
                        "parked",
                        "left",
                        "warnings",
                        "based_on",
                        "version",
                        "rewritten",
                        "applied");
        assertThat(operations.asked)
                .containsExactly(
                        "apply on 3 switches: [] by OPERATOR " + user, "roll back to 2: try on 3 by OPERATOR " + user);
    }

    @Test
    void aSwitchIsRetiredOnlyAfterItWasLookedAt() throws IOException {
        RawHttp.Reply shown = http.ask("POST", "/v1/switches/tor-a1/retire", "{}");
        RawHttp.Reply done =
                http.ask("POST", "/v1/switches/tor-a1/retire", "{\"ports\": [\"Gi2/0/1\"], \"seen\": \"5eed\"}");

        assertThat(object(shown).get("done").getAsBoolean()).isFalse();
        assertThat(object(shown).get("seen").getAsString()).isEqualTo("5eed");
        assertThat(object(done).get("done").getAsBoolean()).isTrue();
        assertThat(operations.asked)
                .satisfiesExactly(
                        asked -> assertThat(asked).startsWith("retire tor-a1 [] seen nothing"),
                        asked -> assertThat(asked).startsWith("retire tor-a1 [Gi2/0/1] seen 5eed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"force\": true}", "{\"ports\": 1}", "{\"seen\": {}}"})
    void anOrderToRetireThatCantBeReadRetiresNothing(String body) throws IOException {
        RawHttp.Reply reply = http.ask("POST", "/v1/switches/tor-a1/retire", body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(operations.asked).isEmpty();
    }

    @Test
    void aVersionThatIsNotThereIsNotFound() throws IOException {
        assertThat(http.get("/v1/inventory/versions/9").status()).isEqualTo(404);
        assertThat(http.get("/v1/inventory/versions?last=201").status()).isEqualTo(400);
        assertThat(object(http.get("/v1/inventory/versions/2")).get("text").getAsString())
                .startsWith("# Two racks; ours is the left one \u2014 Ada\n");
    }

    @Test
    void anInventoryThatIsNotUtf8IsRefused() throws IOException {
        RawHttp.Reply reply = http.say(
                "PUT /v1/inventory HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n\u00ff\u00fe");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\r\n\r\n\u0000\u0001\u0002\r\n\r\n", "GET /v1/health\r\n\r\n", "GET /v1/health FTP/9\r\n\r\n"})
    void whatIsNoHttpIsRefusedInJson(String bytes) throws IOException {
        RawHttp.Reply reply = http.say(bytes);
        assertThat(reply.status()).isBetween(400, 505);
        assertThat(object(reply).get("summary").getAsString()).isNotEmpty();
    }

    @Test
    void headersWithoutEndAreRefused() throws IOException {
        RawHttp.Reply reply = http.say("GET /v1/health HTTP/1.1\r\nHost: x\r\nA: " + "a".repeat(40_000) + "\r\n\r\n");
        assertThat(reply.status()).isEqualTo(431);
        assertThat(object(reply).get("code").getAsString()).isEqualTo("input-invalid");
    }

    @Test
    void aDefectIsToldWithoutItsTrace() throws IOException {
        operations.entries.clear();
        operations.entries.add(null);
        RawHttp.Reply reply = http.get("/v1/journal");
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.body()).contains("\"code\":\"internal\"").doesNotContain("Exception", "java.");
    }

    @Test
    void aFollowerOfTheJournalIsAnsweredWhenAnEntryComes() throws Exception {
        CompletableFuture<RawHttp.Reply> follower = inBackground("/v1/journal?after=2&wait_seconds=30");
        org.awaitility.Awaitility.await().until(() -> operations.asked.contains("journal after 2 limit 1"));
        operations.entries.add(ExampleOperations.entry(3, "event", null, "news"));
        surroundings.timers().wake();
        assertThat(follower.get(10, TimeUnit.SECONDS).body()).contains("\"message\":\"news\"");
    }

    @Test
    void aFollowerIsAnsweredWhenTheServerEnds() throws Exception {
        CompletableFuture<RawHttp.Reply> follower = inBackground("/v1/journal?after=2&wait_seconds=60");
        org.awaitility.Awaitility.await().until(() -> operations.asked.contains("journal after 2 limit 1"));
        server.close();
        assertThat(follower.get(10, TimeUnit.SECONDS)).isEqualTo(new RawHttp.Reply(200, "[]"));
    }

    @Test
    void aRequestThatWasTakenIsAnsweredWhileTheServerEnds() throws Exception {
        CompletableFuture<RawHttp.Reply> slow = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return http.ask("POST", "/v1/extension/slow?seconds=60", "{}");
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                workers);
        extensionIsAsked.await();
        CompletableFuture<Void> ending = CompletableFuture.runAsync(server::close, workers);
        extensionMayAnswer.countDown();
        assertThat(slow.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
        ending.get(20, TimeUnit.SECONDS);
        assertThat(directory.resolve("demarc.sock")).doesNotExist();
    }

    @Test
    void ownerAndGroupMayUseTheSocketAndNobodyElse() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("demarc.sock"))))
                .isEqualTo("rw-rw----");
    }

    @Test
    void aSecondDaemonIsToldOfTheFirst() {
        try (ApiServer second = server(directory.resolve("demarc.sock"))) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("Another daemon answers on");
        }
        assertThat(directory.resolve("demarc.sock")).exists();
    }

    @Test
    void theSocketOfADeadDaemonIsReplaced() throws IOException {
        Path left = directory.resolve("left.sock");
        try (ServerSocketChannel dead = ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(left));
        }
        assertThat(left).exists();
        try (ApiServer successor = server(left)) {
            successor.start();
            assertThat(new RawHttp(left).get("/v1/health").status()).isEqualTo(200);
        }
    }

    @Test
    void aFileInTheSocketsPlaceIsLeftAlone() throws IOException {
        Path file = Files.writeString(directory.resolve("precious"), "data");
        try (ApiServer other = server(file)) {
            assertThatThrownBy(other::start).hasMessageContaining("is a file, and no socket");
        }
        assertThat(file).hasContent("data");
    }

    @Test
    void aMissingDirectoryAndAPathTooLongAreTold() {
        try (ApiServer other = server(directory.resolve("missing/demarc.sock"))) {
            assertThatThrownBy(other::start).hasMessageContaining("there is no directory");
        }
        try (ApiServer other = server(directory.resolve("x".repeat(120)))) {
            assertThatThrownBy(other::start).hasMessageContaining("more than 107 bytes");
        }
    }

    @Test
    void connectionsThatSayNothingDoNotKeepOthersOut() throws IOException {
        List<SocketChannel> silent = new java.util.ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                silent.add(SocketChannel.open(UnixDomainSocketAddress.of(http.socket())));
            }
            assertThat(http.get("/v1/health").status()).isEqualTo(200);
        } finally {
            for (SocketChannel channel : silent) {
                channel.close();
            }
        }
    }

    private CompletableFuture<RawHttp.Reply> inBackground(String path) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return http.get(path);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                workers);
    }

    private static JsonObject object(RawHttp.Reply reply) {
        return JsonParser.parseString(reply.body()).getAsJsonObject();
    }
}
