/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import io.demarc.plugin.words.Actor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code inventory}: every text that was ever put in force. Within the caller's transaction. */
public final class InventoryTable {
    private static final String DOCUMENTS =
            "SELECT version, document, applied_at_millis, actor_kind, actor_name FROM inventory ";

    private InventoryTable() {}

    /**
     * One version, as it was written; whether it can still be read is another question.
     *
     * @param version   from 1 on
     * @param actorKind as text: another version of Demarc may know other kinds
     */
    public record Document(long version, String text, long appliedAtMillis, String actorKind, String actorName) {}

    /** Of the one in force; 0 before the first. */
    public static long version(Handle handle) {
        return handle.createQuery("SELECT COALESCE(MAX(version), 0) FROM inventory")
                .mapTo(Long.class)
                .one();
    }

    /** The one in force; empty before the first. */
    public static Optional<Document> newest(Handle handle) {
        return newest(handle, 1).stream().findFirst();
    }

    /** At most so many, the newest first. */
    public static List<Document> newest(Handle handle, int most) {
        return handle.createQuery(DOCUMENTS + "ORDER BY version DESC LIMIT :most")
                .bind("most", most)
                .map((row, context) -> document(row))
                .list();
    }

    public static Optional<Document> find(Handle handle, long version) {
        return handle.createQuery(DOCUMENTS + "WHERE version = :version")
                .bind("version", version)
                .map((row, context) -> document(row))
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

    private static Document document(ResultSet row) throws SQLException {
        return new Document(
                row.getLong("version"),
                row.getString("document"),
                row.getLong("applied_at_millis"),
                row.getString("actor_kind"),
                row.getString("actor_name"));
    }
}
