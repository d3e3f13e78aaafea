/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.ssh;

import java.time.Duration;

/** A terminal with a switch at its other end. One caller at a time. */
public interface Shell extends AutoCloseable {
    /** Types the text; false when the connection is gone. */
    boolean type(String text);

    /** What has arrived since the last call, one character an octet; waits for something up to the limit. */
    String take(Duration limit);

    /** The switch has closed the shell or the connection, and everything that it said was taken. */
    boolean isOver();

    /** Ends the shell, and the connection that carries it. */
    @Override
    void close();
}
