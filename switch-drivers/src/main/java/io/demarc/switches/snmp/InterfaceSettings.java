/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;

/** Administrative state and label of interfaces (IF-MIB). One caller at a time. */
final class InterfaceSettings {
    private final Conversation conversation;
    private final Settling settling;

    InterfaceSettings(Conversation conversation, Settling settling) {
        this.conversation = conversation;
        this.settling = settling;
    }

    /** What must be written to take the port down; nothing when it is. */
    Optional<Binding> shutting(SwitchPort port) {
        return unlessSo(StandardObjects.IF_ADMIN_STATUS, port, new Integer32(StandardObjects.DOWN), "down(2)");
    }

    Optional<Binding> enabling(SwitchPort port) {
        return unlessSo(StandardObjects.IF_ADMIN_STATUS, port, new Integer32(StandardObjects.UP), "up(1)");
    }

    Optional<Binding> labelling(SwitchPort port, String text) {
        OctetString value = new OctetString(text.getBytes(StandardCharsets.US_ASCII));
        return unlessSo(StandardObjects.IF_ALIAS, port, value, "\"" + text + "\"");
    }

    private Optional<Binding> unlessSo(OID column, SwitchPort port, Variable wanted, String words) {
        OID object = new OID(column).append(port.ifIndex());
        return wanted.equals(conversation.get(object))
                ? Optional.empty()
                : Optional.of(Binding.value(conversation.names().of(object), object, List.of(wanted), words));
    }

    boolean hasLink(SwitchPort port) {
        Integer status =
                Column.number(conversation.get(new OID(StandardObjects.IF_OPER_STATUS).append(port.ifIndex())));
        return status != null && status == StandardObjects.UP;
    }

    /** Writes and reads back; what the agent then says counts, not what it answered. */
    void write(SwitchPort port, Binding binding) {
        SetAnswer answer = conversation.set(List.of(binding));
        boolean isDone = answer.mayHaveHappened() ? settling.await(() -> isSo(binding)) : isSo(binding);
        if (!isDone) {
            throw Rejection.of(conversation.access().name(), "port " + port.name(), binding.line(), answer);
        }
    }

    /** A label is worth having, but not worth leaving a port in the wrong VLAN for. */
    void writeIfPossible(Binding binding) {
        SetAnswer answer = conversation.set(List.of(binding));
        if (!answer.isGood()) {
            conversation.transcript().add("left as it is: " + binding.name());
        }
    }

    private boolean isSo(Binding binding) {
        return binding.values().get(0).equals(conversation.get(binding.oid()));
    }
}
