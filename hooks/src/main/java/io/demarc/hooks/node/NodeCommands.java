/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.node;

import java.time.Duration;
import java.util.List;

/** Runs commands on a server. Thread-safe. */
public interface NodeCommands {
    /**
     * Runs one command and waits for its end. No shell sees the words: whatever stands in them is an argument.
     *
     * @param limit how long it may take
     * @throws io.demarc.problem.ProblemException {@code NODE_UNREACHABLE} when nobody knows whether it ran, or it took too
     *         long; {@code HOST_KEY_UNKNOWN}, {@code HOST_KEY_CHANGED}, {@code SWITCH_LOGIN_REFUSED}
     */
    CommandResult run(List<String> argv, Duration limit);

    /** As {@link #run(List, Duration)}; the command reads this text, in UTF-8, and then its input's end. */
    default CommandResult run(List<String> argv, String input, Duration limit) {
        throw new UnsupportedOperationException("no command can be given an input here");
    }

    /**
     * Starts a command that goes on while it is fed and read, over a connection of its own: what happens to others doesn't
     * touch it.
     *
     * @param limit how long the connecting may take
     * @throws io.demarc.problem.ProblemException as {@link #run(List, Duration)}
     */
    default RunningCommand start(List<String> argv, Duration limit) {
        throw new UnsupportedOperationException("no command can be held open here");
    }
}
