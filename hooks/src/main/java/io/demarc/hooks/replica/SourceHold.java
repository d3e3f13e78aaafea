/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.util.List;
import java.util.Optional;

/**
 * What makes a dump be of one moment, for exactly as long as it is open. One caller at a time, but for {@link #beat} and
 * {@link #close}.
 */
interface SourceHold extends AutoCloseable {
    /** Takes hold; returns the moment if it is known now, otherwise the dump says it. */
    Optional<Point> take();

    /** What the dump program needs to know. */
    List<String> dumpOptions();

    /**
     * The dump has its own snapshot, if it takes one: what isn't needed any more is given up.
     *
     * @return whether something was
     */
    default boolean dumpHasBegun() {
        return false;
    }

    /** Says that somebody is still there; called every few seconds from another thread. */
    default void beat() {}

    /**
     * The dump is complete: proves that the hold lasted to this moment, and gives it up.
     *
     * @throws io.demarc.problem.ProblemException {@code DATABASE_REFUSED} when it didn't last: the dump is worthless
     */
    void release();

    /** Gives it up if that hasn't happened, whatever became of everything else. */
    @Override
    void close();
}
