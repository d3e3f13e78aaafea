/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import io.demarc.switches.Vlan;
import org.jspecify.annotations.Nullable;

/**
 * What a port was when it was last read.
 *
 * @param wanted   what was wanted of it then, in words
 * @param observed in words; null when the switch said nothing of the port
 * @param verified how it was read, such as {@code read back over SSH 07:42:10}; null when it was not
 */
public record PortSeen(
        PortAddress address,
        Outcome outcome,
        String wanted,
        @Nullable String observed,
        @Nullable Vlan observedVlan,
        @Nullable Boolean linkUp,
        @Nullable String problem,
        @Nullable String verified,
        long tookMillis,
        long readAtMillis) {
    public enum Outcome {
        AS_WANTED,
        /** A guard or rule forbade the change. */
        REFUSED,
        /** It differs, and is only observed. */
        OBSERVED,
        /** The change waits: the switch is frozen, or enough was changed for now. */
        HELD,
        /** The change went wrong; read back idle. */
        FAILED_IDLE,
        /** The change went wrong, and nobody knows. */
        FAILED_UNKNOWN
    }
}
