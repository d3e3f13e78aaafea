/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack.setup;

import org.jspecify.annotations.Nullable;

/**
 * One thing that isn't as it has to be, and what makes it so.
 *
 * @param words  what is done, such as {@code create it}
 * @param line   the call or command that does it, without any secret; empty when it has none
 * @param action does it; null when only a person can
 */
record Change(String words, String line, @Nullable Runnable action) {
    /** Whether it can be done now: not by a person, and not only after something that has no id yet. */
    boolean isPossible() {
        return action != null && !line.contains(AdminCalls.ID_TO_COME);
    }

    /** What a person has to do, because this process may not. */
    static Change byHand(String words, String line) {
        return new Change(words, line, null);
    }
}
