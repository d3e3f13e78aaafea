/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.PortMode;
import io.demarc.switches.Vlan;
import io.demarc.switches.snmp.SnmpDefinition.ObjectRole;
import io.demarc.switches.snmp.SnmpDefinition.Vlans;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything that a Q-BRIDGE agent said of VLANs, seen from one port at a time. Immutable. */
final class QBridgeView {
    private static final int LAST_VLAN = 4094;
    /** Of RowStatus; the others that can be read are notInService(2) and notReady(3). */
    private static final int ACTIVE = 1;

    private final Vlans objects;
    private final MembershipTable configured;
    private final @Nullable MembershipTable live;
    private final MembershipTable table;
    private final Map<SwitchPort, Integer> portVlans;
    private final Column rowStatus;
    private final NavigableSet<Integer> withoutList;

    /**
     * Holds the tables against each other.
     *
     * @param live      null where there is none
     * @param rowStatus by VLAN, empty where there is none
     */
    QBridgeView(
            Vlans objects,
            MembershipTable configured,
            @Nullable MembershipTable live,
            Map<SwitchPort, Integer> portVlans,
            Column rowStatus) {
        this.objects = objects;
        this.configured = configured;
        this.live = live;
        this.table = configured.isEmpty() && live != null ? live : configured;
        this.portVlans = Map.copyOf(portVlans);
        this.rowStatus = rowStatus;
        this.withoutList = rowStatus.lastIndexes();
        withoutList.removeAll(configured.vlans());
        withoutList.removeIf(id -> vlan(id) == null);
    }

    @Nullable
    Set<Vlan> known() {
        Set<Integer> known = new TreeSet<>(table.vlans());
        rowStatus.lastIndexes().stream().filter(id -> vlan(id) != null).forEach(known::add);
        return known.isEmpty() ? null : new TreeSet<>(asVlans(known));
    }

    Set<Vlan> suspended() {
        Set<Vlan> suspended = new TreeSet<>();
        for (int id : rowStatus.lastIndexes()) {
            Integer status = rowStatus.number(id);
            Vlan vlan = vlan(id);
            if (vlan != null && (status == null || status != ACTIVE)) {
                suspended.add(vlan);
            }
        }
        return suspended;
    }

    PortVlans of(SwitchPort port) {
        PortVlans vlans = members(port);
        for (String unread : unread(port)) {
            vlans = vlans.unread(unread);
        }
        String contradiction = contradiction(port);
        return contradiction == null ? vlans : vlans.contradicting(contradiction);
    }

    private PortVlans members(SwitchPort port) {
        Vlan own = vlan(portVlans.get(port));
        if (table.isEmpty() || table.isConstant()) {
            return new PortVlans(PortMode.UNKNOWN, own, List.of(), null, List.of());
        }
        NavigableSet<Integer> untagged = table.untaggedOf(port);
        NavigableSet<Integer> tagged = table.taggedOf(port);
        MembershipTable current = live;
        if (current != null && current != table) {
            boolean isConfigured = !untagged.isEmpty() || !tagged.isEmpty();
            if (!isConfigured) {
                untagged = current.untaggedOf(port);
            }
            if (!isConfigured || Boolean.TRUE.equals(port.linkUp())) {
                tagged.addAll(current.taggedOf(port));
                tagged.removeAll(untagged);
            }
        }
        return untagged.isEmpty() ? withoutUntagged(own, tagged) : with(untagged, own, tagged);
    }

    private PortVlans withoutUntagged(@Nullable Vlan own, NavigableSet<Integer> tagged) {
        if (!tagged.isEmpty()) {
            return new PortVlans(PortMode.TRUNK, null, List.of(), asVlans(tagged), List.of());
        }
        boolean isImplicit = own != null && !table.vlans().contains(own.id());
        return new PortVlans(
                isImplicit ? PortMode.ACCESS : PortMode.UNKNOWN,
                isImplicit ? own : null,
                isImplicit || own == null ? List.of() : List.of(own),
                List.of(),
                List.of());
    }

    /** A port that takes untagged frames into one VLAN and lets those of another out belongs to both. */
    private static PortVlans with(NavigableSet<Integer> untagged, @Nullable Vlan own, NavigableSet<Integer> tagged) {
        Vlan main = own != null && untagged.contains(own.id()) ? own : new Vlan(untagged.first());
        NavigableSet<Integer> others = new TreeSet<>(untagged);
        if (own != null) {
            others.add(own.id());
        }
        others.remove(main.id());
        PortMode mode = !others.isEmpty() ? PortMode.HYBRID : tagged.isEmpty() ? PortMode.ACCESS : PortMode.TRUNK;
        return new PortVlans(mode, main, asVlans(others), asVlans(tagged), List.of());
    }

    /** What isn't told is unknown: it may be hidden from the login. */
    private List<String> unread(SwitchPort port) {
        List<String> unread = new ArrayList<>(table.unread(port));
        MembershipTable current = live;
        if (current != null && current != table) {
            unread.addAll(current.unread(port));
        }
        Integer own = portVlans.get(port);
        if (own == null) {
            unread.add(name(ObjectRole.PORT_VLAN) + " tells nothing of the port");
        } else if (own != 0 && vlan(own) == null) {
            unread.add(name(ObjectRole.PORT_VLAN) + " is " + own + ", which is no VLAN");
        }
        if (table.isEmpty()) {
            unread.add(name(ObjectRole.STATIC_EGRESS) + " has no row that the login may read");
        } else if (!withoutList.isEmpty()) {
            unread.add(name(ObjectRole.STATIC_ROW_STATUS) + " tells of VLAN " + inWords(withoutList) + ", "
                    + name(ObjectRole.STATIC_EGRESS) + " doesn't");
        } else if (configured.isEmpty()
                && !Boolean.TRUE.equals(port.linkUp())
                && table.mentioning(port).isEmpty()) {
            unread.add(name(ObjectRole.STATIC_EGRESS) + " has no row that the login may read, and "
                    + table.untaggedName() + " needn't name a port without a link");
        }
        return unread;
    }

    private @Nullable String contradiction(SwitchPort port) {
        if (table.isConstant()) {
            return table.untaggedName() + " tells the same ports for every VLAN";
        }
        MembershipTable current = live;
        if (current == null || configured.isEmpty() || !Boolean.TRUE.equals(port.linkUp())) {
            return null;
        }
        if (current.isConstant()) {
            return current.untaggedName() + " tells the same ports for every VLAN";
        }
        NavigableSet<Integer> wanted = configured.untaggedOf(port);
        NavigableSet<Integer> found = current.untaggedOf(port);
        return wanted.equals(found)
                ? null
                : configured.untaggedName() + " has the port in VLAN " + inWords(wanted) + ", " + current.untaggedName()
                        + " in VLAN " + inWords(found);
    }

    private String name(ObjectRole role) {
        return objects.object(role).name();
    }

    private static String inWords(NavigableSet<Integer> vlans) {
        return vlans.isEmpty()
                ? "none"
                : vlans.stream().limit(8).map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static @Nullable Vlan vlan(@Nullable Integer id) {
        return id == null || id < 1 || id > LAST_VLAN ? null : new Vlan(id);
    }

    private static List<Vlan> asVlans(Collection<Integer> ids) {
        return ids.stream().map(Vlan::new).toList();
    }
}
