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
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A copy that MySQL's clone plugin makes (MySQL Reference Manual, "The Clone Plugin"): a server of the copy's own, on the replica's machine,
 * takes the donor's pages over a connection of its own. Nothing passes through here but the donor's password, once.
 */
final class Cloning extends Copying {
    private static final Duration CONNECTING = Duration.ofSeconds(20);
    private static final Duration LONGEST = Duration.ofDays(3);
    private static final Pattern CLONED = Pattern.compile("(?m)^demarc: cloned (\\d{1,18}) (\\d{1,18})$");

    private final SqlClient donor;
    private final SqlClient replica;
    private final ReplicationLogin login;
    private final List<String> argv;
    private final long estimate;
    private volatile @Nullable RunningCommand command;

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
        super(notes, begunAt);
        this.donor = donor;
        this.replica = replica;
        this.login = login;
        this.estimate = estimate;
        this.argv = List.copyOf(argv);
    }

    @Override
    String phase() {
        return "cloning " + donor.database();
    }

    @Override
    long plainBytes() {
        return told(1).orElse(0);
    }

    @Override
    long estimate() {
        return Math.max(told(2).orElse(estimate), plainBytes());
    }

    /** What the server that takes the clone said last. */
    private OptionalLong told(int group) {
        RunningCommand open = command;
        Matcher said = CLONED.matcher(open == null ? "" : open.complaints());
        OptionalLong last = OptionalLong.empty();
        while (said.find()) {
            last = OptionalLong.of(Long.parseLong(said.group(group)));
        }
        return last;
    }

    @Override
    Result.Copied copy() throws IOException {
        RunningCommand started = replica.node().start(argv, CONNECTING);
        command = started;
        checkWanted();
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
        return new Result.Copied(
                taken.get(), plainBytes() + " octets cloned; a server started on them, and ended in order");
    }

    /** On one line, by sessions of any mode. */
    private String statements() {
        Database from = donor.database();
        return "SET SESSION sql_mode=''; SET GLOBAL clone_valid_donor_list="
                + SqlText.literal(from.address() + ":" + from.port()) + "; CLONE INSTANCE FROM "
                + SqlText.literal(login.user()) + "@" + SqlText.literal(from.address()) + ":" + from.port()
                + " IDENTIFIED BY " + SqlText.literal(login.password().reveal()) + ";";
    }

    @Override
    Problem broken(String why) {
        return Problem.of(
                ProblemCode.DATABASE_REFUSED,
                "The clone of " + donor.database() + " for " + replica.database() + " did not come to its end: "
                        + Printable.of(why),
                "Look into the log of " + donor.database() + ", then resume: it begins again.");
    }

    @Override
    void beat() {
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
    void close() {
        RunningCommand open = command;
        if (open != null) {
            open.close();
        }
    }
}
