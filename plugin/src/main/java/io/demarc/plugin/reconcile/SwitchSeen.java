/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.switches.SwitchName;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a switch as a whole.
 *
 * @param readAtMillis           of the last complete read; null when never
 * @param problemCode            of the last reconcile; null when it went well
 * @param unsavedSinceMillis     something was written since it last saved; null when not
 * @param unconfirmedUntilMillis until then it may take back what was written, by itself; null when it won't
 */
public record SwitchSeen(
        SwitchName name,
        @Nullable Long readAtMillis,
        @Nullable String problemCode,
        @Nullable String problem,
        @Nullable Long unsavedSinceMillis,
        @Nullable Long unconfirmedUntilMillis) {
    static SwitchSeen never(SwitchName name) {
        return new SwitchSeen(name, null, null, null, null, null);
    }
}
