/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.node;

import io.demarc.access.Deadline;
import io.demarc.access.Login;
import io.demarc.access.ssh.SshConnection;
import io.demarc.access.ssh.SshConnection.Finished;
import io.demarc.access.ssh.SshTarget;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A server over SSH, by one connection that is kept: a new one costs seconds where a command costs a tenth. One that has
 * been idle is tried before it is used, since a server that was switched off doesn't say goodbye. Thread-safe.
 */
public final class SshNode implements FedCommands, AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final Duration TRIAL = Duration.ofSeconds(5);

    private final SshTarget target;
    private final Supplier<Login.Ssh> login;
    private final InstantSource clock;
    private @Nullable SshConnection connection;
    private Instant usedAt = Instant.EPOCH;

    /**
     * Prepares the way; connects with the first command.
     *
     * @param login resolved for each connection, so that no secret is kept
     */
    public SshNode(SshTarget target, Supplier<Login.Ssh> login, InstantSource clock) {
        this.target = target;
        this.login = login;
        this.clock = clock;
    }

    @Override
    public CommandResult run(List<String> argv, Duration limit) {
        return run(argv, "", limit);
    }

    @Override
    public RunningCommand start(List<String> argv, Duration limit) {
        Deadline deadline = Deadline.after(limit, clock);
        SshConnection own = SshConnection.open(target, login.get(), deadline);
        try {
            return new SshRunningCommand(own, own.start(quoted(argv), deadline));
        } catch (ProblemException e) {
            own.close();
            throw e;
        }
    }

    @Override
    public synchronized CommandResult run(List<String> argv, String input, Duration limit) {
        Deadline deadline = Deadline.after(limit, clock);
        try {
            Finished finished = live(deadline).run(quoted(argv), input.getBytes(StandardCharsets.UTF_8), deadline);
            if (finished == null) {
                throw unreachable("Node " + target.name() + " did not end '" + String.join(" ", argv) + "' within "
                        + limit.toSeconds() + " seconds.");
            }
            usedAt = clock.instant();
            return new CommandResult(finished.status(), finished.output(), finished.complaints());
        } catch (ProblemException e) {
            close();
            throw e;
        }
    }

    private SshConnection live(Deadline deadline) {
        SshConnection known = connection;
        if (known != null && clock.instant().isBefore(usedAt.plus(IDLE))) {
            return known;
        }
        if (known != null && isAlive(known)) {
            return known;
        }
        close();
        SshConnection fresh = SshConnection.open(target, login.get(), deadline);
        connection = fresh;
        return fresh;
    }

    private boolean isAlive(SshConnection tried) {
        try {
            return tried.run("true", Deadline.after(TRIAL, clock)) != null;
        } catch (ProblemException e) {
            return false;
        }
    }

    private static ProblemException unreachable(String summary) {
        return ProblemException.of(
                ProblemCode.NODE_UNREACHABLE, summary, "Look at the node; nobody knows what became of the command.");
    }

    /** Every word between quotes (POSIX, Shell Command Language, 2.2.2). */
    static String quoted(List<String> argv) {
        return argv.stream().map(word -> "'" + word.replace("'", "'\\''") + "'").collect(Collectors.joining(" "));
    }

    @Override
    public synchronized void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
