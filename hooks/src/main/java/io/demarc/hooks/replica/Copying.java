/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A copy that is under way, in a thread of its own. Thread-safe, but for {@link #run}. */
abstract class Copying implements Runnable {
    /** How it ended. */
    sealed interface Result {
        /**
         * @param point    what the copy holds
         * @param evidence that it is whole, for people
         */
        record Copied(Point point, String evidence) implements Result {}

        /** @param isReplicaTouched whether the copied-to server has lost what it had */
        record Failed(Problem problem, boolean isReplicaTouched) implements Result {}
    }

    /** Takes what is worth keeping, from any thread. */
    final Consumer<String> notes;

    private final Instant begunAt;
    private volatile boolean isCancelled;
    private volatile @Nullable Result result;

    Copying(Consumer<String> notes, Instant begunAt) {
        this.notes = notes;
        this.begunAt = begunAt;
    }

    /** Empty until it has ended. */
    final Optional<Result> result() {
        return Optional.ofNullable(result);
    }

    final Instant begunAt() {
        return begunAt;
    }

    @Override
    public final void run() {
        try {
            result = copy();
        } catch (ProblemException e) {
            result = failed(e.problem());
        } catch (IOException e) {
            result = failed(broken(String.valueOf(e.getMessage())));
        } catch (RuntimeException | Error e) {
            // Whoever waits for the result must not wait for ever.
            result = failed(Problem.of(
                    ProblemCode.INTERNAL, "Demarc has a defect: " + e, "Please report it, with the run's log."));
        } finally {
            close();
        }
    }

    private Result failed(Problem problem) {
        close();
        Problem told = isCancelled
                ? Problem.of(ProblemCode.DATABASE_REFUSED, "The copy was given up: " + problem.summary(), problem.fix())
                : problem;
        return new Result.Failed(told, isReplicaTouched());
    }

    /** What comes into being while it is given up was not there to be closed. */
    final void checkWanted() {
        if (isCancelled) {
            throw ProblemException.of(ProblemCode.DATABASE_REFUSED, "nobody wants it any more.", "Start another.");
        }
    }

    /** Ends it: soon, {@link #result} is a failure, and the source is free. */
    final void cancel() {
        isCancelled = true;
        close();
    }

    abstract Result.Copied copy() throws IOException;

    /** @param why the connection's own words */
    abstract Problem broken(String why);

    boolean isReplicaTouched() {
        return false;
    }

    /** What it is at, for people. */
    abstract String phase();

    /** That have been copied. */
    abstract long plainBytes();

    /** Of its size, in octets. */
    abstract long estimate();

    /** Says that this process is still there, to what holds or makes it elsewhere; called every few seconds. */
    abstract void beat();

    /** Lets everything go; more than once, and from any thread. */
    abstract void close();
}
