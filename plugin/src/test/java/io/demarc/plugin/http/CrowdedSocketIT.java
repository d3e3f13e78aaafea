/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.demarc.access.Deadline;
import io.demarc.plugin.operations.ExampleOperations;
import io.demarc.plugin.reconcile.Surroundings;
import io.demarc.plugin.reconcile.ThreadTimers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More callers than the daemon answers at one time, silent ones among them: events get through, and service resumes. */
@Timeout(60)
class CrowdedSocketIT {
    private static final String HALF_A_HEADER =
            "POST /v1/extension/implement-network?seconds=60 HTTP/1.1\r\nHost: x\r\nA";
    private static final String NO_BODY =
            "POST /v1/extension/implement-network?seconds=60 HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n{\"half\":";

    @TempDir
    private Path directory;

    private final ExampleOperations operations = new ExampleOperations();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final CountDownLatch slowMayAnswer = new CountDownLatch(1);
    private final AtomicInteger slowOnes = new AtomicInteger();
    private final List<SocketChannel> opened = Collections.synchronizedList(new ArrayList<>());
    private ApiServer server;
    private RawHttp http;

    @BeforeEach
    void open() {
        Path socket = directory.resolve("demarc.sock");
        Surroundings surroundings =
                new Surroundings(Clock.systemUTC(), new ThreadTimers(clockwork, workers), new Random(1));
        server = new ApiServer(socket, operations, this::answer, surroundings);
        server.start();
        http = new RawHttp(socket);
    }

    private ExtensionHandler.Reply answer(String command, byte[] payload, Deadline deadline) {
        if (payload.length == "{\"slow\":1}".length()) {
            slowOnes.incrementAndGet();
            try {
                slowMayAnswer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return new ExtensionHandler.Reply(true, "{\"left\":" + deadline.left().toSeconds() + "}");
    }

    @AfterEach
    void close() throws IOException {
        slowMayAnswer.countDown();
        for (SocketChannel channel : opened) {
            channel.close();
        }
        server.close();
        clockwork.shutdownNow();
        workers.shutdownNow();
    }

    @Test
    void threeHundredCustomActionsAtOnceAreAnsweredOrRefusedAndServiceResumes() throws Exception {
        List<CompletableFuture<RawHttp.Reply>> actions = IntStream.range(0, 300)
                .mapToObj(i -> inBackground("custom-action", "{\"slow\":1}"))
                .toList();
        await().until(() -> slowOnes.get() > 10);
        assertThat(event()).isEqualTo(200);
        slowMayAnswer.countDown();
        for (CompletableFuture<RawHttp.Reply> action : actions) {
            RawHttp.Reply reply = action.get(20, TimeUnit.SECONDS);
            assertThat(reply.status()).isIn(200, 503);
            assertThat(reply.body()).containsAnyOf("\"left\"", "Try again");
        }
        assertThat(event()).isEqualTo(200);
        assertThat(http.get("/v1/health").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", HALF_A_HEADER, NO_BODY})
    void twoHundredThatNeverFinishTheirRequestHoldNothingUpAndAreSentAwayInSeconds(String said) throws Exception {
        crowd(200, said);
        assertThat(event()).isEqualTo(200);
        assertThat(http.get("/v1/switches").status()).isEqualTo(200);
        Instant begun = Instant.now();
        for (SocketChannel channel : opened) {
            awaitEnd(channel);
        }
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void oneThatSaysAByteNowAndThenIsSentAwayAllTheSame() throws Exception {
        crowd(1, NO_BODY);
        SocketChannel dripping = opened.get(0);
        Future<?> drops = clockwork.scheduleAtFixedRate(() -> drip(dripping), 0, 900, TimeUnit.MILLISECONDS);
        Instant begun = Instant.now();
        awaitEnd(dripping);
        drops.cancel(false);
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void anyNumberOfSilentOnesLeavesRoomForAnEvent() throws Exception {
        for (int round = 0; round < 20; round++) {
            crowd(100, round % 2 == 0 ? "" : HALF_A_HEADER);
            assertThat(event()).isEqualTo(200);
        }
    }

    @Test
    void operatorsWhoAllWaitKeepNoEventWaiting() throws Exception {
        operations.holdReconcilingUntil(slowMayAnswer);
        List<CompletableFuture<RawHttp.Reply>> operators = IntStream.range(0, 300)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> ask("POST", "/v1/reconcile", ""), workers))
                .toList();
        await().until(() -> operators.stream().anyMatch(CompletableFuture::isDone));
        RawHttp.Reply refused = operators.stream()
                .filter(CompletableFuture::isDone)
                .findFirst()
                .orElseThrow()
                .join();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body()).contains("daemon-busy", "Try again");
        assertThat(event()).isEqualTo(200);
        assertThat(http.get("/v1/health").status()).isEqualTo(200);
        slowMayAnswer.countDown();
        for (CompletableFuture<RawHttp.Reply> operator : operators) {
            assertThat(operator.get(20, TimeUnit.SECONDS).status()).isIn(200, 503);
        }
        assertThat(http.get("/v1/switches").status()).isEqualTo(200);
    }

    @Test
    void anAnswerThatNobodyReadsIsGivenUp() throws Exception {
        for (long id = 0; id < 1000; id++) {
            operations.entries.add(ExampleOperations.entry(id, "event", null, "x".repeat(300)));
        }
        crowd(200, "GET /v1/journal?limit=1000 HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(ask("POST", "/v1/extension/implement-network?seconds=60", "{}")
                        .status())
                .isEqualTo(200);
        for (SocketChannel channel : opened) {
            channel.close();
        }
        await().until(() -> http.get("/v1/switches").status() == 200);
    }

    @Test
    void aRequestThatTakesSecondsIsAnsweredWhileTheServerEnds() throws Exception {
        CompletableFuture<RawHttp.Reply> slow = inBackground("shutdown-network", "{\"slow\":1}");
        await().until(() -> slowOnes.get() == 1);
        CompletableFuture<Void> ending = CompletableFuture.runAsync(server::close, workers);
        Future<?> permission = clockwork.schedule(slowMayAnswer::countDown, 2500, TimeUnit.MILLISECONDS);
        assertThat(slow.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
        ending.get(20, TimeUnit.SECONDS);
        assertThat(permission).isDone();
    }

    private int event() {
        Instant begun = Instant.now();
        int status =
                ask("POST", "/v1/extension/implement-network?seconds=60", "{}").status();
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(3));
        return status;
    }

    private CompletableFuture<RawHttp.Reply> inBackground(String command, String payload) {
        return CompletableFuture.supplyAsync(
                () -> ask("POST", "/v1/extension/" + command + "?seconds=60", payload), workers);
    }

    private RawHttp.Reply ask(String method, String path, String body) {
        try {
            return http.ask(method, path, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void crowd(int size, String said) throws IOException {
        for (int i = 0; i < size; i++) {
            SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(http.socket()));
            opened.add(channel);
            RawHttp.write(channel, said);
        }
    }

    private static void drip(SocketChannel channel) {
        try {
            RawHttp.write(channel, " ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads until the daemon has ended the connection, with or without words. */
    private static void awaitEnd(SocketChannel channel) {
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        try {
            while (channel.read(buffer) >= 0) {
                buffer.clear();
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }
}
