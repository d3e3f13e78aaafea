/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.access.Printable;
import io.demarc.hooks.node.RunningCommand;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** What runs on the replica's server and takes the copy. For one thread, but for {@link #close}. */
abstract sealed class Receiver implements AutoCloseable {
    private static final Duration FAILING = Duration.ofSeconds(30);
    /** What is loaded last may be an index over a large table. */
    private static final Duration ENDING = Duration.ofHours(12);

    final CopyPlan plan;
    private final String doing;
    private final MessageDigest sum = Script.newSum();
    private volatile @Nullable RunningCommand command;

    private Receiver(CopyPlan plan, String doing) {
        this.plan = plan;
        this.doing = doing;
    }

    static Receiver of(CopyPlan plan) {
        return switch (plan.method()) {
            case CLONE -> throw new IllegalStateException("a clone doesn't pass through here");
            case DUMP -> new Beside(plan);
            case BACKUP -> new Files(plan);
            case IN_PLACE -> new Load(plan);
        };
    }

    /** One of an earlier attempt may still be at work. */
    void endLeftOver(Consumer<String> notes) {}

    /** Whether the replica has lost what it had. */
    boolean isReplicaTouched() {
        return false;
    }

    /** What the receiving side itself has made sure of. */
    boolean isProven(String complaints) {
        return true;
    }

    void start() {
        command = plan.replica().node().start(plan.receiver(), Transfer.CONNECTING);
    }

    /** The copy follows. */
    void begin() throws IOException {
        feed(member(plan.prelude()));
    }

    void feed(byte[] octets) {
        write(octets, octets.length);
    }

    /** Of the copy; a failure is told by the receiver's own complaints. */
    void write(byte[] buffer, int length) {
        sum.update(buffer, 0, length);
        try {
            command().input().write(buffer, 0, length);
            command().input().flush();
        } catch (IOException e) {
            throw new ProblemException(failed().problem(), e);
        }
    }

    /** All was written: proves that it is what was received, and in its place. */
    void end() throws IOException {
        feed(member(plan.postlude()));
        RunningCommand to = command();
        to.input().close();
        to.awaitExit(ENDING);
        boolean isSame = Script.isSum(sum, to.complaints());
        boolean isWell = Script.endedWell(to.complaints(), "load") && Script.endedWell(to.complaints(), "gzip");
        if (!isWell || !isSame || !isProven(to.complaints())) {
            throw failed();
        }
    }

    /** Of what moment the copy says to be, after its end. */
    Optional<Coordinates> taken() {
        return Script.taken(command().complaints());
    }

    private ProblemException failed() {
        command().awaitExit(FAILING);
        String remarks = Script.remarks(command().complaints());
        return ProblemException.of(
                ProblemCode.DATABASE_REFUSED,
                doing + " " + plan.replica().database() + " failed: "
                        + Printable.of(remarks.isEmpty() ? "the connection broke, or the copy was damaged" : remarks),
                "Look into the log of " + plan.replica().database() + ", then resume: the copy begins again.");
    }

    private RunningCommand command() {
        return Objects.requireNonNull(command);
    }

    /** Statements as a gzip member of their own: members one after the other are one stream (RFC 1952, 2.2). */
    private static byte[] member(List<String> statements) throws IOException {
        if (statements.isEmpty()) {
            return new byte[0];
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zipped = new GZIPOutputStream(bytes)) {
            for (String statement : statements) {
                zipped.write((statement + ";\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        RunningCommand open = command;
        if (open != null) {
            open.close();
        }
    }

    /** Runs statements in a server of their own, which ends then. */
    private static final class Beside extends Receiver {
        Beside(CopyPlan plan) {
            super(plan, "Loading the copy beside the data of");
        }

        @Override
        boolean isProven(String complaints) {
            return Script.endedWell(complaints, "proven");
        }
    }

    /** Puts files beside the replica's own. */
    private static final class Files extends Receiver {
        Files(CopyPlan plan) {
            super(plan, "Receiving the files for");
        }
    }

    /** Runs statements, over the data that the replica has. */
    private static final class Load extends Receiver {
        private volatile boolean hasBegun;

        Load(CopyPlan plan) {
            super(plan, "Loading the copy into");
        }

        @Override
        void endLeftOver(Consumer<String> notes) {
            String id = plan.replica()
                    .ask("SELECT IFNULL(IS_USED_LOCK('" + ReplicaStatements.LOAD_LOCK + "'), 0) AS id")
                    .get(0)
                    .text("id");
            if (id.matches("[1-9]\\d{0,18}")) {
                notes.accept("the load of an earlier attempt still runs in session " + id + " of "
                        + plan.replica().database() + ": ending it");
                plan.replica().ask("KILL " + id);
            }
        }

        @Override
        void begin() throws IOException {
            hasBegun = true;
            super.begin();
        }

        @Override
        boolean isReplicaTouched() {
            return hasBegun;
        }
    }
}
