/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Deadline;
import io.demarc.plugin.words.Actor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person may ask of the store itself. Thread-safe; every method throws {@code ProblemException}. */
public interface StoreOperations {
    /**
     * What the store is.
     *
     * @param journal the highest number of its journal
     * @param doubt   what it may have lost, and how that shows; null when it is whole
     * @param open    what has to be looked at before it can be accepted; empty without a doubt
     */
    record StoreStatus(
            String file,
            String identity,
            long journal,
            @Nullable String doubt,
            List<String> open) {
        public StoreStatus {
            open = List.copyOf(open);
        }
    }

    StoreStatus status();

    /**
     * Writes a consistent copy of the store while the daemon works.
     *
     * @param file absolute path of a new file on the daemon's machine
     * @return what was done, for a person
     */
    String backup(String file, Actor actor);

    /**
     * Looks at every managed port, and then takes the store as it is, although something may be lost.
     *
     * @param why the person's reason, for the journal
     * @return what was done, for a person
     */
    String accept(String why, Actor actor, Deadline deadline);
}
