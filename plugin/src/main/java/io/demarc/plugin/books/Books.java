/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import java.time.InstantSource;

/** Everything that is written down, and the clock that dates it. Thread-safe. */
public record Books(Store store, Inventories inventories, Journal journal, Leases leases, InstantSource clock) {
    /** Everything that decides what a port should be, as it is now. */
    public Wishes wishes() {
        return store.read(handle -> Wishes.read(handle, inventories));
    }
}
