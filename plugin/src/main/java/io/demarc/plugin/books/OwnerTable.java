/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.plugin.words.Owner;
import io.demarc.plugin.words.OwnerKey;
import io.demarc.plugin.words.Owners;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The table {@code owner_seen}: who was seen under which name; within the caller's transaction. */
public final class OwnerTable {
    private static final String NAMES = " owner_domain = :domain AND owner_kind = :kind AND owner_name = :name";

    private OwnerTable() {}

    public static Owners all(Handle handle) {
        Map<Owner, OwnerKey> holders = new HashMap<>();
        handle.createQuery("SELECT owner_domain, owner_kind, owner_name, owner_key FROM owner_seen ORDER BY seen")
                .map((row, context) -> Map.entry(
                        new Owner(
                                row.getString("owner_domain"),
                                Owner.Kind.valueOf(row.getString("owner_kind")),
                                row.getString("owner_name")),
                        OwnerKey.parse(row.getString("owner_key"))))
                .forEach(seen -> holders.putIfAbsent(seen.getKey(), seen.getValue()));
        return new Owners(holders);
    }

    /**
     * The network's owner has this name.
     *
     * @param before who the network was when it was last asked for; null for the first time
     */
    public static void see(Handle handle, NetworkIdentity network, @Nullable NetworkIdentity before) {
        OwnerKey key = network.ownerKey();
        OwnerKey keyBefore = before == null ? null : before.ownerKey();
        if (key == null) {
            return;
        }
        if (keyBefore != null && key.isRenamed(keyBefore)) {
            handle.createUpdate("UPDATE owner_seen SET owner_key = :now WHERE owner_key = :before")
                    .bind("now", key.text())
                    .bind("before", keyBefore.text())
                    .execute();
        }
        boolean isThere = bind(
                                handle.createQuery(
                                        "SELECT COUNT(*) FROM owner_seen WHERE" + NAMES + " AND owner_key = :key"),
                                network.owner())
                        .bind("key", key.text())
                        .mapTo(Integer.class)
                        .one()
                > 0;
        if (!isThere) {
            bind(
                            handle.createUpdate(
                                    "INSERT INTO owner_seen (owner_domain, owner_kind, owner_name, owner_key)"
                                            + " VALUES (:domain, :kind, :name, :key)"),
                            network.owner())
                    .bind("key", key.text())
                    .execute();
        }
    }

    /** Names that the inventory didn't use are anybody's. */
    public static void keepOnly(Handle handle, Set<Owner> used) {
        all(handle).holders().keySet().stream()
                .filter(owner -> !used.contains(owner))
                .forEach(owner -> bind(handle.createUpdate("DELETE FROM owner_seen WHERE" + NAMES), owner)
                        .execute());
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Owner owner) {
        return statement
                .bind("domain", owner.domain())
                .bind("kind", owner.kind().name())
                .bind("name", owner.name());
    }
}
