/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.plugin.reconcile.Timers.Timer;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that is opened, and opened again after it was lost: after a second, then after twice as long, up to a minute. Thread-safe.
 */
public final class KeptOpen implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeptOpen.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Timers timers;
    private final String name;
    private final Opening opening;
    private final Object lock = new Object();
    private @Nullable Opened held;
    private @Nullable Timer next;
    private @Nullable Problem problem;
    private Duration pause = SHORTEST_PAUSE;
    private boolean isClosed;

    /** What is open. */
    public interface Opened {
        /** Whatever state it is in; fails never. */
        void close();
    }

    /** Opens it; may wait, for as long as a session with a switch. */
    public interface Opening {
        /**
         * Opens it.
         *
         * @param lost is told, on any thread, that it is no longer open; what has been told already does nothing
         * @throws ProblemException when it can't be opened now
         */
        Opened open(Lost lost);
    }

    /** Takes why something is no longer open. */
    public interface Lost {
        void because(Problem problem);
    }

    /** @param name for the log, such as {@code event bus} */
    public KeptOpen(Timers timers, String name, Opening opening) {
        this.timers = timers;
        this.name = name;
        this.opening = opening;
    }

    /** Begins; waits for nothing. */
    public void start() {
        synchronized (lock) {
            problem = Problem.of(ProblemCode.DAEMON_BUSY, "It is not open yet.", "Look again soon.");
            next = timers.after(Duration.ZERO, this::open);
        }
    }

    /** Why it isn't open; empty when it is. */
    public Optional<Problem> problem() {
        synchronized (lock) {
            return Optional.ofNullable(problem);
        }
    }

    private void open() {
        Attempt attempt = new Attempt();
        try {
            attempt.settle(opening.open(attempt::lose));
        } catch (ProblemException e) {
            attempt.lose(e.problem());
        } catch (RuntimeException e) {
            LOG.error("{}: a defect", name, e);
            attempt.lose(
                    Problem.of(ProblemCode.INTERNAL, "It can't be opened: " + e + ".", "Look at the daemon's log."));
        }
    }

    /** From its opening to its loss. */
    private final class Attempt {
        private @Nullable Opened opened;
        private boolean isLost;

        private void settle(Opened done) {
            synchronized (lock) {
                opened = done;
                if (!isLost && !isClosed) {
                    held = done;
                    problem = null;
                    pause = SHORTEST_PAUSE;
                    LOG.info("{}: open", name);
                    return;
                }
            }
            done.close();
        }

        private void lose(Problem why) {
            Opened lost;
            synchronized (lock) {
                if (isLost || isClosed) {
                    return;
                }
                isLost = true;
                tellOnce(why);
                problem = why;
                held = null;
                next = timers.after(pause, KeptOpen.this::open);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                lost = opened;
            }
            if (lost != null) {
                // Whoever tells of the loss may be the thread that closing waits for.
                timers.run(lost::close);
            }
        }
    }

    private void tellOnce(Problem why) {
        if (problem == null || !problem.summary().equals(why.summary())) {
            LOG.warn("{}: {}", name, why.message());
        }
    }

    @Override
    public void close() {
        Opened last;
        synchronized (lock) {
            isClosed = true;
            if (next != null) {
                next.cancel();
            }
            last = held;
            held = null;
        }
        if (last != null) {
            last.close();
        }
    }
}
