/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access.ssh;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Gathers what a command prints until its channel is closed and nothing is left. One caller at a time. */
final class Gathering {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration CLOSING = Duration.ofMillis(1);

    private final BooleanSupplier isClosed;
    private final Inbox out;
    private final Inbox err;
    private final StringBuilder printed = new StringBuilder();
    private final StringBuilder complaints = new StringBuilder();

    /** What one look has found. */
    enum Look {
        SOMETHING,
        NOTHING,
        /** Nothing, and nothing will come. */
        END
    }

    /** @param isClosed whether the channel is; what was received before is in the inboxes then */
    Gathering(BooleanSupplier isClosed, Inbox out, Inbox err) {
        this.isClosed = isClosed;
        this.out = out;
        this.err = err;
    }

    /** Every octet a character. */
    String printed() {
        return printed.toString();
    }

    String complaints() {
        return complaints.toString();
    }

    /** Takes what has come; waits a little for something. */
    Look look() {
        // Asked before anything is taken: what comes after that, and the closing behind it, are for the next look.
        boolean isLast = isClosed.getAsBoolean();
        if (out.isOver() && !isLast) {
            LockSupport.parkNanos(CLOSING.toNanos()); // all was said; the exit status follows
        }
        String text = out.take(isLast ? Duration.ZERO : POLL);
        String complaint = err.take(Duration.ZERO);
        printed.append(text);
        complaints.append(complaint);
        if (!text.isEmpty() || !complaint.isEmpty()) {
            return Look.SOMETHING;
        }
        return isLast ? Look.END : Look.NOTHING;
    }
}
