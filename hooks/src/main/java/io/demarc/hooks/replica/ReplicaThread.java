/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.access.Printable;
import java.util.Locale;

/**
 * One of the two threads of a replica.
 *
 * @param error its last error in the server's words, printable and shortened; empty when it tells none
 */
public record ReplicaThread(State state, String error) {
    private static final int LONGEST_ERROR = 200;

    /** What a thread is doing. */
    public enum State {
        RUNNING,
        /** Started, and without a connection. */
        CONNECTING,
        STOPPED,
        /** Not running, or without a connection, for an error. */
        ERROR;

        /** As written in messages and JSON, such as {@code running}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ReplicaThread {
        error = Printable.of(error, LONGEST_ERROR);
    }

    /**
     * @param running what the server says in Slave_IO_Running or Slave_SQL_Running: Yes, No, Connecting, Preparing
     * @param error   empty for none
     */
    static ReplicaThread of(String running, String error) {
        State without = running.equals("No") ? State.STOPPED : State.CONNECTING;
        State state = error.isEmpty() ? without : State.ERROR;
        return new ReplicaThread(running.equals("Yes") ? State.RUNNING : state, error);
    }

    public boolean isRunning() {
        return state == State.RUNNING;
    }
}
