/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.snmp.SnmpDefinition.ObjectRole;
import io.demarc.switches.snmp.SnmpDefinition.ObjectSpec;
import io.demarc.switches.snmp.SnmpDefinition.ValueType;
import io.demarc.switches.snmp.SnmpDefinition.Vlans;
import io.demarc.switches.snmp.SnmpDefinition.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.Gauge32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;

/**
 * Which objects must be written so that a port becomes what is wanted: those that an agent, asked just now, has
 * otherwise. Port lists are always written as they were just read, with the one port's bit changed. One caller at a time.
 */
final class PortBindings {
    private static final int UNTAGGED_FRAMES_ONLY = 3;
    private static final int ALL_FRAMES = 1;
    private static final int TAGGED_FRAMES_ONLY = 2;
    /** Of vlanTrunkPortDynamicState: never a trunk, and never negotiated into one. */
    private static final int TRUNK_OFF = 2;
    /** Of vmVlanType. */
    private static final int STATIC = 1;
    /** Of vmVoiceVlanId. */
    private static final int NO_VOICE_VLAN = 4096;

    private static final int LAST_VLAN = 4094;

    private final Vlans objects;
    private final SnmpConversation conversation;

    PortBindings(Vlans objects, SnmpConversation conversation) {
        this.objects = objects;
        this.conversation = conversation;
    }

    /** VLANs other than this one in whose configured lists the port stands. */
    NavigableSet<Integer> otherVlans(SwitchPort port, int vlan) {
        if (!objects.has(ObjectRole.STATIC_EGRESS) || !objects.has(ObjectRole.STATIC_UNTAGGED)) {
            return new TreeSet<>();
        }
        ObjectSpec egress = objects.object(ObjectRole.STATIC_EGRESS);
        ObjectSpec untagged = objects.object(ObjectRole.STATIC_UNTAGGED);
        Map<OID, Column> columns = conversation.columns(List.of(egress.column(), untagged.column()));
        NavigableSet<Integer> vlans =
                new TreeSet<>(MembershipTable.read(columns, egress, untagged).mentioning(port));
        vlans.remove(vlan);
        return vlans;
    }

    /** What one write still needs for one port in one VLAN; empty when the agent says that it is so already. */
    List<Binding> needed(Write action, SwitchPort port, int vlan) {
        ObjectSpec object = objects.object(WriteActions.objectOf(action));
        return switch (action) {
            case JOIN_EGRESS, JOIN_UNTAGGED -> membership(object, port, vlan, true);
            case LEAVE_EGRESS, LEAVE_UNTAGGED -> membership(object, port, vlan, false);
            case PORT_VLAN -> {
                Integer now = number(object, port);
                yield now != null && now == vlan ? List.of() : List.of(portValue(object, port, List.of(vlan)));
            }
            case UNTAGGED_FRAMES_ONLY -> {
                Integer now = number(object, port);
                yield now == null || now == UNTAGGED_FRAMES_ONLY
                        ? List.of()
                        : List.of(portValue(
                                object,
                                port,
                                now == TAGGED_FRAMES_ONLY
                                        ? List.of(UNTAGGED_FRAMES_ONLY, ALL_FRAMES)
                                        : List.of(UNTAGGED_FRAMES_ONLY)));
            }
            case INGRESS_FILTER -> unless(object, port, StandardObjects.TRUE);
            case TRUNK_OFF -> unless(object, port, TRUNK_OFF);
            case STATIC_MEMBERSHIP -> unless(object, port, STATIC);
            case VOICE_VLAN_OFF -> {
                Integer now = number(object, port);
                yield now == null || now < 1 || now > LAST_VLAN
                        ? List.of()
                        : List.of(portValue(object, port, List.of(NO_VOICE_VLAN)));
            }
        };
    }

    private List<Binding> unless(ObjectSpec object, SwitchPort port, int wanted) {
        Integer now = number(object, port);
        return now == null || now == wanted ? List.of() : List.of(portValue(object, port, List.of(wanted)));
    }

    private @Nullable Integer number(ObjectSpec object, SwitchPort port) {
        return Column.number(conversation.get(object.at(port.row(object.portIndexing()))));
    }

    private Binding portValue(ObjectSpec object, SwitchPort port, List<Integer> wanted) {
        int row = port.row(object.portIndexing());
        List<Variable> values = new ArrayList<>();
        for (int each : wanted) {
            values.add(variable(object.type(), each));
            ValueType otherwise = object.orType();
            if (otherwise != null) {
                values.add(variable(otherwise, each));
            }
        }
        return Binding.value(
                object.labelled(Integer.toString(row)), object.at(row), values, String.valueOf(wanted.get(0)));
    }

    private List<Binding> membership(ObjectSpec object, SwitchPort port, int vlan, boolean isMember) {
        byte[] octets = Column.octets(conversation.get(object.at(vlan)));
        int bit = port.bit(object.portIndexing());
        if (octets == null && !isMember) {
            return List.of();
        }
        PortList now = octets == null ? PortList.empty(object.order()) : PortList.of(octets, object.order());
        if (now.contains(bit) == isMember) {
            return List.of();
        }
        PortList wanted = isMember ? now.with(bit) : now.without(bit);
        String words = now + (isMember ? " + port " : " - port ") + port.name() + " (bit " + bit + ") = " + wanted;
        return List.of(new Binding(
                object.labelled(Integer.toString(vlan)),
                object.at(vlan),
                List.of(new OctetString(wanted.octets())),
                words,
                wanted,
                bit));
    }

    /** Numbers of other ports, as this agent counts them, whose bits differ from what was written. */
    List<Integer> othersChanged(List<Binding> written) {
        List<Binding> lists =
                written.stream().filter(binding -> binding.list() != null).toList();
        Map<OID, Variable> now =
                conversation.get(lists.stream().map(Binding::oid).toList());
        NavigableSet<Integer> changed = new TreeSet<>();
        for (Binding binding : lists) {
            byte[] octets = Column.octets(now.get(binding.oid()));
            PortList list = binding.list();
            if (octets != null && list != null) {
                PortList.like(list, octets).differences(list, binding.bit()).stream()
                        .forEach(changed::add);
            }
        }
        return List.copyOf(changed);
    }

    private static Variable variable(ValueType type, int value) {
        return switch (type) {
            case INTEGER32 -> new Integer32(value);
            case GAUGE32 -> new Gauge32(value);
            case OCTETS, PORT_LIST, OBJECT_IDENTIFIER -> throw new IllegalStateException(type + " is not a number");
        };
    }
}
