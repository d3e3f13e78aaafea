/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.replica.FakeDatabases.Fault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Takes the files of another server beside those of a {@link FakeServer}: they are there when all of them have come. */
final class FakeReceive extends FakeCommand {
    private static final Pattern LAST = Pattern.compile("(?m)^ALL AS OF (\\d+), (\\S+) (\\d+)$");

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final MessageDigest sum = sha256();
    private boolean isFailed;

    FakeReceive(FakeDaemon daemon, FakeServer server) {
        super(daemon, server);
        FakeLoad.connect(daemon);
        fails(server.files.beginReceiving());
    }

    private void fails(String why) {
        if (!why.isEmpty()) {
            isFailed = true;
            complaints.append(why);
        }
    }

    @Override
    void write(byte[] octets) throws IOException {
        if (received.size() > 0 && daemon.world().takes(Fault.LOAD_FAILS)) {
            fails("mbstream: No space left on device\ndemarc: load 1\n");
        }
        if (isFailed) {
            throw new IOException("nobody reads it");
        }
        received.writeBytes(octets);
        sum.update(octets);
    }

    @Override
    void endInput() {
        if (isFailed) {
            return;
        }
        String said = daemon.world().takes(Fault.LOAD_IS_DAMAGED) ? "0".repeat(64) : hex(sum);
        try (GZIPInputStream zipped = new GZIPInputStream(new ByteArrayInputStream(received.toByteArray()))) {
            Matcher last = LAST.matcher(new String(zipped.readAllBytes(), StandardCharsets.UTF_8));
            server.claim(last.find(), "gets files that don't say when they were copied");
            server.files.received(Long.parseLong(last.group(1)));
            complaints.append("demarc: load 0\ndemarc: gzip 0\ndemarc: sum " + said + "\n");
            complaints.append("demarc: taken " + last.group(2) + "\t" + last.group(3) + "\t0-1-7\n");
        } catch (IOException e) {
            fails("gzip: stdin: unexpected end of file\ndemarc: gzip 1\n");
        }
        isFailed = true;
    }

    @Override
    public OptionalInt awaitExit(Duration limit) {
        daemon.pause();
        return isOpen ? OptionalInt.of(0) : OptionalInt.empty();
    }

    @Override
    void ended() {}
}
