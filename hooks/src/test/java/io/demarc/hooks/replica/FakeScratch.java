/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.replica.FakeDatabases.Fault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Loads a dump into a server of its own, beside the data of a {@link FakeServer}: its files are there when all of it is loaded. */
final class FakeScratch extends FakeCommand {
    private static final Pattern PIECE =
            Pattern.compile("(?m)^COPY (\\d+) OF " + FakeDatabases.PIECES + " AS OF (\\d+);$");

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final MessageDigest sum = sha256();
    private final boolean isTrial;
    private boolean isFailed;

    FakeScratch(FakeDaemon daemon, FakeServer server, String what) {
        super(daemon, server);
        this.isTrial = what.equals("trial");
        server.claim(server == daemon.world().replica, "gets a copy");
        if (!isTrial) {
            FakeLoad.connect(daemon);
        }
        fails(server.files.beginReceiving());
    }

    static boolean isOf(List<String> argv) {
        return argv.size() >= 10
                && argv.subList(0, 4).equals(Script.SCRATCH.argv(List.of()))
                && List.of("copy", "trial").contains(argv.get(4))
                && argv.subList(5, 10)
                        .equals(List.of(
                                "/var/lib/mysql/",
                                "/run/mysqld/mysqld.pid",
                                "45",
                                "-",
                                argv.get(4).equals("copy") ? "yes" : "no"));
    }

    private void fails(String why) {
        if (!why.isEmpty()) {
            isFailed = true;
            complaints.append(why);
        }
    }

    @Override
    void write(byte[] octets) throws IOException {
        if (isTrial && daemon.world().takes(Fault.TRIAL_REFUSED)) {
            fails("ERROR 1118 (42000) at line 9: Row size too large\ndemarc: load 1\n");
        } else if (!isTrial && received.size() > 0 && daemon.world().takes(Fault.LOAD_FAILS)) {
            fails("ERROR 1114 (HY000) at line 7: The table 't' is full\ndemarc: load 1\n");
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
        isFailed = true;
        boolean isDamaged = !isTrial && daemon.world().takes(Fault.LOAD_IS_DAMAGED);
        String said = isDamaged ? "0".repeat(64) : hex(sum);
        try (GZIPInputStream zipped = new GZIPInputStream(new ByteArrayInputStream(received.toByteArray()))) {
            String loaded = new String(zipped.readAllBytes(), StandardCharsets.UTF_8);
            complaints.append("demarc: load 0\ndemarc: gzip 0\ndemarc: sum " + said + "\n");
            if (!loaded.endsWith("SELECT 'demarc: whole';\n")) {
                return;
            }
            if (!isTrial) {
                server.files.proven(moment(loaded));
            }
            complaints.append("demarc: proven 0\n");
        } catch (IOException e) {
            fails("gzip: stdin: unexpected end of file\ndemarc: gzip 1\n");
        }
    }

    private long moment(String loaded) {
        Matcher piece = PIECE.matcher(loaded);
        int pieces = 0;
        long moment = -1;
        while (piece.find()) {
            long of = Long.parseLong(piece.group(2));
            server.claim(moment < 0 || moment == of, "gets rows of several moments");
            moment = of;
            pieces++;
        }
        server.claim(pieces == FakeDatabases.PIECES, "takes a part of a copy for a whole one");
        return moment;
    }

    @Override
    public OptionalInt awaitExit(Duration limit) {
        daemon.pause();
        return isOpen ? OptionalInt.of(0) : OptionalInt.empty();
    }

    @Override
    void ended() {}
}
