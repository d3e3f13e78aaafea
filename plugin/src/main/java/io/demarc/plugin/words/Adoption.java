/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import io.demarc.switches.PortState;
import org.jspecify.annotations.Nullable;

/**
 * A port that a person has looked at and handed over to Demarc.
 *
 * @param isLeaving whether it is to be made what it was, and is nobody's to write after that
 * @param was   what the port was then, in words
 * @param state the same, as it was read; null where nobody wrote it down, so that it can't be restored
 * @param hostKey fingerprint of the host key that the switch proved itself with then; null where it has none, or nobody wrote it down
 */
public record Adoption(
        PortAddress port,
        long atMillis,
        Actor actor,
        boolean isLeaving,
        String was,
        @Nullable PortState state,
        @Nullable String hostKey) {
    public Adoption leaving() {
        return new Adoption(port, atMillis, actor, true, was, state, hostKey);
    }

    /** Whether a switch with this host key, null where it has none, is another one than was looked at. */
    public boolean isOfOther(@Nullable String key) {
        return hostKey != null && key != null && !hostKey.equals(key);
    }
}
