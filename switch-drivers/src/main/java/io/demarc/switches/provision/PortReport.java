/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import io.demarc.problem.Problem;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of one port.
 *
 * @param before  as read before anything was written; null when the port does not exist or the switch could not be read
 * @param after   as last read; null when it could not be read: then nobody knows
 * @param problem null for {@code UNCHANGED} and {@code CHANGED}
 * @param took    from the first read to the last
 */
public record PortReport(
        PortTarget target,
        Outcome outcome,
        @Nullable PortState before,
        @Nullable PortState after,
        @Nullable Problem problem,
        Duration took) {
    public enum Outcome {
        /** Was as wanted; nothing was written. */
        UNCHANGED,
        /** Written, and read back as wanted. */
        CHANGED,
        /** A guard or rule forbids it; nothing was written. */
        REFUSED,
        /** Went wrong; the port was returned to its idle state and read back idle. */
        FAILED_IDLE,
        /** Went wrong, and the port could not be shown to be idle: {@code after} says what is known. */
        FAILED_UNKNOWN
    }

    public PortName port() {
        return target.port();
    }

    /** The switch says that the port is as wanted. */
    public boolean isAsWanted() {
        return outcome == Outcome.UNCHANGED || outcome == Outcome.CHANGED;
    }
}
