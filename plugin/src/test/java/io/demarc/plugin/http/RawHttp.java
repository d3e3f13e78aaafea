/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Says exactly the bytes that a test wants to a UNIX socket, well-formed or not, and reads until the other side ends. */
record RawHttp(Path socket) {
    /** @param body of the answer */
    record Reply(int status, String body) {}

    Reply get(String path) throws IOException {
        return ask("GET", path, "");
    }

    Reply ask(String method, String path, String body) throws IOException {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return say(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
                + length + "\r\n\r\n" + body);
    }

    Reply say(String bytes) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            try {
                write(channel, bytes);
            } catch (IOException e) {
                // The server has heard enough and closed: what it answered is there to be read.
                return read(channel);
            }
            return read(channel);
        }
    }

    static void write(SocketChannel channel, String bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    static Reply read(SocketChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        try {
            while (channel.read(buffer) >= 0) {
                all.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
        } catch (IOException e) {
            // A server that closes with requests unread resets the connection, after its answer (unix(7)).
            if (all.size() == 0) {
                throw e;
            }
        }
        String text = all.toString(StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (!text.startsWith("HTTP/1.1 ") || end < 0) {
            throw new IOException("no HTTP: '" + text + "'");
        }
        return new Reply(
                Integer.parseInt(text.substring(9, 12)), text.substring(end + 4).strip());
    }
}
