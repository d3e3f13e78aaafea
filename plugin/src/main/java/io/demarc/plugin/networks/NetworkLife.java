/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.networks;

import io.demarc.access.Deadline;
import io.demarc.plugin.words.NetworkEvent;

/**
 * A network's life as CloudStack tells it. Thread-safe; idempotent; calls for one network may come concurrently. What
 * an answer of success acknowledges is durable.
 */
public interface NetworkLife {
    /**
     * The network has this VLAN now. Waits for the switches until the deadline. Fails only when the wish could not be
     * made durable, or when the configuration says {@code attach-failure: fail} and a port is not as wanted.
     */
    Answer implemented(NetworkEvent event, Deadline deadline);

    /** The network loses its VLAN: succeeds only when the switches say that no port of ours is in it. */
    Answer shutDown(NetworkEvent event, Deadline deadline);

    /** The network goes: as {@link #shutDown}, by what Demarc remembers; then its attachments end. */
    Answer destroyed(NetworkEvent event, Deadline deadline);

    /**
     * What CloudStack is told.
     *
     * @param message one line for the management server's log: names ports, never a secret
     */
    record Answer(boolean success, String message) {}
}
