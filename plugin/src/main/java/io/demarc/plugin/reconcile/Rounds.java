/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.plugin.reconcile.Timers.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something again and again: the pause is between the end of one round and the beginning of the next. Thread-safe. */
public final class Rounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final Timers timers;
    private final Duration pause;
    private final Runnable round;
    private final Object lock = new Object();
    private @Nullable Timer next;
    private boolean closed;

    public Rounds(Timers timers, Duration pause, Runnable round) {
        this.timers = timers;
        this.pause = pause;
        this.round = round;
    }

    /** The first round comes after the pause. */
    public void start() {
        synchronized (lock) {
            if (!closed) {
                next = timers.after(pause, this::run);
            }
        }
    }

    private void run() {
        try {
            round.run();
        } catch (RuntimeException e) {
            LOG.error("A round ended early; the next one follows", e);
        }
        start();
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            if (next != null) {
                next.cancel();
            }
        }
    }
}
