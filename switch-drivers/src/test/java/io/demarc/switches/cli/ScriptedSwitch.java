/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.Login;
import io.demarc.access.Secret;
import io.demarc.access.SshAlgorithms;
import io.demarc.access.ssh.HostKeys;
import io.demarc.access.ssh.SshTarget.Kind;
import io.demarc.switches.SwitchName;
import io.demarc.switches.session.SwitchAccess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.jspecify.annotations.Nullable;

/**
 * An SSH server on loopback that says what a script says and wants to hear what the script wants to hear. Thread-safe;
 * complaints are gathered for the test to look at.
 */
final class ScriptedSwitch implements AutoCloseable {
    static final String USER = "demarc";
    static final String PASSWORD = "pa55-Word";
    static final String ENABLE = "enab1e-Secret";

    private final SshServer server;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    /** One side of a conversation, as a script plays it. */
    interface Script {
        /** Plays until it ends; returns the exit status. */
        int play(@Nullable String command, InputStream heard, OutputStream said) throws Exception;
    }

    ScriptedSwitch(Script script) {
        server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(0);
        SimpleGeneratorHostKeyProvider keys = new SimpleGeneratorHostKeyProvider();
        keys.setAlgorithm("EC");
        keys.setKeySize(256);
        server.setKeyPairProvider(keys);
        server.setPasswordAuthenticator((user, password, session) -> user.equals(USER) && password.equals(PASSWORD));
        server.setShellFactory(channel -> new Player(null, script));
        server.setCommandFactory((channel, command) -> new Player(command, script));
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getPort();
    }

    SshServer server() {
        return server;
    }

    List<String> complaints() {
        return complaints;
    }

    /** How to get in, with the server's host key pinned in a file of this folder. */
    SwitchAccess access(Path folder, Duration commandTimeout, @Nullable String bridge) {
        Path knownHosts = folder.resolve("known_hosts");
        HostKeys.pin(
                knownHosts,
                HostKeys.fetch(Kind.SWITCH, "127.0.0.1", port(), Duration.ofSeconds(10), SshAlgorithms.USUAL));
        return access(knownHosts, new Secret(PASSWORD), commandTimeout, bridge);
    }

    SwitchAccess access(Path knownHosts, Secret password, Duration commandTimeout, @Nullable String bridge) {
        return new SwitchAccess(
                new SwitchName("sw1"),
                "127.0.0.1",
                port(),
                new Login.Ssh(USER, password, null, null, new Secret(ENABLE), SshAlgorithms.USUAL),
                knownHosts,
                Duration.ofSeconds(10),
                commandTimeout,
                bridge);
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Player implements Command {
        private final @Nullable String command;
        private final Script script;
        private InputStream in = InputStream.nullInputStream();
        private OutputStream out = OutputStream.nullOutputStream();
        private @Nullable ExitCallback exit;

        Player(@Nullable String command, Script script) {
            this.command = command;
            this.script = script;
        }

        @Override
        public void setInputStream(InputStream stream) {
            in = stream;
        }

        @Override
        public void setOutputStream(OutputStream stream) {
            out = stream;
        }

        @Override
        public void setErrorStream(OutputStream stream) {}

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) {
            Thread thread = new Thread(this::play, "scripted-switch");
            thread.setDaemon(true);
            thread.start();
        }

        private void play() {
            int status = 255;
            try {
                status = script.play(command, in, out);
                out.flush();
            } catch (IOException e) {
                status = 0; // the other side has hung up, which is its right
            } catch (Exception | AssertionError e) {
                complaints.add(String.valueOf(e.getMessage()));
            }
            ExitCallback callback = exit;
            if (callback != null) {
                callback.onExit(status);
            }
        }

        @Override
        public void destroy(ChannelSession channel) {}
    }
}
