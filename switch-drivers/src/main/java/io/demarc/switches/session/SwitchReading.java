/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.session;

import io.demarc.problem.ProblemException;
import io.demarc.switches.Observation;
import io.demarc.switches.PortName;
import io.demarc.switches.PortTraffic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The half of a {@link SwitchSession} that changes nothing. Every method throws {@link ProblemException} as there. */
public interface SwitchReading {
    /**
     * Reads the switch afresh: the state of these ports (those that exist), the evidence about them, and the VLANs. An
     * empty set reads all ports.
     */
    Observation observe(Set<PortName> ports);

    /** The fingerprint of the host key that the switch proved itself with; empty where its protocol has none. */
    default Optional<String> hostKey() {
        return Optional.empty();
    }

    /** What this session would send from now on. */
    SwitchDraft draft();

    /**
     * How long the switch has run by its own word, at worst to the minute; empty where its platform knows no way to ask
     * or the switch doesn't tell. A restart makes it shorter.
     */
    Optional<Duration> uptime();

    /** The version of the switch's software by its own word; empty where its platform knows no way to ask or it doesn't tell. */
    default Optional<String> version() {
        return Optional.empty();
    }

    /** The port on which the switch has learned the MAC address (six octets, {@code 02:01:..}), if it has. */
    Optional<PortName> locate(String mac);

    /**
     * What the switch has heard on these ports; none are asked about when the set is empty. A port of which it tells nothing is
     * missing: where the platform has no such table, where the switch refuses to say, or where less than a second is left to
     * ask. So no refusal is thrown, but a lost session is.
     */
    Map<PortName, PortTraffic> traffic(Set<PortName> ports);

    /** What both sides said so far, with secrets masked. */
    List<String> transcript();
}
