/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.words.NetworkIdentity;
import io.demarc.plugin.words.NetworkRecord;
import io.demarc.plugin.words.Owner;
import io.demarc.plugin.words.OwnerKey;
import io.demarc.plugin.words.Zone;
import io.demarc.switches.Vlan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The table {@code network}; within the caller's transaction. */
public final class NetworkTable {
    private static final String SELECT = "SELECT id, state, vlan, zone_id, physical_network, uuid, name, owner_domain,"
            + " owner_kind, owner_name, owner_key, zone_uuid, zone_name, revision FROM network ";

    private NetworkTable() {}

    public static List<NetworkRecord> all(Handle handle) {
        return handle.createQuery(SELECT + "ORDER BY id")
                .map((row, context) -> networkRecord(row))
                .list();
    }

    public static Optional<NetworkRecord> byId(Handle handle, NetworkId id) {
        return handle.createQuery(SELECT + "WHERE id = :id")
                .bind("id", id.value())
                .map((row, context) -> networkRecord(row))
                .findOne();
    }

    public static Optional<NetworkRecord> byUuid(Handle handle, String uuid) {
        return handle.createQuery(SELECT + "WHERE uuid = :uuid ORDER BY id DESC")
                .bind("uuid", uuid)
                .map((row, context) -> networkRecord(row))
                .findFirst();
    }

    public static void put(Handle handle, NetworkRecord network) {
        NetworkIdentity its = network.identity();
        if (its != null) {
            NetworkIdentity before =
                    byUuid(handle, its.uuid()).map(NetworkRecord::identity).orElse(null);
            if (!its.equals(before)) {
                OwnerTable.see(handle, its, before);
            }
        }
        Update update = handle.createUpdate("UPDATE network SET state = :state, vlan = :vlan, zone_id = :zone,"
                + " physical_network = :physical, uuid = :uuid, name = :name, owner_domain = :domain,"
                + " owner_kind = :kind, owner_name = :owner, owner_key = :owner_key, zone_uuid = :zone_uuid, zone_name = :zone_name,"
                + " revision = :revision WHERE id = :id");
        if (bind(update, network).execute() == 0) {
            bind(
                            handle.createUpdate("INSERT INTO network (id, state, vlan, zone_id, physical_network, uuid,"
                                    + " name, owner_domain, owner_kind, owner_name, owner_key, zone_uuid, zone_name, revision)"
                                    + " VALUES (:id, :state, :vlan, :zone, :physical, :uuid, :name, :domain, :kind,"
                                    + " :owner, :owner_key, :zone_uuid, :zone_name, :revision)"),
                            network)
                    .execute();
        }
    }

    /** A network of which CloudStack has told nothing but who it is; does nothing when it is there. */
    public static void remember(Handle handle, NetworkId id, NetworkIdentity identity) {
        unite(handle, id, identity.uuid());
        if (byId(handle, id).isEmpty()) {
            put(handle, NetworkRecord.untold(id, identity));
        }
    }

    /**
     * CloudStack's id of a network has become known: what was remembered of it under one of Demarc's own is remembered under
     * that one from now on.
     */
    public static void unite(Handle handle, NetworkId internal, String uuid) {
        for (NetworkRecord own : byOwnIds(handle, uuid)) {
            if (byId(handle, internal).isEmpty()) {
                put(handle, own.with(internal));
            }
            ClaimTable.move(handle, own.id(), internal);
            remove(handle, own.id());
        }
    }

    private static List<NetworkRecord> byOwnIds(Handle handle, String uuid) {
        return all(handle).stream()
                .filter(network -> !network.id().isInternal())
                .filter(network ->
                        network.identity() != null && network.identity().uuid().equals(uuid))
                .toList();
    }

    /** An id of Demarc's own, for a network of which no call has come. */
    public static NetworkId newId(Handle handle) {
        return new NetworkId(handle.createQuery("SELECT MIN(id) FROM (SELECT 0 AS id UNION SELECT id FROM network"
                                + " UNION SELECT network_id FROM port_claim)")
                        .mapTo(Long.class)
                        .one()
                - 1);
    }

    public static void remove(Handle handle, NetworkId id) {
        handle.createUpdate("DELETE FROM network WHERE id = :id")
                .bind("id", id.value())
                .execute();
    }

    private static Update bind(Update update, NetworkRecord network) {
        NetworkIdentity identity = network.identity();
        Vlan vlan = network.vlan();
        return update.bind("id", network.id().value())
                .bind("state", network.state().name())
                .bind("vlan", vlan == null ? null : (Integer) vlan.id())
                .bind("zone", network.zoneId())
                .bind("physical", network.physicalNetwork())
                .bind("uuid", identity == null ? null : identity.uuid())
                .bind("name", identity == null ? null : identity.name())
                .bind("domain", identity == null ? null : identity.owner().domain())
                .bind("kind", identity == null ? null : identity.owner().kind().name())
                .bind("owner", identity == null ? null : identity.owner().name())
                .bind(
                        "owner_key",
                        identity == null || identity.ownerKey() == null
                                ? null
                                : identity.ownerKey().text())
                .bind("zone_uuid", network.zone().map(Zone::uuid).orElse(null))
                .bind("zone_name", network.zone().map(Zone::name).orElse(null))
                .bind("revision", network.revision());
    }

    private static NetworkRecord networkRecord(ResultSet row) throws SQLException {
        int vlan = row.getInt("vlan");
        @Nullable Vlan its = row.wasNull() ? null : new Vlan(vlan);
        return new NetworkRecord(
                new NetworkId(row.getLong("id")),
                NetworkRecord.State.valueOf(row.getString("state")),
                its,
                row.getString("zone_id"),
                row.getString("physical_network"),
                identity(row),
                row.getLong("revision"));
    }

    private static @Nullable NetworkIdentity identity(ResultSet row) throws SQLException {
        String uuid = row.getString("uuid");
        if (uuid == null) {
            return null;
        }
        return new NetworkIdentity(
                uuid,
                row.getString("name"),
                new Owner(
                        row.getString("owner_domain"),
                        Owner.Kind.valueOf(row.getString("owner_kind")),
                        row.getString("owner_name")),
                zone(row),
                ownerKey(row));
    }

    private static @Nullable OwnerKey ownerKey(ResultSet row) throws SQLException {
        String text = row.getString("owner_key");
        return text == null ? null : OwnerKey.parse(text);
    }

    private static @Nullable Zone zone(ResultSet row) throws SQLException {
        String uuid = row.getString("zone_uuid");
        return uuid == null ? null : new Zone(uuid, row.getString("zone_name"));
    }
}
