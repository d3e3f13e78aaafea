/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.access.Printable;
import io.demarc.hooks.node.RunningCommand;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A copy that MySQL's clone plugin makes (MySQL Reference Manual, "The Clone Plugin"): a server of the copy's own, on the replica's machine,
 * takes the donor's pages over a connection of its own. Nothing passes through here but the donor's password, once.
 */
final class Cloning implements Copying {
    private static final Duration CONNECTING = Duration.ofSeconds(20);
    private static final Duration LONGEST = Duration.ofDays(3);

    private final SqlClient donor;
    private final SqlClient replica;
    private final ReplicationLogin login;
    private final List<String> argv;
    private final Consumer<String> notes;
    private final Instant begunAt;
    private final long estimate;
    private volatile boolean isCancelled;
    private volatile @Nullable RunningCommand command;
    private volatile @Nullable Result result;

    /**
     * @param argv     what makes the clone on the replica's machine
     * @param login    the account that replicas log in with; it needs BACKUP_ADMIN
     * @param estimate of the copy's size, in octets
     * @param notes    takes what is worth keeping, from any thread
     */
    Cloning(
            SqlClient donor,
            SqlClient replica,
            List<String> argv,
            ReplicationLogin login,
            long estimate,
            Consumer<String> notes,
            Instant begunAt) {
        this.donor = donor;
        this.replica = replica;
        this.login = login;
        this.notes = notes;
        this.begunAt = begunAt;
        this.estimate = estimate;
        this.argv = List.copyOf(argv);
    }

    @Override
    public Optional<Result> result() {
        return Optional.ofNullable(result);
    }

    @Override
    public Instant begunAt() {
        return begunAt;
    }

    @Override
    public String phase() {
        return "cloning " + donor.database();
    }

    @Override
    public long plainBytes() {
        return 0;
    }

    @Override
    public long estimate() {
        return estimate;
    }

    @Override
    public void run() {
        try {
            result = copy();
        } catch (ProblemException e) {
            result = failed(e.problem());
        } catch (IOException e) {
            result = failed(broken(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            result = failed(Problem.of(
                    ProblemCode.INTERNAL, "Demarc has a defect: " + e, "Please report it, with the run's log."));
        } finally {
            close();
        }
    }

    private Result copy() throws IOException {
        RunningCommand started = replica.node().start(argv, CONNECTING);
        command = started;
        if (isCancelled) {
            throw ProblemException.of(ProblemCode.DATABASE_REFUSED, "nobody wants it any more.", "Start another.");
        }
        started.input().write((statements() + "\n").getBytes(StandardCharsets.UTF_8));
        started.input().flush();
        started.awaitExit(LONGEST);
        String said = started.complaints();
        Optional<Point> taken = Script.takenPoint(said);
        if (!Script.endedWell(said, "proven") || taken.isEmpty()) {
            String remarks = SqlClient.masked(Script.remarks(said), List.of(login.password()));
            throw new ProblemException(broken(remarks.isEmpty() ? "the connection broke" : remarks));
        }
        notes.accept("the clone of " + donor.database() + " is of "
                + taken.get().coordinates() + " " + taken.get().gtid());
        return new Result.Copied(taken.get(), estimate, estimate);
    }

    /** On one line, by sessions of any mode. */
    private String statements() {
        Database from = donor.database();
        return "SET SESSION sql_mode=''; SET GLOBAL clone_valid_donor_list="
                + SqlText.literal(from.address() + ":" + from.port()) + "; CLONE INSTANCE FROM "
                + SqlText.literal(login.user()) + "@" + SqlText.literal(from.address()) + ":" + from.port()
                + " IDENTIFIED BY " + SqlText.literal(login.password().reveal()) + ";";
    }

    private Result failed(Problem problem) {
        Problem told = isCancelled
                ? Problem.of(
                        ProblemCode.DATABASE_REFUSED, "The clone was given up: " + problem.summary(), problem.fix())
                : problem;
        return new Result.Failed(told, false);
    }

    private Problem broken(String why) {
        return Problem.of(
                ProblemCode.DATABASE_REFUSED,
                "The clone of " + donor.database() + " for " + replica.database() + " did not come to its end: "
                        + Printable.of(why),
                "Look into the log of " + donor.database() + ", then resume: it begins again.");
    }

    @Override
    public void beat() {
        RunningCommand open = command;
        try {
            if (open != null) {
                open.input().write('\n');
                open.input().flush();
            }
        } catch (IOException e) {
            // It finds nobody there, and ends; whoever waits for it sees that.
            close();
        }
    }

    @Override
    public void cancel() {
        isCancelled = true;
        close();
    }

    private void close() {
        RunningCommand open = command;
        if (open != null) {
            open.close();
        }
    }
}
