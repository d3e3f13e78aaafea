/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import io.demarc.plugin.books.InventoryTable.Document;
import io.demarc.plugin.inventory.InventoryFile;
import io.demarc.plugin.inventory.LiteralSecrets;
import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.Inventory;
import io.demarc.switches.catalogue.Platforms;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The inventory in force: the newest one in the store, read again only when there is a newer one. Thread-safe; within the
 * caller's transaction, which keeps callers apart.
 */
public final class Inventories {
    private final Platforms platforms;
    private volatile @Nullable Read newest;

    private record Read(long version, Inventory inventory) {}

    public Inventories(Platforms platforms) {
        this.platforms = platforms;
    }

    /** Throws {@code INPUT_INVALID} when a platform that it names is gone or has changed so that it no longer fits. */
    public Inventory current(Handle handle) {
        long version = InventoryTable.version(handle);
        Read known = newest;
        if (known == null || known.version() != version) {
            known = InventoryTable.newest(handle).map(this::read).orElseGet(() -> new Read(0, Inventory.empty()));
            newest = known;
        }
        return known.inventory();
    }

    private Read read(Document document) {
        return new Read(document.version(), parse(document.text()));
    }

    /** The text of a version as an inventory; throws {@code INPUT_INVALID} with every problem. */
    public Inventory parse(String yaml) {
        return InventoryFile.parseStored(yaml, platforms);
    }

    /** As {@link #parse}, for a text that is new: its comments will be kept, so they are looked at as well. */
    public Inventory accept(String yaml) {
        Inventory inventory = InventoryFile.parse(yaml, platforms);
        LiteralSecrets.refuseInComments(yaml);
        return inventory;
    }

    /** Puts the text, which {@link #accept} has accepted, in force as it is written. */
    public void replace(Handle handle, String yaml, Actor actor, long now) {
        InventoryTable.add(handle, yaml, actor, now);
    }
}
