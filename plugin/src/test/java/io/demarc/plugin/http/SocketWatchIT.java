/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketWatchIT {
    @TempDir
    private Path directory;

    private final AtomicInteger deaths = new AtomicInteger();

    @Test
    void threeSilencesInARowAreADeathWhichIsToldOnce() {
        ArrayDeque<Boolean> answers =
                new ArrayDeque<>(List.of(true, false, false, true, false, false, false, false, false));
        SocketWatch watch = new SocketWatch(answers::remove, deaths::incrementAndGet);
        for (int round = 0; round < 6; round++) {
            watch.run();
        }
        assertThat(deaths).hasValue(0);
        for (int round = 0; round < 3; round++) {
            watch.run();
        }
        assertThat(deaths).hasValue(1);
    }

    @Test
    void aSocketThatIsGoneOrAcceptsNobodyOrSaysNothingIsNotAnswered() throws IOException {
        Path socket = directory.resolve("s");
        SocketProbe probe = new SocketProbe(socket, Duration.ofMillis(200));
        assertThat(probe.isAnswered()).isFalse();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            assertThat(probe.isAnswered()).isFalse();
            try (SocketChannel accepted = server.accept()) {
                assertThat(accepted.isOpen()).isTrue();
            }
        }
        assertThat(probe.isAnswered()).isFalse();
    }
}
