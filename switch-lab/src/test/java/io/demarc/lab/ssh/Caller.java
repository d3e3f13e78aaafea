/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import com.jcraft.jsch.ChannelShell;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Somebody at the other end of an SSH connection, who types and reads. */
final class Caller implements AutoCloseable {
    private static final int MOST_MILLIS = 10_000;

    private final Session session;
    private final ChannelShell shell;
    private final InputStream in;
    private final OutputStream out;

    Caller(InetSocketAddress address, String knownHosts, String user, @Nullable String password, byte @Nullable [] key)
            throws JSchException, IOException {
        JSch jsch = new JSch();
        jsch.setKnownHosts(new ByteArrayInputStream(knownHosts.getBytes(StandardCharsets.UTF_8)));
        if (key != null) {
            jsch.addIdentity("key", key, null, null);
        }
        session = jsch.getSession(user, address.getHostString(), address.getPort());
        session.setConfig("StrictHostKeyChecking", "yes");
        if (password != null) {
            session.setPassword(password.getBytes(StandardCharsets.UTF_8));
            session.setUserInfo(new PasswordTyper(password));
        }
        session.setTimeout(MOST_MILLIS);
        session.connect(MOST_MILLIS);
        shell = (ChannelShell) session.openChannel("shell");
        shell.setPtyType("vt100", 80, 24, 0, 0);
        in = shell.getInputStream();
        out = shell.getOutputStream();
        shell.connect(MOST_MILLIS);
    }

    static Caller of(SimulatedIosSwitch device, String user, String password) throws JSchException, IOException {
        return new Caller(device.address(), device.knownHostsLine(), user, password, null);
    }

    /** Types the line, and reads until the text comes; returns everything read. */
    String say(String line, String until) throws IOException {
        type(line + "\n");
        return readUntil(until);
    }

    void type(String keys) throws IOException {
        out.write(keys.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Reads until the text ends what was read, or the connection ends. */
    String readUntil(String end) throws IOException {
        StringBuilder read = new StringBuilder();
        while (!read.toString().endsWith(end)) {
            int c = in.read();
            if (c < 0) {
                break;
            }
            read.append((char) c);
        }
        return read.toString().replace("\r\n", "\n");
    }

    boolean hasSomethingToRead() throws IOException {
        return in.available() > 0;
    }

    @Override
    public void close() {
        shell.disconnect();
        session.disconnect();
    }

    private record PasswordTyper(String password)
            implements com.jcraft.jsch.UserInfo, com.jcraft.jsch.UIKeyboardInteractive {
        @Override
        public String getPassphrase() {
            return "";
        }

        @Override
        public String getPassword() {
            return password;
        }

        @Override
        public boolean promptPassword(String message) {
            return true;
        }

        @Override
        public boolean promptPassphrase(String message) {
            return false;
        }

        @Override
        public boolean promptYesNo(String message) {
            return false;
        }

        @Override
        public void showMessage(String message) {}

        @Override
        public String[] promptKeyboardInteractive(
                String destination, String name, String instruction, String[] prompt, boolean[] echo) {
            return new String[] {password};
        }

        @Override
        public String toString() {
            return "PasswordTyper";
        }
    }
}
