/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import io.demarc.plugin.words.Actor;
import io.demarc.plugin.words.Adoption;
import io.demarc.plugin.words.PortAddress;
import io.demarc.switches.PortMode;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table {@code port_adoption}; within the caller's transaction. */
public final class AdoptionTable {
    private AdoptionTable() {}

    public static Map<PortAddress, Adoption> all(Handle handle) {
        return handle
                .createQuery("SELECT switch_name, port, at_millis, actor_kind, actor_name, is_leaving, was, mode,"
                        + " untagged, tagged, admin_up, description, host_key FROM port_adoption")
                .map((row, context) -> adoption(row))
                .list()
                .stream()
                .collect(Collectors.toMap(Adoption::port, Function.identity(), (a, b) -> b, TreeMap::new));
    }

    /** Replaces what was written down of the port. */
    public static void put(Handle handle, Adoption adoption) {
        remove(handle, adoption.port());
        PortState state = adoption.state();
        Vlan untagged = state == null ? null : state.untagged();
        List<Vlan> tagged = state == null ? null : state.tagged();
        Boolean adminUp = state == null ? null : state.adminUp();
        handle.createUpdate(
                        "INSERT INTO port_adoption (switch_name, port, at_millis, actor_kind, actor_name, is_leaving,"
                                + " was, mode, untagged, tagged, admin_up, description, host_key) VALUES (:switch, :port, :at, :actor_kind,"
                                + " :actor_name, :leaving, :was, :mode, :untagged, :tagged, :admin_up, :description, :host_key)")
                .bind("switch", adoption.port().switchName().value())
                .bind("port", adoption.port().port().value())
                .bind("at", adoption.atMillis())
                .bind("actor_kind", adoption.actor().kind().name())
                .bind("actor_name", adoption.actor().name())
                .bind("leaving", adoption.isLeaving() ? 1 : 0)
                .bind("was", adoption.was())
                .bind("mode", state == null ? null : state.mode().name())
                .bind("untagged", untagged == null ? null : (Integer) untagged.id())
                .bind(
                        "tagged",
                        tagged == null
                                ? null
                                : tagged.stream().map(Vlan::toString).collect(Collectors.joining(" ")))
                .bind("admin_up", adminUp == null ? null : (Integer) (adminUp ? 1 : 0))
                .bind("description", state == null ? null : state.description())
                .bind("host_key", adoption.hostKey())
                .execute();
    }

    /** Does nothing when there is none. */
    public static void remove(Handle handle, PortAddress port) {
        handle.createUpdate("DELETE FROM port_adoption WHERE switch_name = :switch AND port = :port")
                .bind("switch", port.switchName().value())
                .bind("port", port.port().value())
                .execute();
    }

    /** Every port of the switch; answers how many there were. */
    public static int remove(Handle handle, SwitchName name) {
        return handle.createUpdate("DELETE FROM port_adoption WHERE switch_name = :switch")
                .bind("switch", name.value())
                .execute();
    }

    /** Those of the switch that weren't adopted, for all that is known, when it had this host key. */
    public static void removeOfOther(Handle handle, SwitchName name, String hostKey) {
        handle.createUpdate("DELETE FROM port_adoption WHERE switch_name = :switch"
                        + " AND (host_key IS NULL OR host_key <> :key)")
                .bind("switch", name.value())
                .bind("key", hostKey)
                .execute();
    }

    /** Writes the host key down for those of the switch's ports of which nobody has. */
    public static void putHostKey(Handle handle, SwitchName name, String hostKey) {
        handle.createUpdate("UPDATE port_adoption SET host_key = :key WHERE switch_name = :switch AND host_key IS NULL")
                .bind("switch", name.value())
                .bind("key", hostKey)
                .execute();
    }

    /** Whether the ports of a store from before there were adoptions are still to be written down; asked once. */
    public static boolean takeDue(Handle handle) {
        return handle.createUpdate("DELETE FROM adoption_due").execute() > 0;
    }

    private static Adoption adoption(ResultSet row) throws SQLException {
        PortAddress address =
                new PortAddress(new SwitchName(row.getString("switch_name")), new PortName(row.getString("port")));
        Actor actor = new Actor(Actor.Kind.valueOf(row.getString("actor_kind")), row.getString("actor_name"));
        return new Adoption(
                address,
                row.getLong("at_millis"),
                actor,
                row.getInt("is_leaving") == 1,
                row.getString("was"),
                state(address, row),
                row.getString("host_key"));
    }

    private static @Nullable PortState state(PortAddress address, ResultSet row) throws SQLException {
        String mode = row.getString("mode");
        if (mode == null) {
            return null;
        }
        int untagged = row.getInt("untagged");
        Vlan vlan = row.wasNull() ? null : new Vlan(untagged);
        int admin = row.getInt("admin_up");
        Boolean adminUp = row.wasNull() ? null : (Boolean) (admin == 1);
        String tagged = row.getString("tagged");
        return new PortState(
                address.port(),
                PortMode.valueOf(mode),
                vlan,
                tagged == null ? null : vlans(tagged),
                adminUp,
                null,
                row.getString("description"));
    }

    private static List<Vlan> vlans(String ids) {
        return Stream.of(ids.split(" ", -1))
                .filter(id -> !id.isEmpty())
                .map(id -> new Vlan(Integer.parseInt(id)))
                .toList();
    }
}
