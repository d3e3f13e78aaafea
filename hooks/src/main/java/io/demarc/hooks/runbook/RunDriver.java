/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import io.demarc.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls {@link Runs#advance} when a run wants to be advanced; one thread at a time for a run. Thread-safe. */
public final class RunDriver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunDriver.class);
    private static final Duration AFTER_A_DEFECT = Duration.ofSeconds(30);

    private final Runs runs;
    private final InstantSource clock;
    private final Later later;
    private final Object lock = new Object();
    private final Map<RunId, Turn> turns = new HashMap<>();
    private boolean isClosed;

    /** Where threads come from: runs a task after a delay, on a thread that may block. */
    @FunctionalInterface
    public interface Later {
        void run(Duration delay, Runnable task);
    }

    /** A run's place in the driver. Guarded by {@code lock}. */
    private static final class Turn {
        private boolean isRunning;
        private boolean isWantedAgain;
        private @Nullable Instant due;
    }

    public RunDriver(Runs runs, InstantSource clock, Later later) {
        this.runs = runs;
        this.clock = clock;
        this.later = later;
    }

    /** Takes up every run that was going on when the daemon ended. */
    public void start() {
        runs.list().stream().filter(run -> run.state().isActive()).forEach(run -> wake(run.id()));
    }

    /** Something has changed: the run is advanced as soon as there is a thread. */
    public void wake(RunId id) {
        schedule(id, clock.instant());
    }

    private void schedule(RunId id, Instant at) {
        Duration delay;
        synchronized (lock) {
            Turn turn = turns.computeIfAbsent(id, ignored -> new Turn());
            if (isClosed) {
                return;
            }
            if (turn.isRunning) {
                turn.isWantedAgain = true;
                return;
            }
            if (turn.due != null && !turn.due.isAfter(at)) {
                return;
            }
            turn.due = at;
            delay = Duration.between(clock.instant(), at);
        }
        later.run(delay.isNegative() ? Duration.ZERO : delay, () -> drive(id, at));
    }

    private void drive(RunId id, Instant due) {
        synchronized (lock) {
            Turn turn = turns.get(id);
            if (isClosed || turn == null || turn.isRunning || !due.equals(turn.due)) {
                return;
            }
            turn.isRunning = true;
            turn.due = null;
        }
        Optional<Instant> next = Optional.empty();
        try {
            next = advance(id);
        } finally {
            end(id, next);
        }
    }

    private Optional<Instant> advance(RunId id) {
        try {
            return runs.advance(id).at();
        } catch (ProblemException e) {
            LOG.warn("run {} could not be taken further, and will be tried again: {}", id, e.getMessage());
        } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
            // An upgrade may have replaced the jars of a running daemon: a run must not be forgotten for that.
            LOG.error("a defect while taking run {} further; it will be tried again", id, e);
        }
        return Optional.of(clock.instant().plus(AFTER_A_DEFECT));
    }

    private void end(RunId id, Optional<Instant> next) {
        boolean isWantedAgain;
        synchronized (lock) {
            Turn turn = turns.get(id);
            isWantedAgain = turn != null && turn.isWantedAgain;
            turns.remove(id);
            lock.notifyAll();
        }
        if (isWantedAgain) {
            wake(id);
        } else {
            next.ifPresent(at -> schedule(id, at));
        }
    }

    /** Whether no run is being taken further at this moment. */
    public boolean isIdle() {
        synchronized (lock) {
            return turns.values().stream().noneMatch(turn -> turn.isRunning);
        }
    }

    /** Begins nothing more; what is being done at this moment goes on. */
    @Override
    public void close() {
        synchronized (lock) {
            isClosed = true;
        }
    }
}
