/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import io.demarc.plugin.words.Actor;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code inventory}; within the caller's transaction. */
final class InventoryTable {
    private InventoryTable() {}

    /** @param version 0 before the first import */
    record Document(long version, String text) {}

    static long version(Handle handle) {
        return handle.createQuery("SELECT COALESCE(MAX(version), 0) FROM inventory")
                .mapTo(Long.class)
                .one();
    }

    static Optional<Document> newest(Handle handle) {
        return handle.createQuery("SELECT version, document FROM inventory ORDER BY version DESC LIMIT 1")
                .map((row, context) -> new Document(row.getLong("version"), row.getString("document")))
                .findOne();
    }

    static void add(Handle handle, String text, Actor actor, long now) {
        handle.createUpdate("INSERT INTO inventory (document, applied_at_millis, actor_kind, actor_name)"
                        + " VALUES (:document, :now, :actor_kind, :actor_name)")
                .bind("document", text)
                .bind("now", now)
                .bind("actor_kind", actor.kind().name())
                .bind("actor_name", actor.name())
                .execute();
    }
}
