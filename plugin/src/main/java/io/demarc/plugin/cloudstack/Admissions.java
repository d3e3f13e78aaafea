/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack;

import io.demarc.access.Printable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what was accepted and what was refused, and tells refusals in the log once a minute at most. Thread-safe. */
public final class Admissions {
    private static final Logger LOG = LoggerFactory.getLogger(Admissions.class);
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final String what;
    private final InstantSource clock;
    private long accepted;
    private long refused;
    private long untold;
    private String lastRefusal = "";
    private @Nullable Instant lastAccepted;
    private @Nullable Instant lastLine;

    /** @param what in words, such as {@code webhook deliveries} */
    public Admissions(String what, InstantSource clock) {
        this.what = what;
        this.clock = clock;
    }

    synchronized void accept() {
        accepted++;
        lastAccepted = clock.instant();
    }

    /** @param why such as {@code its signature is missing} */
    public synchronized void refuse(String why) {
        refused++;
        untold++;
        lastRefusal = Printable.of(why);
        Instant now = clock.instant();
        // The absolute difference: a clock that was set back must not silence it.
        if (lastLine == null || Duration.between(lastLine, now).abs().compareTo(BETWEEN_LINES) >= 0) {
            LOG.warn("Refused {} {}; the last one because {}", untold, what, lastRefusal);
            lastLine = now;
            untold = 0;
        }
    }

    /** Something was refused, and nothing was ever accepted. */
    public synchronized boolean isAllRefused() {
        return refused > 0 && accepted == 0;
    }

    public synchronized String inWords() {
        return accepted + " accepted"
                + (lastAccepted == null ? "" : " (the last at " + lastAccepted.truncatedTo(ChronoUnit.SECONDS) + ")")
                + ", " + refused + " refused"
                + (lastRefusal.isEmpty() ? "" : " (the last because " + lastRefusal + ")");
    }
}
