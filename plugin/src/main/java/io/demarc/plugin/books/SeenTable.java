/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import io.demarc.plugin.words.PortAddress;
import io.demarc.plugin.words.PortSeen;
import io.demarc.plugin.words.SwitchSeen;
import io.demarc.plugin.words.UptimeSeen;
import io.demarc.switches.PortName;
import io.demarc.switches.SwitchName;
import io.demarc.switches.Vlan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The tables {@code port_seen} and {@code switch_seen}; within the caller's transaction. */
public final class SeenTable {
    private static final String PORTS = "SELECT switch_name, port, outcome, wanted, observed, observed_vlan, link_up,"
            + " problem, verified, took_millis, read_at_millis FROM port_seen ";
    private static final String SWITCHES = "SELECT switch_name, read_at_millis, problem_code, problem,"
            + " unsaved_since_millis, unconfirmed_until_millis, uptime_millis, uptime_at_millis FROM switch_seen ";

    private SeenTable() {}

    public static Map<PortAddress, PortSeen> ports(Handle handle) {
        return byAddress(
                handle.createQuery(PORTS).map((row, context) -> port(row)).list());
    }

    public static Map<PortAddress, PortSeen> ports(Handle handle, SwitchName name) {
        return byAddress(handle.createQuery(PORTS + "WHERE switch_name = :name")
                .bind("name", name.value())
                .map((row, context) -> port(row))
                .list());
    }

    private static Map<PortAddress, PortSeen> byAddress(List<PortSeen> ports) {
        return ports.stream()
                .collect(Collectors.toMap(PortSeen::address, Function.identity(), (a, b) -> b, TreeMap::new));
    }

    public static Map<SwitchName, SwitchSeen> switches(Handle handle) {
        return handle.createQuery(SWITCHES).map((row, context) -> ofSwitch(row)).list().stream()
                .collect(Collectors.toMap(SwitchSeen::name, Function.identity(), (a, b) -> b, TreeMap::new));
    }

    public static SwitchSeen ofSwitch(Handle handle, SwitchName name) {
        return handle.createQuery(SWITCHES + "WHERE switch_name = :name")
                .bind("name", name.value())
                .map((row, context) -> ofSwitch(row))
                .findOne()
                .orElseGet(() -> SwitchSeen.never(name));
    }

    public static void put(Handle handle, PortSeen seen) {
        String update = "UPDATE port_seen SET outcome = :outcome, wanted = :wanted, observed = :observed,"
                + " observed_vlan = :vlan, link_up = :link, problem = :problem, verified = :verified,"
                + " took_millis = :took, read_at_millis = :at WHERE switch_name = :switch AND port = :port";
        String insert = "INSERT INTO port_seen (switch_name, port, outcome, wanted, observed, observed_vlan, link_up,"
                + " problem, verified, took_millis, read_at_millis) VALUES (:switch, :port, :outcome, :wanted,"
                + " :observed, :vlan, :link, :problem, :verified, :took, :at)";
        if (bind(handle.createUpdate(update), seen).execute() == 0) {
            bind(handle.createUpdate(insert), seen).execute();
        }
    }

    public static void put(Handle handle, SwitchSeen seen) {
        String update = "UPDATE switch_seen SET read_at_millis = :read, problem_code = :code, problem = :problem,"
                + " unsaved_since_millis = :unsaved, unconfirmed_until_millis = :unconfirmed,"
                + " uptime_millis = :uptime, uptime_at_millis = :uptime_at"
                + " WHERE switch_name = :switch";
        String insert = "INSERT INTO switch_seen (switch_name, read_at_millis, problem_code, problem,"
                + " unsaved_since_millis, unconfirmed_until_millis, uptime_millis, uptime_at_millis)"
                + " VALUES (:switch, :read, :code, :problem, :unsaved, :unconfirmed, :uptime, :uptime_at)";
        if (bind(handle.createUpdate(update), seen).execute() == 0) {
            bind(handle.createUpdate(insert), seen).execute();
        }
    }

    /** What was seen of ports and switches that are no longer in the inventory says nothing any more. */
    public static void forget(Handle handle, PortAddress address) {
        handle.createUpdate("DELETE FROM port_seen WHERE switch_name = :switch AND port = :port")
                .bind("switch", address.switchName().value())
                .bind("port", address.port().value())
                .execute();
    }

    public static void forget(Handle handle, SwitchName name) {
        handle.createUpdate("DELETE FROM switch_seen WHERE switch_name = :switch")
                .bind("switch", name.value())
                .execute();
    }

    /** The switch has restarted: what its ports were before says nothing any more. */
    public static void forgetPorts(Handle handle, SwitchName name) {
        handle.createUpdate("DELETE FROM port_seen WHERE switch_name = :switch")
                .bind("switch", name.value())
                .execute();
    }

    private static Update bind(Update update, PortSeen seen) {
        Vlan vlan = seen.observedVlan();
        Boolean link = seen.linkUp();
        return update.bind("switch", seen.address().switchName().value())
                .bind("port", seen.address().port().value())
                .bind("outcome", seen.outcome().name())
                .bind("wanted", seen.wanted())
                .bind("observed", seen.observed())
                .bind("vlan", vlan == null ? null : (Integer) vlan.id())
                .bind("link", link == null ? null : (Integer) (link ? 1 : 0))
                .bind("problem", seen.problem())
                .bind("verified", seen.verified())
                .bind("took", seen.tookMillis())
                .bind("at", seen.readAtMillis());
    }

    private static Update bind(Update update, SwitchSeen seen) {
        UptimeSeen uptime = seen.uptime();
        return update.bind("switch", seen.name().value())
                .bind("read", seen.readAtMillis())
                .bind("code", seen.problemCode())
                .bind("problem", seen.problem())
                .bind("unsaved", seen.unsavedSinceMillis())
                .bind("unconfirmed", seen.unconfirmedUntilMillis())
                .bind("uptime", uptime == null ? null : (Long) uptime.millis())
                .bind("uptime_at", uptime == null ? null : (Long) uptime.atMillis());
    }

    private static PortSeen port(ResultSet row) throws SQLException {
        return new PortSeen(
                new PortAddress(new SwitchName(row.getString("switch_name")), new PortName(row.getString("port"))),
                PortSeen.Outcome.valueOf(row.getString("outcome")),
                row.getString("wanted"),
                row.getString("observed"),
                number(row, "observed_vlan").map(id -> new Vlan(id.intValue())).orElse(null),
                number(row, "link_up").map(value -> value == 1).orElse(null),
                row.getString("problem"),
                row.getString("verified"),
                row.getLong("took_millis"),
                row.getLong("read_at_millis"));
    }

    private static SwitchSeen ofSwitch(ResultSet row) throws SQLException {
        return new SwitchSeen(
                new SwitchName(row.getString("switch_name")),
                number(row, "read_at_millis").orElse(null),
                row.getString("problem_code"),
                row.getString("problem"),
                number(row, "unsaved_since_millis").orElse(null),
                number(row, "unconfirmed_until_millis").orElse(null),
                uptime(row));
    }

    private static @Nullable UptimeSeen uptime(ResultSet row) throws SQLException {
        long at = number(row, "uptime_at_millis").orElse(0L);
        return number(row, "uptime_millis")
                .map(millis -> new UptimeSeen(millis, at))
                .orElse(null);
    }

    private static Optional<Long> number(ResultSet row, String column) throws SQLException {
        @Nullable Long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }
}
