/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.snmp.SnmpDefinition.BitOrder;
import io.demarc.switches.snmp.SnmpDefinition.ObjectSpec;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;

/** Egress and untagged port lists of every VLAN, either configured or in force. Immutable. */
final class MembershipTable {
    private static final int LAST_VLAN = 4094;
    /** Two VLANs with the same untagged ports can be meant; from three on it is an agent that always says the same. */
    private static final int ENOUGH_TO_BE_SUSPICIOUS = 3;

    private final Lists egress;
    private final Lists untagged;
    private final @Nullable PortListEncoding encoding;

    private MembershipTable(Lists egress, Lists untagged, @Nullable PortListEncoding encoding) {
        this.egress = egress;
        this.untagged = untagged;
        this.encoding = encoding;
    }

    /** The octets of each row of both columns. */
    static List<byte[]> octets(Map<OID, Column> columns, ObjectSpec egress, ObjectSpec untagged) {
        List<byte[]> lists = new ArrayList<>();
        for (ObjectSpec object : List.of(egress, untagged)) {
            for (Variable value :
                    columns.getOrDefault(object.column(), Column.empty()).rows().values()) {
                byte[] octets = Column.octets(value);
                if (octets != null) {
                    lists.add(octets);
                }
            }
        }
        return lists;
    }

    /**
     * The VLAN is the last part of the index, whatever stands before it (the current tables have a time mark there).
     *
     * @param encoding null when it can't be told: then the table says nothing
     */
    static MembershipTable read(
            Map<OID, Column> columns,
            ObjectSpec egressObject,
            ObjectSpec untaggedObject,
            @Nullable PortListEncoding encoding) {
        return new MembershipTable(
                Lists.read(columns, egressObject, encoding), Lists.read(columns, untaggedObject, encoding), encoding);
    }

    /** One column. */
    private record Lists(
            ObjectSpec object,
            NavigableMap<Integer, BitSet> byVlan,
            BitSet disputed,
            @Nullable String unread) {
        static Lists read(Map<OID, Column> columns, ObjectSpec object, @Nullable PortListEncoding encoding) {
            NavigableMap<Integer, BitSet> lists = new TreeMap<>();
            BitSet disputed = new BitSet();
            String unread = null;
            BitOrder order = object.order();
            for (Map.Entry<OID, Variable> row :
                    columns.getOrDefault(object.column(), Column.empty()).rows().entrySet()) {
                int vlan = row.getKey().last();
                byte[] octets = Column.octets(row.getValue());
                BitSet ports = octets == null || encoding == null ? null : encoding.decode(octets, order);
                if (ports == null) {
                    unread = object.labelled(row.getKey().toDottedString()) + " is no list of ports that can be read: "
                            + VariableWords.of(row.getValue());
                    if (vlan >= 1 && vlan <= LAST_VLAN) {
                        lists.putIfAbsent(vlan, new BitSet());
                    }
                } else if (vlan < 1 || vlan > LAST_VLAN) {
                    disputed.or(ports);
                } else {
                    BitSet before = lists.putIfAbsent(vlan, ports);
                    if (before != null) {
                        BitSet different = (BitSet) ports.clone();
                        different.xor(before);
                        disputed.or(different);
                        before.or(ports);
                    }
                }
            }
            return new Lists(object, lists, disputed, unread);
        }

        boolean has(int vlan, SwitchPort port) {
            BitSet list = byVlan.get(vlan);
            return list != null && list.get(port.bit(object.portIndexing()));
        }

        Optional<String> doubt(SwitchPort port) {
            return unread != null
                    ? Optional.of(unread)
                    : disputed.get(port.bit(object.portIndexing()))
                            ? Optional.of(object.name() + " has the port in a VLAN that can't be, or tells one twice")
                            : Optional.empty();
        }
    }

    boolean isEmpty() {
        return egress.byVlan().isEmpty() && untagged.byVlan().isEmpty();
    }

    /**
     * Why no list may be written, in words: a list is written as it was read, with one port's bit changed, so it has to be bits
     * (RFC 4363) and to mean something. Null when nothing speaks against it.
     */
    @Nullable
    String strangeness() {
        if (encoding != PortListEncoding.BITS) {
            return egress.object().name() + " is text on this agent, or may be, and not bits";
        }
        return isConstant() ? untagged.object().name() + " tells the same ports for every VLAN on this agent" : null;
    }

    String untaggedName() {
        return untagged.object().name();
    }

    /** Whether every port is untagged in its own VLAN, where that has a list. */
    boolean agreesWith(Map<SwitchPort, Integer> portVlans) {
        return portVlans.entrySet().stream()
                .allMatch(port -> !untagged.byVlan().containsKey(port.getValue())
                        || untaggedOf(port.getKey()).contains(port.getValue()));
    }

    NavigableSet<Integer> vlans() {
        NavigableSet<Integer> vlans = new TreeSet<>(egress.byVlan().keySet());
        vlans.addAll(untagged.byVlan().keySet());
        return vlans;
    }

    /** VLANs that leave the port untagged. A port that is untagged but no egress port is neither. */
    NavigableSet<Integer> untaggedOf(SwitchPort port) {
        NavigableSet<Integer> vlans = new TreeSet<>(egress.byVlan().keySet());
        vlans.removeIf(vlan -> !egress.has(vlan, port) || !untagged.has(vlan, port));
        return vlans;
    }

    /** VLANs that leave the port tagged. */
    NavigableSet<Integer> taggedOf(SwitchPort port) {
        NavigableSet<Integer> vlans = new TreeSet<>(egress.byVlan().keySet());
        vlans.removeIf(vlan -> !egress.has(vlan, port) || untagged.has(vlan, port));
        return vlans;
    }

    /** VLANs in whose lists the port stands in any way, consistent or not. */
    NavigableSet<Integer> mentioning(SwitchPort port) {
        NavigableSet<Integer> vlans = vlans();
        vlans.removeIf(vlan -> !egress.has(vlan, port) && !untagged.has(vlan, port));
        return vlans;
    }

    /** What was said of the port and can't be read, or could only be read if more had been said. */
    List<String> unread(SwitchPort port) {
        List<String> doubts = new ArrayList<>();
        egress.doubt(port).ifPresent(doubts::add);
        untagged.doubt(port).ifPresent(doubts::add);
        for (int vlan : untagged.byVlan().keySet()) {
            if (untagged.has(vlan, port) && !egress.byVlan().containsKey(vlan)) {
                doubts.add(untagged.object().labelled(String.valueOf(vlan)) + " has the port, and there is no "
                        + egress.object().labelled(String.valueOf(vlan)));
            }
        }
        return doubts;
    }

    /** Whether the same untagged ports are told for every VLAN: then the table says nothing. */
    boolean isConstant() {
        if (untagged.byVlan().size() < ENOUGH_TO_BE_SUSPICIOUS) {
            return false;
        }
        Set<BitSet> different = new HashSet<>(untagged.byVlan().values());
        return different.size() == 1
                && !untagged.byVlan().firstEntry().getValue().isEmpty();
    }
}
