/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.access.Printable;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One copy from a database server to another, compressed, through this process and onto nobody's disk. Statements reach
 * the copied-to server only when the dump has really begun and its moment is known, so that a source that can't be dumped costs
 * nothing. {@link #run} is for one thread; the rest is thread-safe.
 */
final class Transfer extends Copying {
    static final Duration CONNECTING = Duration.ofSeconds(20);

    private final CopyPlan plan;
    private final Receiver receiver;
    private final DumpStream passing = new DumpStream();
    private volatile String phase = "connecting";
    private volatile @Nullable Sender sender;

    /** @param notes takes what is worth keeping, from any thread */
    Transfer(CopyPlan plan, Consumer<String> notes, Instant begunAt) {
        super(notes, begunAt);
        this.plan = plan;
        this.receiver = Receiver.of(plan);
    }

    @Override
    String phase() {
        return phase;
    }

    @Override
    long plainBytes() {
        return passing.plainBytes();
    }

    @Override
    long estimate() {
        return plan.estimate();
    }

    @Override
    void beat() {
        plan.hold().beat();
        Sender from = sender;
        if (from != null) {
            from.beat();
        }
    }

    @Override
    boolean isReplicaTouched() {
        return receiver.isReplicaTouched();
    }

    @Override
    Result.Copied copy() throws IOException {
        // Not by whoever cancels it: it is read meanwhile.
        try (passing) {
            return pass();
        }
    }

    private Result.Copied pass() throws IOException {
        receiver.endLeftOver(notes);
        CatchUp catchUp = plan.catchUp();
        if (catchUp != null) {
            phase = "letting " + plan.replica().database() + " catch up";
            notes.accept(catchUp.inWords());
            catchUp.approach(this::checkWanted);
        }
        phase = "taking hold of " + plan.source().database();
        Point held = plan.hold().take().orElse(null);
        checkWanted();
        if (held != null && !held.equals(NoHold.ABOUT_NOW)) {
            notes.accept(plan.source().database() + " is held at " + held.coordinates() + " " + held.gtid());
        }
        Sender from = Sender.start(plan, passing);
        sender = from;
        checkWanted();
        phase = "dumping " + plan.source().database();
        Point begun = from.begin(held, notes);
        if (plan.hold().dumpHasBegun()) {
            notes.accept(plan.source().database() + " is written to again: the dump has its own snapshot");
        }
        if (catchUp != null && begun != null) {
            phase = "bringing " + plan.replica().database() + " to " + begun.coordinates();
            catchUp.reach(begun.coordinates(), this::checkWanted);
            notes.accept(plan.replica().database() + " has applied its primary's log up to " + begun.coordinates());
        }
        phase = "copying";
        receiver.start();
        checkWanted();
        receiver.begin();
        long bytes = from.passTo(receiver);
        from.end();
        plan.hold().release();
        notes.accept(plan.source().database() + " is free again; the copy is whole: " + passing.plainBytes()
                + " octets, compressed " + bytes);
        phase = "loading what is left";
        receiver.end();
        return new Result.Copied(
                begun == null ? moment(from) : begun,
                passing.plainBytes() + " octets, " + bytes + " compressed; both ends have the same SHA-256");
    }

    private Point moment(Sender from) {
        Coordinates taken = receiver.taken()
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.DATABASE_REFUSED,
                        "The copy of " + plan.source().database()
                                + " doesn't say where in the binary log it was taken.",
                        "Look whether the binary log is on there (log_bin)."));
        Point told = from.at(taken);
        notes.accept("the files of " + plan.source().database() + " are as of " + taken + " " + told.gtid());
        return told;
    }

    @Override
    Problem broken(String why) {
        return Problem.of(
                ProblemCode.DATABASE_REFUSED,
                "The copy from " + plan.source().database() + " to "
                        + plan.replica().database() + " broke off: " + Printable.of(why),
                "Look at both servers, then resume: the copy begins again.");
    }

    @Override
    void close() {
        for (AutoCloseable open : new AutoCloseable[] {sender, receiver, plan.hold()}) {
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
