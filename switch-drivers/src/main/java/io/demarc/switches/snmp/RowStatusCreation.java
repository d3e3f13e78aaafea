/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.session.PortStep.CreateVlan;
import io.demarc.switches.snmp.SnmpDefinition.ObjectRole;
import io.demarc.switches.snmp.SnmpDefinition.ObjectSpec;
import io.demarc.switches.snmp.SnmpDefinition.Vlans;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OctetString;

/** A row of the static VLAN table, by RowStatus (RFC 2579). One caller at a time. */
final class RowStatusCreation implements VlanCreation {
    static final int ACTIVE = 1;

    private static final int CREATE_AND_GO = 4;

    private final Vlans objects;
    private final Conversation conversation;
    private final Settling settling;

    RowStatusCreation(Vlans objects, Conversation conversation, Settling settling) {
        this.objects = objects;
        this.conversation = conversation;
        this.settling = settling;
    }

    /** What is sent for a VLAN that does not exist. */
    static List<String> lines(Vlans objects, CreateVlan step) {
        Binding name = name(objects, step);
        return Stream.concat(Stream.of(row(objects, step)), Stream.ofNullable(name))
                .map(Binding::line)
                .toList();
    }

    private static Binding row(Vlans objects, CreateVlan step) {
        ObjectSpec row = objects.object(ObjectRole.STATIC_ROW_STATUS);
        return Binding.of(
                row.labelled(step.vlan().toString()),
                row.at(step.vlan().id()),
                new Integer32(CREATE_AND_GO),
                "createAndGo(4)");
    }

    private static @Nullable Binding name(Vlans objects, CreateVlan step) {
        if (!objects.has(ObjectRole.STATIC_NAME)) {
            return null;
        }
        ObjectSpec name = objects.object(ObjectRole.STATIC_NAME);
        return Binding.of(
                name.labelled(step.vlan().toString()),
                name.at(step.vlan().id()),
                new OctetString(step.name().getBytes(StandardCharsets.US_ASCII)),
                "\"" + step.name() + "\"");
    }

    @Override
    public void create(CreateVlan step) {
        if (exists(step)) {
            return;
        }
        SetAnswer answer = new SetAnswer(0, 0);
        for (List<Binding> attempt : attempts(step)) {
            answer = conversation.set(attempt);
            if (exists(step) || (answer.isGood() && settling.await(() -> exists(step)))) {
                name(step);
                return;
            }
        }
        throw Rejection.of(
                conversation.access().name(), "VLAN " + step.vlan(), String.join(", ", lines(objects, step)), answer);
    }

    /** The row with its name; the row alone; the whole row at once, with empty port lists, as some agents want it. */
    private List<List<Binding>> attempts(CreateVlan step) {
        Binding row = row(objects, step);
        Binding name = name(objects, step);
        List<List<Binding>> attempts = new ArrayList<>();
        if (name != null) {
            attempts.add(List.of(row, name));
        }
        attempts.add(List.of(row));
        List<Binding> whole = new ArrayList<>();
        if (name != null) {
            whole.add(name);
        }
        for (ObjectRole role : List.of(ObjectRole.STATIC_EGRESS, ObjectRole.STATIC_UNTAGGED)) {
            ObjectSpec list = objects.object(role);
            OctetString empty = new OctetString(new byte[longest(list, conversation)]);
            whole.add(Binding.of(
                    list.labelled(step.vlan().toString()), list.at(step.vlan().id()), empty, VariableWords.of(empty)));
        }
        whole.add(row);
        attempts.add(whole);
        return attempts;
    }

    /** Sets the name if the row came without it; a VLAN without a name serves as well. */
    private void name(CreateVlan step) {
        Binding name = name(objects, step);
        if (name != null && !name.values().get(0).equals(conversation.get(name.oid()))) {
            conversation.set(List.of(name));
        }
    }

    /** Octets in the longest list of any VLAN. */
    static int longest(ObjectSpec list, ObjectReader reader) {
        return reader.column(list.column()).rows().values().stream()
                .map(Column::octets)
                .mapToInt(octets -> octets == null ? 0 : octets.length)
                .max()
                .orElse(0);
    }

    private boolean exists(CreateVlan step) {
        Integer status = Column.number(conversation.get(
                objects.object(ObjectRole.STATIC_ROW_STATUS).at(step.vlan().id())));
        return status != null && status == ACTIVE;
    }
}
