/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.ssh;

import com.jcraft.jsch.ChannelShell;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An interactive shell on a terminal. One caller at a time. */
public final class SshShell {
    private final ChannelShell channel;
    private final OutputStream out;
    private final Inbox inbox;

    SshShell(ChannelShell channel, OutputStream out, Inbox inbox) {
        this.channel = channel;
        this.out = out;
        this.inbox = inbox;
    }

    /** Types the text; false when the connection is gone. */
    public boolean type(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** What has arrived since the last call, one character an octet; waits for something up to the limit. */
    public String take(Duration limit) {
        return inbox.take(limit);
    }

    /** The switch has closed the shell or the connection, and everything that it said was taken. */
    public boolean isOver() {
        return inbox.isOver();
    }

    public void close() {
        channel.disconnect();
    }
}
