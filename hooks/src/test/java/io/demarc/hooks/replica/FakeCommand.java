/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.node.RunningCommand;
import io.demarc.hooks.replica.FakeDatabases.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;

/** A command on one server of {@link FakeDatabases} that goes on for as long as somebody reads and feeds it. */
abstract class FakeCommand implements RunningCommand {
    final FakeDaemon daemon;
    final FakeServer server;
    final StringBuilder complaints = new StringBuilder();
    boolean isOpen = true;

    FakeCommand(FakeDaemon daemon, FakeServer server) {
        this.daemon = daemon;
        this.server = server;
    }

    static FakeCommand start(FakeDaemon daemon, FakeServer server, List<String> argv) {
        if (argv.equals(SqlClient.argv(server.database, "--unbuffered", "--skip-reconnect"))) {
            return new Session(daemon, server);
        }
        if (argv.equals(Script.HOLD.argv(List.of("45", "STOP SLAVE SQL_THREAD", "START SLAVE SQL_THREAD")))) {
            return new Hold(daemon, server);
        }
        if (argv.subList(0, 4).equals(Script.DUMP.argv(List.of()))) {
            return new FakeDump(daemon, server, argv);
        }
        if (argv.equals(Script.BACKUP.argv(List.of("45", "60")))) {
            return new FakeDump(daemon, server, argv);
        }
        if (argv.equals(Script.RECEIVE.argv(List.of("/var/lib/mysql/")))) {
            return new FakeReceive(daemon, server);
        }
        if (FakeScratch.isOf(argv)) {
            return new FakeScratch(daemon, server, argv.get(4));
        }
        if (argv.equals(
                Script.LOAD.argv(List.of("--batch", "--default-character-set=utf8mb4", "--max-allowed-packet=1G")))) {
            return FakeLoad.start(daemon, server);
        }
        throw server.refuse("is to run an unknown command: " + argv);
    }

    /** What becomes of it on its server when its connection has ended. */
    abstract void ended();

    abstract void write(byte[] octets) throws IOException;

    /** Octets that it prints next; empty at its end. */
    byte[] print() throws IOException {
        return new byte[0];
    }

    void cut() {
        if (isOpen) {
            isOpen = false;
            ended();
        }
    }

    @Override
    public final void close() {
        cut();
        daemon.closing(this);
    }

    /** The end of its input. */
    void endInput() {}

    @Override
    public final String complaints() {
        return complaints.toString();
    }

    @Override
    public OptionalInt awaitExit(Duration limit) {
        return isOpen ? OptionalInt.of(0) : OptionalInt.empty();
    }

    @Override
    public final OutputStream input() {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] octets, int from, int length) throws IOException {
                if (!isOpen) {
                    throw new IOException("the connection is closed");
                }
                byte[] part = new byte[length];
                System.arraycopy(octets, from, part, 0, length);
                FakeCommand.this.write(part);
            }

            @Override
            public void close() {
                if (isOpen) {
                    endInput();
                }
            }
        };
    }

    private final InputStream output = new InputStream() {
        private byte[] rest = new byte[0];
        private int at;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] octets, int from, int length) throws IOException {
            if (at == rest.length) {
                rest = print();
                at = 0;
            }
            int taken = Math.min(length, rest.length - at);
            System.arraycopy(rest, at, octets, from, taken);
            at += taken;
            return taken == 0 ? -1 : taken;
        }
    };

    @Override
    public final InputStream output() {
        return output;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** A client that is sent one statement at a time, and answers it. */
    private static final class Session extends FakeCommand {
        private final FakeSession session;
        private final StringBuilder asked = new StringBuilder();
        private final StringBuilder answers = new StringBuilder();
        private int statements;

        Session(FakeDaemon daemon, FakeServer server) {
            super(daemon, server);
            this.session = new FakeSession(server, daemon.world().clock, true);
        }

        @Override
        void write(byte[] octets) throws IOException {
            asked.append(new String(octets, StandardCharsets.UTF_8));
            String mark = "demarc-said-" + statements;
            String end = ";\nSELECT '" + mark + "' AS '" + mark + "';\n";
            int length = asked.indexOf(end);
            if (length < 0) {
                return;
            }
            String statement = asked.substring(0, length);
            asked.setLength(0);
            statements++;
            if (statement.startsWith("FLUSH TABLES")) {
                daemon.pause();
            }
            if (!isOpen || !session.isOpen) {
                complaints.append("ERROR 2006 (HY000): Server has gone away\n");
                return;
            }
            daemon.world().commands++;
            try {
                answers.append(server.answer(statement, session)).append(mark + "\n" + mark + "\n");
            } catch (FakeServer.Refused e) {
                complaints.append(e.getMessage()).append('\n');
                session.end();
            }
            daemon.world().commandEnded(daemon);
        }

        @Override
        byte[] print() {
            byte[] printed = answers.toString().getBytes(StandardCharsets.UTF_8);
            answers.setLength(0);
            return printed;
        }

        @Override
        void ended() {
            session.end();
        }
    }

    /** Keeps a replica from applying, until its input ends or its connection does. */
    private static final class Hold extends FakeCommand {
        private final FakeSession session;
        private boolean isTold;

        Hold(FakeDaemon daemon, FakeServer server) {
            super(daemon, server);
            this.session = new FakeSession(server, daemon.world().clock, false);
            session.isHolding = true;
            server.answer("STOP SLAVE SQL_THREAD", session);
        }

        @Override
        void write(byte[] octets) {}

        @Override
        byte[] print() throws IOException {
            daemon.pause();
            if (!isOpen) {
                throw new IOException("the connection is closed");
            }
            String printed = isTold ? "" : "stopped\n";
            isTold = true;
            return printed.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        void endInput() {
            if (session.isOpen && !daemon.world().takes(Fault.HOLD_IS_KILLED)) {
                server.answer("START SLAVE SQL_THREAD", session);
            }
            session.end();
        }

        @Override
        void ended() {
            endInput();
        }
    }
}
