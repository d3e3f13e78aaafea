/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.Deadline;
import io.demarc.access.ssh.SshConnection;
import io.demarc.access.ssh.SshConnection.Finished;
import org.jspecify.annotations.Nullable;

/** Runs commands one by one. One caller at a time. */
interface CommandChannel extends AutoCloseable {
    /** What came of the command; null when it did not end within the deadline. */
    @Nullable
    Finished run(String command, Deadline deadline);

    @Override
    void close();

    /** The channels of a connection. */
    static CommandChannel of(SshConnection connection) {
        return new CommandChannel() {
            @Override
            public @Nullable Finished run(String command, Deadline deadline) {
                return connection.run(command, deadline);
            }

            @Override
            public void close() {
                connection.close();
            }
        };
    }
}
