/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.node;

import io.demarc.access.ssh.SshConnection;
import io.demarc.access.ssh.SshExec;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;

/** A running command and the SSH connection that is there for it alone. */
record SshRunningCommand(SshConnection connection, SshExec exec) implements RunningCommand {
    @Override
    public OutputStream input() {
        return exec.input();
    }

    @Override
    public InputStream output() {
        return exec.output();
    }

    @Override
    public String complaints() {
        return exec.complaints();
    }

    @Override
    public OptionalInt awaitExit(Duration limit) {
        return exec.awaitExit(limit);
    }

    @Override
    public void close() {
        exec.close();
        connection.close();
    }
}
