/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.access.Printable;
import io.demarc.hooks.node.RunningCommand;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What runs on the source's server, and the copy that it sends. For one thread, but for {@link #beat} and {@link #close}. */
abstract sealed class Sender implements AutoCloseable {
    private static final Duration ENDING = Duration.ofSeconds(30);

    final CopyPlan plan;
    final DumpStream passing;
    final RunningCommand command;
    final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private final MessageDigest sum = Script.newSum();

    private Sender(CopyPlan plan, DumpStream passing) {
        this.plan = plan;
        this.passing = passing;
        this.command = plan.source().node().start(plan.sender(), Transfer.CONNECTING);
    }

    /** @param passing sees all of it */
    static Sender start(CopyPlan plan, DumpStream passing) {
        return switch (plan.method()) {
            case CLONE -> throw new IllegalStateException("a clone doesn't pass through here");
            case DUMP, IN_PLACE -> new Dump(plan, passing);
            case BACKUP -> new Backup(plan, passing);
        };
    }

    /**
     * Reads until there is no doubt that it sends a copy.
     *
     * @param known the copy's moment, if it is known already
     * @return the copy's moment, if it is known now
     */
    abstract @Nullable Point begin(@Nullable Point known, Consumer<String> notes) throws IOException;

    /** Whether what has passed is all that there should be. */
    abstract boolean isWhole();

    /** Says that this process is still there. */
    void beat() {
        try {
            command.input().write('\n');
            command.input().flush();
        } catch (IOException e) {
            // It finds nobody there, and ends; whoever reads it sees that.
            close();
        }
    }

    /** Passes everything on; returns how many octets that were. */
    long passTo(Receiver to) throws IOException {
        to.feed(begun.toByteArray());
        long octets = begun.size();
        byte[] buffer = new byte[64 * 1024];
        int length = read(buffer);
        while (length >= 0) {
            to.write(buffer, length);
            octets += length;
            length = read(buffer);
        }
        return octets;
    }

    int read(byte[] buffer) throws IOException {
        int length = command.output().read(buffer);
        if (length >= 0) {
            passing.take(buffer, length);
            sum.update(buffer, 0, length);
        }
        return length;
    }

    /** All was read: proves that it is what was sent, and whole. */
    void end() {
        command.awaitExit(ENDING);
        boolean isSame = Script.isSum(sum, command.complaints());
        if (!Script.endedWell(command.complaints(), "dump") || !isWhole() || !isSame) {
            throw failed();
        }
    }

    ProblemException failed() {
        command.awaitExit(ENDING);
        String remarks = Script.remarks(command.complaints());
        return ProblemException.of(
                ProblemCode.DATABASE_REFUSED,
                "The " + plan.method().word() + " of " + plan.source().database() + " did not come to its end: "
                        + Printable.of(remarks.isEmpty() ? "the connection broke" : remarks),
                "Look into the log of " + plan.source().database() + ", then resume: the copy begins again.");
    }

    /** What a copy says of itself, which only MariaDB's do: MySQL's are of the moment that something holds. */
    Point at(Coordinates at) {
        String gtid = plan.primary()
                .ask("SELECT BINLOG_GTID_POS(" + SqlText.literal(at.file()) + ", " + at.position() + ") AS gtid")
                .get(0)
                .text("gtid");
        return new Point(at, gtid);
    }

    @Override
    public void close() {
        command.close();
    }

    /** Statements, which begin with where in the binary log they were taken. */
    private static final class Dump extends Sender {
        Dump(CopyPlan plan, DumpStream passing) {
            super(plan, passing);
        }

        @Override
        Point begin(@Nullable Point known, Consumer<String> notes) throws IOException {
            Point point = known;
            byte[] buffer = new byte[32 * 1024];
            while (point == null || !passing.isDumping()) {
                int length = read(buffer);
                if (length < 0) {
                    throw failed();
                }
                begun.write(buffer, 0, length);
                Optional<Coordinates> told = plan.dialect().positionIn(passing.head());
                if (point == null && told.isPresent()) {
                    point = at(told.get());
                    notes.accept("the dump of " + plan.source().database() + " was taken at " + told.get() + " "
                            + point.gtid());
                } else if (passing.isWhole() && !passing.isDumpCompleted()) {
                    throw failed();
                } else if (point == null && passing.isHeadOver()) {
                    throw ProblemException.of(
                            ProblemCode.DATABASE_REFUSED,
                            "The dump of " + plan.source().database()
                                    + " doesn't say where in the binary log it was taken.",
                            "Look whether the binary log is on there (log_bin), and at the dump program's options.");
                }
            }
            return point;
        }

        @Override
        boolean isWhole() {
            return passing.isWhole() && passing.isDumpCompleted();
        }
    }

    /** Files, which don't say of what moment they are before they are received. */
    private static final class Backup extends Sender {
        Backup(CopyPlan plan, DumpStream passing) {
            super(plan, passing);
        }

        @Override
        @Nullable
        Point begin(@Nullable Point known, Consumer<String> notes) {
            return known;
        }

        @Override
        boolean isWhole() {
            return passing.isWhole();
        }
    }
}
