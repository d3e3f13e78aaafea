/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.ssh;

import com.jcraft.jsch.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An interactive shell that has an SSH connection to itself. One caller at a time. */
final class SshShell implements Shell {
    private final Session session;
    private final OutputStream out;
    private final Inbox inbox;

    SshShell(Session session, OutputStream out, Inbox inbox) {
        this.session = session;
        this.out = out;
        this.inbox = inbox;
    }

    @Override
    public boolean type(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String take(Duration limit) {
        return inbox.take(limit);
    }

    @Override
    public boolean isOver() {
        return inbox.isOver();
    }

    @Override
    public void close() {
        session.disconnect();
    }
}
