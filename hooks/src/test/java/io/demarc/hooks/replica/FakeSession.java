/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A session of a {@link FakeServer}; what it holds ends with it. */
final class FakeSession {
    private static long ids;

    final long id = ++ids;
    private final FakeServer server;
    private final InstantSource clock;
    private Instant usedAt;
    /** Whether it is kept open while it is asked nothing. */
    final boolean isLasting;

    boolean isOpen = true;
    /** For so long it may be asked nothing; zero: for as long as it likes. */
    Duration limit = Duration.ZERO;

    boolean isLocking;
    boolean isLogging = true;
    /** Whether it is one of those that let a replica go on whatever happens. */
    boolean isHolding;

    boolean isLoading;
    /** Whether what it inserts does nothing else. */
    boolean isQuiet;
    /** Of its open transaction; null when there is none. */
    FakeRepair.@Nullable Work work;

    boolean hasEventsText;
    /** The point of the log that it sees; -1: each statement that of its own moment. */
    long snapshot = -1;

    FakeSession(FakeServer server, InstantSource clock, boolean isLasting) {
        this.server = server;
        this.clock = clock;
        this.isLasting = isLasting;
        this.usedAt = clock.instant();
        server.sessions.add(this);
    }

    void used() {
        usedAt = clock.instant();
    }

    boolean isOverdue() {
        return !limit.isZero() && !clock.instant().isBefore(usedAt.plus(limit));
    }

    void end() {
        isOpen = false;
        server.sessions.remove(this);
    }
}
