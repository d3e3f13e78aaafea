/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import io.demarc.plugin.configuration.Manage;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;

/**
 * Everything that is written down, and the clock that dates it. Thread-safe.
 *
 * @param ceiling the daemon's own, over every switch
 */
public record Books(
        Store store, Inventories inventories, Journal journal, Leases leases, InstantSource clock, Manage ceiling) {
    /** Everything that decides what a port should be, as it is now. */
    public Wishes wishes() {
        return store.read(this::wishes);
    }

    /** As {@link #wishes()}, within the caller's transaction. */
    public Wishes wishes(Handle handle) {
        return new Wishes(
                inventories.current(handle),
                AttachmentTable.all(handle),
                NetworkTable.all(handle),
                ClaimTable.all(handle),
                AdoptionTable.all(handle),
                FreezeTable.all(handle),
                OwnerTable.all(handle),
                ceiling);
    }
}
