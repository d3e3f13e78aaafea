/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.replica.FakeDatabases.Fault;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;

/**
 * Loads compressed statements into a {@link FakeServer}, each as soon as it has come. When its connection breaks, its session stays
 * until it is ended, as one does that is at a statement which takes long.
 */
final class FakeLoad extends FakeCommand {
    private final FakeSession session;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final MessageDigest sum = sha256();
    private int run;
    private boolean isFailed;

    private FakeLoad(FakeDaemon daemon, FakeServer server) {
        super(daemon, server);
        this.session = new FakeSession(server, daemon.world().clock, false);
    }

    static FakeLoad start(FakeDaemon daemon, FakeServer server) {
        connect(daemon);
        return new FakeLoad(daemon, server);
    }

    static void connect(FakeDaemon daemon) {
        if (daemon.world().takes(Fault.LOAD_UNREACHABLE)) {
            throw ProblemException.of(ProblemCode.NODE_UNREACHABLE, "Host host-2 can't be reached.", "Look at it.");
        }
    }

    @Override
    void write(byte[] octets) throws IOException {
        if (isFailed) {
            throw new IOException("nobody reads it");
        }
        received.writeBytes(octets);
        sum.update(octets);
        String text = text();
        int end = text.lastIndexOf(";\n") + 2;
        String statements = text.substring(Math.min(run, end), end).replaceAll("(?m)^--.*\\n", "");
        for (String statement : statements.split(";\n")) {
            if (!statement.isEmpty()) {
                runs(statement);
            }
        }
        run = Math.max(run, end);
    }

    private void runs(String statement) {
        if (isFailed) {
            return;
        }
        if (statement.startsWith("COPY 2") && daemon.world().takes(Fault.LOAD_FAILS)) {
            fails("ERROR 1114 (HY000) at line 7: The table 't' is full\n");
            return;
        }
        try {
            server.answer(statement, session);
        } catch (FakeServer.Refused e) {
            fails(e.getMessage() + "\n");
        }
    }

    private void fails(String error) {
        isFailed = true;
        complaints.append(error).append("demarc: load 1\n");
        session.end();
    }

    /** As much as can be read of what has come. */
    private String text() throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (GZIPInputStream zipped = new GZIPInputStream(new ByteArrayInputStream(received.toByteArray()))) {
            for (int octet = zipped.read(); octet >= 0; octet = zipped.read()) {
                plain.write(octet);
            }
        } catch (EOFException e) {
            // More is to come.
        }
        return plain.toString(StandardCharsets.UTF_8);
    }

    @Override
    void endInput() {
        if (!isFailed) {
            session.end();
            String said = daemon.world().takes(Fault.LOAD_IS_DAMAGED) ? "0".repeat(64) : hex(sum);
            complaints.append("demarc: load 0\ndemarc: gzip 0\ndemarc: sum " + said + "\n");
        }
    }

    @Override
    public OptionalInt awaitExit(Duration limit) {
        daemon.pause();
        return isOpen ? OptionalInt.of(0) : OptionalInt.empty();
    }

    @Override
    void ended() {}
}
