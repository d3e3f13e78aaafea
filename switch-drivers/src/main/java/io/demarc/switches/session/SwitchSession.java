/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.session;

import io.demarc.problem.ProblemException;
import java.util.List;

/**
 * One open conversation with one switch. One caller at a time. Every method throws {@link ProblemException} and waits no
 * longer than the deadline that the session was opened with: {@code SWITCH_REJECTED} and {@code SWITCH_BUSY} leave the
 * session usable; after {@code SWITCH_TIMEOUT} and {@code SWITCH_UNREACHABLE} it is closed and what was being written
 * may or may not have happened.
 */
public interface SwitchSession extends SwitchReading, AutoCloseable {
    /**
     * Sends the steps, in order, as one batch. With {@link io.demarc.switches.Capability#ATOMIC_COMMIT} all of them or
     * none take effect, and they are taken back by the switch itself unless {@link #confirm} follows.
     */
    void apply(List<PortStep> steps);

    /** Keeps what the last {@link #apply} did. Does nothing on platforms without atomic commits. */
    void confirm();

    /** Takes back what the last {@link #apply} did and {@link #confirm} did not keep. Nothing without atomic commits. */
    void rollBack();

    /**
     * Makes the running configuration survive a restart of the switch; whatever keeps it from that is {@code SAVE_FAILED}.
     * Does nothing where saving is automatic.
     */
    void save();

    @Override
    void close();
}
