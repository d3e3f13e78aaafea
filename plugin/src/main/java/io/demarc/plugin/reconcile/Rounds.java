/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.plugin.reconcile.Timers.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something again and again: the pause is between the end of one round and the beginning of the next. A nudge brings the next round
 * forward; there are never two at once, and however many nudges come, {@link #LEAST_PAUSE} stays between two. Thread-safe.
 */
public final class Rounds implements AutoCloseable {
    static final Duration LEAST_PAUSE = Duration.ofSeconds(5);
    /** After a nudged round one more follows: what nudges can be ahead, by seconds, of what the round looks at. */
    static final Duration SECOND_LOOK = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final Timers timers;
    private final InstantSource clock;
    private final Duration pause;
    private final Runnable round;
    private final Object lock = new Object();
    private @Nullable Turn next;
    private @Nullable Instant lastEnd;
    private boolean isRunning;
    private boolean isNudged;
    private boolean isClosed;

    /** A round that is to come. */
    private static final class Turn {
        private final Instant due;
        private @Nullable Timer timer;

        private Turn(Instant due) {
            this.due = due;
        }
    }

    public Rounds(Surroundings surroundings, Duration pause, Runnable round) {
        this.timers = surroundings.timers();
        this.clock = surroundings.clock();
        this.pause = pause;
        this.round = round;
    }

    /** The first round comes after the pause. */
    public void start() {
        synchronized (lock) {
            schedule(pause);
        }
    }

    /** Something may have happened that the round looks for: what comes during a round leads to another one after it. */
    public void nudge() {
        synchronized (lock) {
            isNudged = true;
            if (!isRunning) {
                schedule(lastEnd == null ? Duration.ZERO : leftOfLeastPause(lastEnd));
            }
        }
    }

    /** Not above the least pause, wherever the clock was set to meanwhile. */
    private Duration leftOfLeastPause(Instant since) {
        Duration left = Duration.between(clock.instant(), since.plus(LEAST_PAUSE));
        return left.isNegative() ? Duration.ZERO : shorter(left, LEAST_PAUSE);
    }

    private void schedule(Duration delay) {
        Turn turn = new Turn(clock.instant().plus(delay));
        if (isClosed || (next != null && !turn.due.isBefore(next.due))) {
            return;
        }
        cancelNext();
        next = turn;
        turn.timer = timers.after(delay, () -> run(turn));
    }

    private void cancelNext() {
        if (next != null && next.timer != null) {
            next.timer.cancel();
        }
        next = null;
    }

    private void run(Turn turn) {
        boolean wasNudged;
        synchronized (lock) {
            // One that was cancelled may be on its way already.
            if (turn != next) {
                return;
            }
            next = null;
            isRunning = true;
            wasNudged = isNudged;
            isNudged = false;
        }
        try {
            round.run();
        } catch (RuntimeException e) {
            LOG.error("A round ended early; the next one follows", e);
        }
        synchronized (lock) {
            isRunning = false;
            lastEnd = clock.instant();
            if (isNudged) {
                schedule(LEAST_PAUSE);
            } else {
                schedule(wasNudged ? shorter(SECOND_LOOK, pause) : pause);
            }
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    @Override
    public void close() {
        synchronized (lock) {
            isClosed = true;
            cancelNext();
        }
    }
}
