/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/**
 * A command that runs on a server while it is fed and read. Closing it ends the channel: the command finds its input at its
 * end and nobody at its output. Reading and writing are for one thread each; the rest is thread-safe.
 */
public final class SshExec implements AutoCloseable {
    private static final int LONGEST_COMPLAINT = 64 * 1024;
    private static final Duration POLL = Duration.ofMillis(20);

    private final ChannelExec channel;
    private final OutputStream input;
    private final InputStream output;
    private final Tail complaints;

    private SshExec(ChannelExec channel, OutputStream input, InputStream output, Tail complaints) {
        this.channel = channel;
        this.input = input;
        this.output = output;
        this.complaints = complaints;
    }

    static SshExec start(Session session, String command, Duration limit) throws JSchException, IOException {
        ChannelExec channel = (ChannelExec) session.openChannel("exec");
        channel.setCommand(command.getBytes(StandardCharsets.UTF_8));
        Tail complaints = new Tail();
        channel.setErrStream(complaints);
        InputStream output = channel.getInputStream();
        OutputStream input = channel.getOutputStream();
        channel.connect((int) Math.max(1, limit.toMillis()));
        return new SshExec(channel, input, output, complaints);
    }

    /** What the command reads; closing it is its end of file. */
    public OutputStream input() {
        return input;
    }

    /** What the command prints. At its end the command, or the connection, has ended. */
    public InputStream output() {
        return output;
    }

    /** The end of what it has complained about so far, at most 64 KiB. */
    public String complaints() {
        return complaints.text();
    }

    /** Waits for the exit status; empty when there is none within the limit, or none at all because the connection broke. */
    public OptionalInt awaitExit(Duration limit) {
        long until = System.nanoTime() + limit.toNanos();
        while (!channel.isClosed() && System.nanoTime() < until) {
            LockSupport.parkNanos(POLL.toNanos());
        }
        return channel.isClosed() && channel.getExitStatus() >= 0
                ? OptionalInt.of(channel.getExitStatus())
                : OptionalInt.empty();
    }

    @Override
    public void close() {
        channel.disconnect();
    }

    /** The last octets of a stream. Thread-safe. */
    private static final class Tail extends OutputStream {
        private final byte[] ring = new byte[LONGEST_COMPLAINT];
        private long written;

        @Override
        public synchronized void write(int octet) {
            ring[(int) (written++ % ring.length)] = (byte) octet;
        }

        synchronized String text() {
            int length = (int) Math.min(written, ring.length);
            byte[] octets = new byte[length];
            for (int i = 0; i < length; i++) {
                octets[i] = ring[(int) ((written - length + i) % ring.length)];
            }
            return new String(octets, StandardCharsets.UTF_8);
        }
    }
}
