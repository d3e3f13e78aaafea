/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.problem.Problem;
import java.time.Instant;
import java.util.Optional;

/** A copy that is under way, in a thread of its own. Thread-safe, but for {@link #run}. */
interface Copying extends Runnable {
    /** How it ended. */
    sealed interface Result {
        /** @param point what the copy holds */
        record Copied(Point point, long plainBytes, long sentBytes) implements Result {}

        /** @param isReplicaTouched whether the copied-to server has lost what it had */
        record Failed(Problem problem, boolean isReplicaTouched) implements Result {}
    }

    /** Empty until it has ended. */
    Optional<Result> result();

    Instant begunAt();

    /** What it is at, for people. */
    String phase();

    /** That have been copied. */
    long plainBytes();

    /** Of its size, in octets. */
    long estimate();

    /** Says that this process is still there, to what holds or makes it elsewhere; called every few seconds. */
    void beat();

    /** Ends it: soon, {@link #result} is a failure, and the source is free. */
    void cancel();
}
