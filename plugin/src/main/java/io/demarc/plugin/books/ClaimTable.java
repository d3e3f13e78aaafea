/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import io.demarc.plugin.words.NetworkId;
import io.demarc.plugin.words.PortAddress;
import io.demarc.plugin.words.PortClaim;
import io.demarc.switches.PortName;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The table {@code port_claim}; within the caller's transaction. */
public final class ClaimTable {
    private static final String ONE =
            " switch_name = :switch AND port = :port AND vlan = :vlan AND network_id = :network";

    private ClaimTable() {}

    public static List<PortClaim> all(Handle handle) {
        return handle.createQuery(
                        "SELECT switch_name, port, vlan, network_id FROM port_claim ORDER BY switch_name, port, vlan")
                .map((row, context) -> new PortClaim(
                        new PortAddress(
                                new SwitchName(row.getString("switch_name")), new PortName(row.getString("port"))),
                        new Vlan(row.getInt("vlan")),
                        new NetworkId(row.getLong("network_id"))))
                .list();
    }

    /** Does nothing when it is there. */
    public static void add(Handle handle, PortClaim claim, long now) {
        boolean isThere = bind(handle.createQuery("SELECT COUNT(*) FROM port_claim WHERE" + ONE), claim)
                        .mapTo(Integer.class)
                        .one()
                > 0;
        if (!isThere) {
            bind(
                            handle.createUpdate("INSERT INTO port_claim (switch_name, port, vlan, network_id,"
                                    + " since_millis) VALUES (:switch, :port, :vlan, :network, :since)"),
                            claim)
                    .bind("since", now)
                    .execute();
        }
    }

    /** What was claimed for the one network is claimed for the other. */
    static void move(Handle handle, NetworkId from, NetworkId to) {
        handle.createUpdate("DELETE FROM port_claim WHERE network_id = :from AND EXISTS (SELECT 1 FROM port_claim same"
                        + " WHERE same.switch_name = port_claim.switch_name AND same.port = port_claim.port"
                        + " AND same.vlan = port_claim.vlan AND same.network_id = :to)")
                .bind("to", to.value())
                .bind("from", from.value())
                .execute();
        handle.createUpdate("UPDATE port_claim SET network_id = :to WHERE network_id = :from")
                .bind("to", to.value())
                .bind("from", from.value())
                .execute();
    }

    /** Without proof, by a person's word. */
    public static void writeOff(Handle handle, PortClaim claim) {
        remove(handle, claim);
    }

    public static void remove(Handle handle, PortClaim claim) {
        bind(handle.createUpdate("DELETE FROM port_claim WHERE" + ONE), claim).execute();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, PortClaim claim) {
        return statement
                .bind("switch", claim.port().switchName().value())
                .bind("port", claim.port().port().value())
                .bind("vlan", claim.vlan().id())
                .bind("network", claim.network().value());
    }
}
