/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.node;

import java.time.Duration;
import java.util.List;

/** Runs commands that are fed, and such as go on. Thread-safe. */
public interface FedCommands extends NodeCommands {
    /** As {@link #run(List, Duration)}; the command reads this text, in UTF-8, and then its input's end. */
    CommandResult run(List<String> argv, String input, Duration limit);

    /**
     * Starts a command that goes on while it is fed and read, over a connection of its own: what happens to others doesn't
     * touch it.
     *
     * @param limit how long the connecting may take
     * @throws io.demarc.problem.ProblemException as {@link #run(List, Duration)}
     */
    RunningCommand start(List<String> argv, Duration limit);
}
