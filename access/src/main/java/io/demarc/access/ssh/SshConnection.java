/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.ChannelShell;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import io.demarc.access.Deadline;
import io.demarc.access.Login;
import io.demarc.access.Printable;
import io.demarc.access.Secret;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An authenticated SSH connection to a machine whose host key is known. One caller at a time. */
public final class SshConnection implements AutoCloseable {
    private static final int TERMINAL_COLUMNS = 511;
    private static final int TERMINAL_ROWS = 1000;

    private final Session session;
    private final SshTarget target;

    private SshConnection(Session session, SshTarget target) {
        this.session = session;
        this.target = target;
    }

    /** The fingerprint of the host key that the machine proved itself with: {@code SHA256:} and base64. */
    public String hostKey() {
        return HostKeys.fingerprint(session.getHostKey());
    }

    /** What the SSH server calls itself (RFC 4253, section 4.2): {@code SSH-2.0-OpenSSH_9.2}. */
    public String server() {
        return Printable.of(session.getServerVersion());
    }

    /**
     * Connects, checks the host key and logs in.
     *
     * @throws ProblemException {@code SWITCH_UNREACHABLE} or {@code NODE_UNREACHABLE}, {@code HOST_KEY_UNKNOWN},
     *     {@code HOST_KEY_CHANGED}, {@code SWITCH_LOGIN_REFUSED}, {@code CONFIG_INVALID}; {@code DEADLINE_PASSED} for a switch
     */
    public static SshConnection open(SshTarget target, Login.Ssh login, Deadline deadline) {
        Duration limit = deadline.leftAtMost(target.connectTimeout());
        if (limit.isZero()) {
            throw ProblemException.of(
                    target.outOfTime(),
                    "No time is left to connect to " + target.whom() + ".",
                    "Demarc tries again by itself.");
        }
        Path knownHosts = target.knownHosts();
        if (knownHosts == null) {
            throw ProblemException.of(
                    ProblemCode.CONFIG_INVALID,
                    target.who() + " is reached by SSH, but there is no known_hosts file to check it by.",
                    "Give the inventory a known-hosts file.");
        }
        Session session = null;
        try {
            JSch jsch = new JSch();
            if (Files.exists(knownHosts)) {
                jsch.setKnownHosts(knownHosts.toString());
            }
            addPrivateKey(jsch, login, target);
            session = jsch.getSession(login.user(), target.host(), target.port());
            configure(session, login);
            session.connect((int) Math.max(1, limit.toMillis()));
            session.setTimeout(0);
            return new SshConnection(session, target);
        } catch (JSchException | OneAnswer.NewPasswordWanted e) {
            if (session != null) {
                session.disconnect();
            }
            throw e instanceof JSchException failed
                    ? SshProblems.of(failed, session, target, login, knownHosts)
                    : SshProblems.ofNewPassword(e, target, login);
        }
    }

    /** Opens an interactive shell on a terminal that is wide enough for any line. Closing it closes the connection. */
    public Shell shell(Deadline deadline) {
        try {
            ChannelShell channel = (ChannelShell) session.openChannel("shell");
            channel.setPtyType("vt100", TERMINAL_COLUMNS, TERMINAL_ROWS, 0, 0);
            Inbox inbox = new Inbox();
            channel.setOutputStream(inbox);
            SshShell shell = new SshShell(session, channel.getOutputStream(), inbox);
            channel.connect((int) Math.max(1, limit(deadline).toMillis()));
            return shell;
        } catch (JSchException | IOException e) {
            throw lost("opening a shell", e);
        }
    }

    /**
     * Runs one command on a channel of its own.
     *
     * @return null when it was silent for longer than the command timeout, or the deadline passed
     * @throws ProblemException {@code SWITCH_UNREACHABLE} or {@code NODE_UNREACHABLE} when the connection is gone
     */
    public @Nullable Finished run(String command, Deadline deadline) {
        return run(command, new byte[0], deadline);
    }

    /** As {@link #run(String, Deadline)}; the command reads these octets and then its input's end. */
    public @Nullable Finished run(String command, byte[] input, Deadline deadline) {
        Inbox out = new Inbox();
        Inbox err = new Inbox();
        try {
            ChannelExec channel = (ChannelExec) session.openChannel("exec");
            channel.setCommand(command.getBytes(StandardCharsets.UTF_8));
            channel.setOutputStream(out);
            channel.setErrStream(err);
            if (input.length > 0) {
                channel.setInputStream(new ByteArrayInputStream(input));
            }
            channel.connect((int) Math.max(1, limit(deadline).toMillis()));
            try {
                return collect(channel, out, err, deadline);
            } finally {
                channel.disconnect();
            }
        } catch (JSchException e) {
            throw lost("running a command", e);
        }
    }

    /**
     * Starts a command that goes on while it is fed and read, on a channel of its own.
     *
     * @throws ProblemException {@code SWITCH_UNREACHABLE} or {@code NODE_UNREACHABLE} when the connection is gone
     */
    public SshExec start(String command, Deadline deadline) {
        try {
            return SshExec.start(session, command, limit(deadline));
        } catch (JSchException | IOException e) {
            throw lost("starting a command", e);
        }
    }

    private @Nullable Finished collect(ChannelExec channel, Inbox out, Inbox err, Deadline deadline) {
        Gathering gathering = new Gathering(channel::isClosed, out, err);
        long silentSince = System.nanoTime();
        Gathering.Look look = gathering.look();
        while (look != Gathering.Look.END) {
            if (look == Gathering.Look.SOMETHING) {
                silentSince = System.nanoTime();
            } else if (deadline.isOver()
                    || System.nanoTime() - silentSince > target.commandTimeout().toNanos()) {
                return null;
            }
            look = gathering.look();
        }
        if (!session.isConnected()) {
            throw lost("running a command", null);
        }
        return new Finished(utf8(gathering.printed()), utf8(gathering.complaints()), channel.getExitStatus());
    }

    /**
     * What a command left behind.
     *
     * @param status its exit status, -1 when it was killed
     */
    public record Finished(String output, String complaints, int status) {}

    @Override
    public void close() {
        session.disconnect();
    }

    private Duration limit(Deadline deadline) {
        return deadline.leftAtMost(target.commandTimeout());
    }

    private ProblemException lost(String during, @Nullable Exception cause) {
        Problem problem = Problem.of(
                target.unreachable(),
                target.who() + " ended the connection while " + during + ".",
                "Check its session limit and log; Demarc tries again by itself.");
        return cause == null ? problem.exception() : new ProblemException(problem, cause);
    }

    private static String utf8(String octets) {
        return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static void addPrivateKey(JSch jsch, Login.Ssh login, SshTarget target) {
        Secret key = login.privateKey();
        if (key == null) {
            return;
        }
        Secret passphrase = login.passphrase();
        try {
            jsch.addIdentity(
                    login.user(),
                    key.reveal().getBytes(StandardCharsets.UTF_8),
                    null,
                    passphrase == null ? null : passphrase.reveal().getBytes(StandardCharsets.UTF_8));
        } catch (JSchException e) {
            throw ProblemException.of(
                    ProblemCode.SECRET_UNAVAILABLE,
                    "The private key for user " + login.user() + " of " + target.whom() + " cannot be read.",
                    "Check that it is an OpenSSH or PEM private key, and its passphrase.");
        }
    }

    private static void configure(Session session, Login.Ssh login) throws JSchException {
        session.setConfig("StrictHostKeyChecking", "yes");
        session.setDaemonThread(true);
        session.setServerAliveInterval(15_000);
        AlgorithmKind.offer(session, login.algorithms());
        List<String> ways = new ArrayList<>();
        if (login.privateKey() != null) {
            ways.add("publickey");
        }
        Secret password = login.password();
        if (password != null) {
            ways.add("keyboard-interactive");
            ways.add("password");
            session.setUserInfo(new OneAnswer(password));
        }
        session.setConfig("PreferredAuthentications", "none," + String.join(",", ways));
    }
}
