/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.replica.FakeDatabases.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.zip.GZIPOutputStream;

/** Dumps a {@link FakeServer} in pieces; the copy that reads it pauses before each of them. */
final class FakeDump extends FakeCommand {
    private static final List<String> PART = List.of("--", "app", FakePart.TABLE);

    private final boolean isFromPrimary;
    private final boolean isPart;
    private final boolean isTrial;
    private final boolean isOfFiles;
    private final boolean isSnapshot;
    private final boolean isTellingItsMoment;
    private final long begunAt;
    private final ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    private final GZIPOutputStream plain;
    private final MessageDigest sum = sha256();
    private int piece;
    private boolean isBroken;

    FakeDump(FakeDaemon daemon, FakeServer server, List<String> argv) {
        super(daemon, server);
        this.isFromPrimary = server == daemon.world().primary;
        this.isPart = argv.subList(argv.size() - PART.size(), argv.size()).equals(PART);
        this.isTrial = argv.contains("--no-data");
        this.isOfFiles = argv.get(3).equals("demarc-backup");
        this.isSnapshot = argv.contains("--single-transaction")
                && (isPart
                        ? daemon.world().table(FakePart.TABLE).engine().equals("InnoDB")
                        : daemon.world().isAllTransactional());
        this.isTellingItsMoment = argv.contains("--master-data=2");
        this.begunAt = server.data;
        server.claim(isOfFiles || argv.contains("--all-databases") != isPart, "isn't dumped as a whole: " + argv);
        try {
            plain = new GZIPOutputStream(zipped, 512, true);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private boolean meets(Fault fault) {
        return daemon.world().takes(fault);
    }

    @Override
    byte[] print() throws IOException {
        daemon.pause();
        if (!isOpen) {
            throw new IOException("the connection is closed");
        }
        if (isTrial) {
            return definitions();
        }
        if (piece == 0) {
            server.claim(
                    isOfFiles || isSnapshot || server.isLocked() || !isFromPrimary, "is written to while it is dumped");
            server.claim(isFromPrimary || !server.isRunning(), "applies its primary's log while it is dumped");
        }
        daemon.world().tick();
        piece++;
        Runnable event = daemon.world().meanwhile.remove(piece);
        if (event != null) {
            event.run();
        }
        if (piece == 1 && meets(Fault.DUMP_REFUSED)) {
            return end("mariadb-dump: Got error: 1045: Access denied\n", 2);
        } else if (piece == 2 && meets(Fault.DUMP_FAILS)) {
            return end("mariadb-dump: Error 2013: Lost connection to server\n", 3);
        } else if (isBroken || (piece == 2 && meets(Fault.DUMP_BREAKS))) {
            isBroken = true;
            return new byte[0];
        } else if (piece > FakeDatabases.PIECES) {
            return piece == FakeDatabases.PIECES + 1 ? end("", 0) : new byte[0];
        }
        if (piece == 1 && isTellingItsMoment) {
            write("-- CHANGE MASTER TO MASTER_LOG_FILE='" + FakeServer.LOG + "', MASTER_LOG_POS=" + begunAt + ";\n");
        }
        if (piece == 1 && !isOfFiles) {
            write("-- Current Database: `app`\n");
        }
        write("COPY " + piece + " OF " + FakeDatabases.PIECES + (isPart ? " OF `" + FakePart.TABLE + "`" : "")
                + " AS OF " + (isSnapshot ? begunAt : server.data) + ";\n");
        plain.flush();
        return taken();
    }

    private byte[] definitions() throws IOException {
        piece++;
        if (piece == 1) {
            write("-- Current Database: `app`\nCREATE TABLE t (id INT);\n");
            plain.flush();
            return taken();
        }
        return piece == 2 ? endWell("-- Dump completed\n") : new byte[0];
    }

    private byte[] endWell(String last) throws IOException {
        write(last);
        plain.close();
        byte[] octets = taken();
        complaints.append("demarc: dump 0\ndemarc: gzip 0\ndemarc: sum " + hex(sum) + "\n");
        return octets;
    }

    /** In its own log: what a replica logs is of no use to others. */
    private String ownPosition() {
        return isFromPrimary ? FakeServer.LOG + " " + server.data : "own.000009 77";
    }

    private void write(String text) throws IOException {
        plain.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] taken() {
        byte[] octets = zipped.toByteArray();
        zipped.reset();
        sum.update(octets);
        return octets;
    }

    private byte[] end(String remarks, int exit) throws IOException {
        piece = FakeDatabases.PIECES + 1;
        if (exit == 0 && !meets(Fault.DUMP_IS_CUT)) {
            write(isOfFiles ? "ALL AS OF " + server.data + ", " + ownPosition() + "\n" : "-- Dump completed\n");
        }
        plain.close();
        byte[] last = taken();
        String said = meets(Fault.DUMP_IS_DAMAGED) ? "0".repeat(64) : hex(sum);
        complaints.append(remarks).append("demarc: dump " + exit + "\ndemarc: gzip 0\ndemarc: sum " + said + "\n");
        return last;
    }

    @Override
    public OptionalInt awaitExit(Duration limit) {
        return isOpen && !isBroken ? OptionalInt.of(0) : OptionalInt.empty();
    }

    @Override
    void write(byte[] octets) {
        server.claim(new String(octets, StandardCharsets.UTF_8).isBlank(), "is to read what it dumps");
    }

    @Override
    void ended() {}
}
