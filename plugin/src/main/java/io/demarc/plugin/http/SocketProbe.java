/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** Asks through the daemon's socket, as everybody else does, whether a daemon answers there. Thread-safe. */
public record SocketProbe(Path socket, Duration patience) {
    private static final String QUESTION = "GET /v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    private static final String ANSWER = "HTTP/1.1 200 ";

    /** Whether the answer came within the patience. */
    public boolean isAnswered() {
        try (Selector selector = Selector.open();
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false);
            if (!channel.connect(UnixDomainSocketAddress.of(socket))) {
                return false;
            }
            channel.write(ByteBuffer.wrap(QUESTION.getBytes(StandardCharsets.US_ASCII)));
            channel.register(selector, SelectionKey.OP_READ);
            ByteBuffer answer = ByteBuffer.allocate(ANSWER.length());
            long end = System.nanoTime() + patience.toNanos();
            while (answer.hasRemaining()) {
                long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
                if (left <= 0 || selector.select(left) == 0 || channel.read(answer) < 0) {
                    return false;
                }
                selector.selectedKeys().clear();
            }
            return new String(answer.array(), StandardCharsets.US_ASCII).equals(ANSWER);
        } catch (IOException e) {
            return false;
        }
    }
}
