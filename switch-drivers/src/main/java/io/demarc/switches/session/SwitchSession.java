/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.session;

import io.demarc.problem.ProblemException;
import io.demarc.switches.Observation;
import io.demarc.switches.PortName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One open conversation with one switch. One caller at a time. Every method throws {@link ProblemException} and waits no
 * longer than the deadline that the session was opened with: {@code SWITCH_REJECTED} and {@code SWITCH_BUSY} leave the
 * session usable; after {@code SWITCH_TIMEOUT} and {@code SWITCH_UNREACHABLE} it is closed and what was being written
 * may or may not have happened.
 */
public interface SwitchSession extends AutoCloseable {
    /**
     * Reads the switch afresh: the state of these ports (those that exist), the evidence about them, and the VLANs. An
     * empty set reads all ports.
     */
    Observation observe(Set<PortName> ports);

    /** The very lines or varbinds that {@link #apply} would send for these steps now. Writes nothing. */
    List<String> render(List<PortStep> steps);

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

    /**
     * How long the switch has run by its own word, at worst to the minute; empty where its platform knows no way to ask
     * or the switch doesn't tell. A restart makes it shorter.
     */
    Optional<Duration> uptime();

    /** The port on which the switch has learned the MAC address (six octets, {@code 02:01:..}), if it has. */
    Optional<PortName> locate(String mac);

    /** What both sides said so far, with secrets masked. */
    List<String> transcript();

    @Override
    void close();
}
