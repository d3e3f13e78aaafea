/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.node;

/** The declared servers, and the way to them. Thread-safe. */
public interface Servers {
    /**
     * Commands on the server, over a session that is kept. Connects with the first command.
     *
     * @throws io.demarc.problem.ProblemException {@code NOT_FOUND} naming those that there are
     */
    NodeCommands on(String server);
}
