/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.switches.session.PortStep.CreateVlan;
import io.demarc.switches.snmp.SnmpDefinition.ObjectRole;
import io.demarc.switches.snmp.SnmpDefinition.ObjectSpec;
import io.demarc.switches.snmp.SnmpDefinition.Vlans;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.VariableBinding;

/** A row of the static VLAN table, by RowStatus (RFC 2579). One caller at a time. */
final class RowStatusCreation implements VlanCreation {
    private static final int ACTIVE = 1;
    private static final int CREATE_AND_GO = 4;

    private final Vlans objects;
    private final SnmpConversation conversation;
    private final Settling settling;

    RowStatusCreation(Vlans objects, SnmpConversation conversation, Settling settling) {
        this.objects = objects;
        this.conversation = conversation;
        this.settling = settling;
    }

    @Override
    public List<String> render(CreateVlan step) {
        if (exists(step)) {
            return List.of();
        }
        return lines(objects, step);
    }

    /** What is sent for a VLAN that does not exist. */
    static List<String> lines(Vlans objects, CreateVlan step) {
        List<String> lines = new ArrayList<>();
        lines.add("set "
                + objects.object(ObjectRole.STATIC_ROW_STATUS)
                        .labelled(step.vlan().toString()) + " = createAndGo(4)");
        if (objects.has(ObjectRole.STATIC_NAME)) {
            lines.add("set "
                    + objects.object(ObjectRole.STATIC_NAME)
                            .labelled(step.vlan().toString()) + " = \"" + step.name() + "\"");
        }
        return lines;
    }

    @Override
    public void create(CreateVlan step) {
        if (exists(step)) {
            return;
        }
        SetAnswer answer = new SetAnswer(0, 0);
        for (List<VariableBinding> attempt : attempts(step)) {
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
    private List<List<VariableBinding>> attempts(CreateVlan step) {
        VariableBinding row = new VariableBinding(
                objects.object(ObjectRole.STATIC_ROW_STATUS).at(step.vlan().id()), new Integer32(CREATE_AND_GO));
        VariableBinding name = nameBinding(step);
        List<List<VariableBinding>> attempts = new ArrayList<>();
        if (name != null) {
            attempts.add(List.of(row, name));
        }
        attempts.add(List.of(row));
        List<VariableBinding> whole = new ArrayList<>();
        if (name != null) {
            whole.add(name);
        }
        for (ObjectRole role : List.of(ObjectRole.STATIC_EGRESS, ObjectRole.STATIC_UNTAGGED)) {
            ObjectSpec list = objects.object(role);
            whole.add(new VariableBinding(list.at(step.vlan().id()), new OctetString(new byte[longest(list)])));
        }
        whole.add(row);
        attempts.add(whole);
        return attempts;
    }

    private @Nullable VariableBinding nameBinding(CreateVlan step) {
        return objects.has(ObjectRole.STATIC_NAME)
                ? new VariableBinding(
                        objects.object(ObjectRole.STATIC_NAME).at(step.vlan().id()),
                        new OctetString(step.name().getBytes(StandardCharsets.US_ASCII)))
                : null;
    }

    /** Sets the name if the row came without it; a VLAN without a name serves as well. */
    private void name(CreateVlan step) {
        VariableBinding name = nameBinding(step);
        if (name != null && !name.getVariable().equals(conversation.get(name.getOid()))) {
            conversation.set(List.of(name));
        }
    }

    private int longest(ObjectSpec list) {
        return conversation.column(list.column()).rows().values().stream()
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
