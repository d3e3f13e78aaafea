/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.node;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * A command that runs while it is fed and read. It lives no longer than its connection: when this process dies, the command
 * finds its input at its end. Reading and writing are for one thread each; the rest is thread-safe.
 */
public interface RunningCommand extends AutoCloseable {
    /** What it reads; closing it is its end of file. */
    OutputStream input();

    /** What it prints. At its end the command, or the connection to it, has ended. */
    InputStream output();

    /** The end of what it has complained about so far. */
    String complaints();

    /** Waits for the exit status; empty when there is none within the limit, or none at all because the connection broke. */
    OptionalInt awaitExit(Duration limit);

    /** Ends the connection, and with it the command's input and output. */
    @Override
    void close();
}
