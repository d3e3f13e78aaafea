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
}
