/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.snmp.SnmpDefinition.ObjectRole;
import io.demarc.switches.snmp.SnmpDefinition.ObjectSpec;
import io.demarc.switches.snmp.SnmpDefinition.ValueType;
import io.demarc.switches.snmp.SnmpDefinition.Vlans;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
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
    private final Conversation conversation;

    PortBindings(Vlans objects, Conversation conversation) {
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
                new TreeSet<>(MembershipTable.read(columns, egress, untagged, PortListEncoding.BITS)
                        .mentioning(port));
        vlans.remove(vlan);
        return vlans;
    }

    /** What the agent says now of every object that the tasks are about. */
    Map<OID, Variable> read(List<WriteTask> tasks, SwitchPort port) {
        return conversation.get(
                tasks.stream().map(task -> instance(task, port)).distinct().toList());
    }

    private OID instance(WriteTask task, SwitchPort port) {
        ObjectSpec object = objects.object(WriteActions.objectOf(task.action()));
        return switch (task.action()) {
            case JOIN_EGRESS, JOIN_UNTAGGED, LEAVE_EGRESS, LEAVE_UNTAGGED -> object.at(task.vlan());
            case PORT_VLAN, UNTAGGED_FRAMES_ONLY, INGRESS_FILTER, TRUNK_OFF, STATIC_MEMBERSHIP, VOICE_VLAN_OFF ->
                object.at(port.row(object.portIndexing()));
        };
    }

    /** What a task still needs, by what was read; nothing when the agent says that it is so already. */
    Optional<Binding> needed(WriteTask task, SwitchPort port, Map<OID, Variable> read) {
        ObjectSpec object = objects.object(WriteActions.objectOf(task.action()));
        Variable value = read.get(instance(task, port));
        Integer now = Column.number(value);
        return switch (task.action()) {
            case JOIN_EGRESS, JOIN_UNTAGGED -> membership(object, port, task.vlan(), value, true);
            case LEAVE_EGRESS, LEAVE_UNTAGGED -> membership(object, port, task.vlan(), value, false);
            case PORT_VLAN ->
                now != null && now == task.vlan()
                        ? Optional.empty()
                        : Optional.of(portValue(object, port, List.of(task.vlan())));
            case UNTAGGED_FRAMES_ONLY ->
                now != null && now == TAGGED_FRAMES_ONLY
                        ? Optional.of(portValue(object, port, List.of(UNTAGGED_FRAMES_ONLY, ALL_FRAMES)))
                        : unless(object, port, now, UNTAGGED_FRAMES_ONLY);
            case INGRESS_FILTER -> unless(object, port, now, StandardObjects.TRUE);
            case TRUNK_OFF -> unless(object, port, now, TRUNK_OFF);
            case STATIC_MEMBERSHIP -> unless(object, port, now, STATIC);
            case VOICE_VLAN_OFF ->
                now == null || now < 1 || now > LAST_VLAN
                        ? Optional.empty()
                        : Optional.of(portValue(object, port, List.of(NO_VOICE_VLAN)));
        };
    }

    private Optional<Binding> unless(ObjectSpec object, SwitchPort port, @Nullable Integer now, int wanted) {
        return now == null || now == wanted ? Optional.empty() : Optional.of(portValue(object, port, List.of(wanted)));
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

    private static Optional<Binding> membership(
            ObjectSpec object, SwitchPort port, int vlan, @Nullable Variable value, boolean isMember) {
        byte[] octets = Column.octets(value);
        int bit = port.bit(object.portIndexing());
        if (octets == null && !isMember) {
            return Optional.empty();
        }
        PortList now = octets == null ? PortList.empty(object.order()) : PortList.of(octets, object.order());
        if (now.contains(bit) == isMember) {
            return Optional.empty();
        }
        PortList wanted = isMember ? now.with(bit) : now.without(bit);
        String words = now + (isMember ? " + port " : " - port ") + port.name() + " (bit " + bit + ") = " + wanted;
        return Optional.of(new Binding(
                object.labelled(Integer.toString(vlan)),
                object.at(vlan),
                List.of(new OctetString(wanted.octets())),
                words,
                wanted,
                bit));
    }

    /** Numbers of other ports, as this agent counts them, whose bits differ from what was written. */
    static List<Integer> othersChanged(List<Binding> written, Map<OID, Variable> read) {
        NavigableSet<Integer> changed = new TreeSet<>();
        for (Binding binding : written) {
            byte[] octets = Column.octets(read.get(binding.oid()));
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
