/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.access.Printable;
import io.demarc.hooks.node.RunningCommand;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One copy from a database server to another, compressed, through this process and onto nobody's disk. Statements reach
 * the copied-to server only when the dump has really begun and its moment is known, so that a source that can't be dumped costs
 * nothing. {@link #run} is for one thread; the rest is thread-safe.
 */
final class Transfer implements Runnable {
    private static final Duration CONNECTING = Duration.ofSeconds(20);
    private static final Duration DUMP_ENDING = Duration.ofSeconds(30);
    /** What is loaded last may be an index over a large table. */
    private static final Duration LOAD_ENDING = Duration.ofHours(12);

    private final CopyPlan plan;
    private final Consumer<String> notes;
    private final Instant begunAt;
    private final DumpStream passing = new DumpStream();
    private volatile String phase = "connecting";
    private volatile boolean isReplicaTouched;
    private volatile boolean isCancelled;
    private volatile @Nullable RunningCommand dump;
    private volatile @Nullable RunningCommand load;
    private volatile @Nullable Point point;
    private volatile @Nullable Result result;

    /** How it ended. */
    sealed interface Result {
        /** @param point what the copy holds */
        record Copied(Point point, long plainBytes, long sentBytes) implements Result {}

        /** @param isReplicaTouched whether the copied-to server has lost what it had */
        record Failed(Problem problem, boolean isReplicaTouched) implements Result {}
    }

    /** @param notes takes what is worth keeping, from any thread */
    Transfer(CopyPlan plan, Consumer<String> notes, Instant begunAt) {
        this.plan = plan;
        this.notes = notes;
        this.begunAt = begunAt;
    }

    Optional<Result> result() {
        return Optional.ofNullable(result);
    }

    Instant begunAt() {
        return begunAt;
    }

    String phase() {
        return phase;
    }

    long plainBytes() {
        return passing.plainBytes();
    }

    long estimate() {
        return plan.estimate();
    }

    /** Says that this process is still there, to what holds the source. */
    void beat() {
        plan.hold().beat();
        RunningCommand from = dump;
        if (plan.isOfFiles() && from != null) {
            beat(from);
        }
    }

    private static void beat(RunningCommand from) {
        try {
            from.input().write('\n');
            from.input().flush();
        } catch (IOException e) {
            // It finds nobody there, and ends; whoever reads it sees that.
            from.close();
        }
    }

    /** Ends it: soon, {@link #result} is a failure, and the source is free. */
    void cancel() {
        isCancelled = true;
        closeAll();
    }

    @Override
    public void run() {
        try {
            result = copy();
        } catch (ProblemException e) {
            result = failed(e.problem());
        } catch (IOException e) {
            result = failed(broken(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            result = failed(Problem.of(
                    ProblemCode.INTERNAL, "Demarc has a defect: " + e, "Please report it, with the run's log."));
        } finally {
            closeAll();
            passing.close();
        }
    }

    private Result failed(Problem problem) {
        closeAll();
        Problem told = isCancelled
                ? Problem.of(ProblemCode.DATABASE_REFUSED, "The copy was given up: " + problem.summary(), problem.fix())
                : problem;
        return new Result.Failed(told, isReplicaTouched);
    }

    private Result copy() throws IOException {
        endLeftOver();
        CatchUp catchUp = plan.catchUp();
        if (catchUp != null) {
            phase = "letting " + plan.replica().database() + " catch up";
            notes.accept(catchUp.inWords());
            catchUp.approach(this::checkWanted);
        }
        phase = "taking hold of " + plan.source().database();
        point = plan.hold().take().orElse(null);
        checkWanted();
        Point known = point;
        if (known != null) {
            notes.accept(plan.source().database() + " is held at " + known.coordinates() + " " + known.gtid());
        }
        RunningCommand from = plan.source().node().start(plan.sender(), CONNECTING);
        dump = from;
        checkWanted();
        phase = "dumping " + plan.source().database();
        byte[] begun = plan.isOfFiles() ? new byte[0] : begin(from);
        Point begunAt = point;
        if (catchUp != null && begunAt != null) {
            phase = "bringing " + plan.replica().database() + " to " + begunAt.coordinates();
            catchUp.reach(begunAt.coordinates(), this::checkWanted);
            notes.accept(plan.replica().database() + " has applied its primary's log up to " + begunAt.coordinates());
        }
        phase = "copying";
        RunningCommand to = plan.replica().node().start(plan.receiver(), CONNECTING);
        load = to;
        checkWanted();
        isReplicaTouched = !plan.isOfFiles();
        MessageDigest sent = sha256();
        MessageDigest received = sha256();
        feed(to.input(), member(plan.prelude()), received);
        received.update(begun);
        sent.update(begun);
        to.input().write(begun);
        long bytes = begun.length + pump(from, to, sent, received);
        endDump(from, sent);
        plan.hold().release();
        notes.accept(plan.source().database() + " is free again; the copy is whole: " + passing.plainBytes()
                + " octets, compressed " + bytes);
        phase = "loading what is left";
        feed(to.input(), member(plan.postlude()), received);
        to.input().close();
        endLoad(to, received);
        return new Result.Copied(moment(to), passing.plainBytes(), bytes);
    }

    /** What comes into being while it is given up was not there to be closed. */
    private void checkWanted() {
        if (isCancelled) {
            throw ProblemException.of(ProblemCode.DATABASE_REFUSED, "nobody wants it any more.", "Start another.");
        }
    }

    private Point moment(RunningCommand to) {
        Point known = point;
        if (known != null) {
            return known;
        }
        Coordinates taken = Script.taken(to.complaints())
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.DATABASE_REFUSED,
                        "The copy of " + plan.source().database()
                                + " doesn't say where in the binary log it was taken.",
                        "Look whether the binary log is on there (log_bin)."));
        Point told = new Point(taken, gtidAt(taken));
        notes.accept("the files of " + plan.source().database() + " are as of " + taken + " " + told.gtid());
        return told;
    }

    /** A load of an earlier attempt may still be at its last statement. */
    private void endLeftOver() {
        if (plan.isOfFiles()) {
            return;
        }
        String id = plan.replica()
                .ask("SELECT IFNULL(IS_USED_LOCK('" + ReplicaStatements.LOAD_LOCK + "'), 0) AS id")
                .get(0)
                .text("id");
        if (id.matches("[1-9]\\d{0,18}")) {
            notes.accept("the load of an earlier attempt still runs in session " + id + " of "
                    + plan.replica().database() + ": ending it");
            plan.replica().ask("KILL " + id);
        }
    }

    /** Reads until the dump has told its moment; returns what was read. */
    private byte[] begin(RunningCommand from) throws IOException {
        ByteArrayOutputStream begun = new ByteArrayOutputStream();
        byte[] buffer = new byte[32 * 1024];
        while (point == null || passing.plainBytes() == 0) {
            int length = from.output().read(buffer);
            if (length < 0) {
                throw dumpFailed(from);
            }
            passing.take(buffer, length);
            begun.write(buffer, 0, length);
            Optional<Coordinates> told = plan.dialect().positionIn(passing.head());
            if (point == null && told.isPresent()) {
                point = new Point(told.get(), gtidAt(told.get()));
                notes.accept(
                        "the dump of " + plan.source().database() + " was taken at " + told.get() + " " + point.gtid());
            } else if (point == null && passing.isWhole() && !passing.isDumpCompleted()) {
                throw dumpFailed(from);
            } else if (point == null && passing.isHeadOver()) {
                throw ProblemException.of(
                        ProblemCode.DATABASE_REFUSED,
                        "The dump of " + plan.source().database()
                                + " doesn't say where in the binary log it was taken.",
                        "Look whether the binary log is on there (log_bin), and at the dump program's options.");
            }
        }
        return begun.toByteArray();
    }

    private String gtidAt(Coordinates at) {
        return plan.dialect() == Dialect.MARIADB
                ? plan.primary()
                        .ask("SELECT BINLOG_GTID_POS(" + SqlText.literal(at.file()) + ", " + at.position()
                                + ") AS gtid")
                        .get(0)
                        .text("gtid")
                : plan.dialect().gtidIn(passing.head()).orElse("");
    }

    private long pump(RunningCommand from, RunningCommand to, MessageDigest sent, MessageDigest received)
            throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long bytes = 0;
        int length = from.output().read(buffer);
        while (length >= 0) {
            passing.take(buffer, length);
            sent.update(buffer, 0, length);
            received.update(buffer, 0, length);
            try {
                to.input().write(buffer, 0, length);
            } catch (IOException e) {
                throw new ProblemException(loadFailed(to).problem(), e);
            }
            bytes += length;
            length = from.output().read(buffer);
        }
        return bytes;
    }

    private void endDump(RunningCommand from, MessageDigest sent) {
        from.awaitExit(DUMP_ENDING);
        boolean isSame = hex(sent).equals(Script.sum(from.complaints()));
        boolean isWhole = passing.isWhole() && (plan.isOfFiles() || passing.isDumpCompleted());
        if (!Script.endedWell(from.complaints(), "dump") || !isWhole || !isSame) {
            throw dumpFailed(from);
        }
    }

    private ProblemException dumpFailed(RunningCommand from) {
        from.awaitExit(DUMP_ENDING);
        String remarks = Script.remarks(from.complaints());
        return ProblemException.of(
                ProblemCode.DATABASE_REFUSED,
                "The " + (plan.isOfFiles() ? "backup" : "dump") + " of "
                        + plan.source().database() + " did not come to its end: "
                        + Printable.of(remarks.isEmpty() ? "the connection broke" : remarks),
                "Look into the log of " + plan.source().database() + ", then resume: the copy begins again.");
    }

    private void endLoad(RunningCommand to, MessageDigest received) {
        to.awaitExit(LOAD_ENDING);
        boolean isSame = hex(received).equals(Script.sum(to.complaints()));
        boolean isWell = Script.endedWell(to.complaints(), "load") && Script.endedWell(to.complaints(), "gzip");
        if (!isWell || !isSame) {
            throw loadFailed(to);
        }
    }

    private ProblemException loadFailed(RunningCommand to) {
        to.awaitExit(DUMP_ENDING);
        String remarks = Script.remarks(to.complaints());
        return ProblemException.of(
                ProblemCode.DATABASE_REFUSED,
                (plan.isOfFiles() ? "Receiving the files for " : "Loading the copy into ")
                        + plan.replica().database() + " failed: "
                        + Printable.of(remarks.isEmpty() ? "the connection broke, or the copy was damaged" : remarks),
                "Look into the log of " + plan.replica().database() + ", then resume: the copy begins again.");
    }

    private Problem broken(String why) {
        return Problem.of(
                ProblemCode.DATABASE_REFUSED,
                "The copy from " + plan.source().database() + " to "
                        + plan.replica().database() + " broke off: " + Printable.of(why),
                "Look at both servers, then resume: the copy begins again.");
    }

    private static void feed(OutputStream to, byte[] octets, MessageDigest received) throws IOException {
        received.update(octets);
        to.write(octets);
        to.flush();
    }

    /** Statements as a gzip member of their own: members one after the other are one stream (RFC 1952, 2.2). */
    private static byte[] member(List<String> statements) throws IOException {
        if (statements.isEmpty()) {
            return new byte[0];
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zipped = new GZIPOutputStream(bytes)) {
            for (String statement : statements) {
                zipped.write((statement + ";\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void closeAll() {
        for (AutoCloseable open : new AutoCloseable[] {dump, load, plan.hold()}) {
            if (open == null) {
                continue;
            }
            try {
                open.close();
            } catch (Exception e) {
                // Closed as far as it can be; the other end finds its connection gone.
                notes.accept("closing: " + e);
            }
        }
    }
}
