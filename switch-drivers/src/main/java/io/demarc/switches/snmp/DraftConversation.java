/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.access.Deadline;
import io.demarc.switches.session.SwitchAccess;
import io.demarc.switches.snmp.SnmpDefinition.ObjectRole;
import io.demarc.switches.snmp.SnmpDefinition.ObjectSpec;
import io.demarc.switches.snmp.SnmpDefinition.Vlans;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.snmp4j.PDU;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;

/**
 * An agent that takes every set, on paper: what is set is noted, and read from then on over what the live agent says. What an
 * agent does by itself is known for new VLANs only. One caller at a time.
 */
final class DraftConversation implements Conversation {
    private final Vlans objects;
    private final ObjectReader live;
    private final Function<List<OID>, Map<OID, Variable>> getting;
    private final SwitchAccess access;
    private final Deadline deadline;
    private final ObjectNames names;
    private final NavigableMap<OID, Variable> written = new TreeMap<>();
    private final List<String> noted = new ArrayList<>();
    private final Transcript transcript = new Transcript();

    /** Keeps of the conversation what asks, and nothing that sets. */
    DraftConversation(Vlans objects, SnmpConversation live) {
        this.objects = objects;
        this.live = live;
        this.getting = live::get;
        this.access = live.access();
        this.deadline = live.deadline();
        this.names = live.names();
    }

    /** The sets since this was asked last, one line an object. */
    List<String> take() {
        List<String> taken = List.copyOf(noted);
        noted.clear();
        return taken;
    }

    @Override
    public SetAnswer set(List<Binding> bindings) {
        for (Binding binding : bindings) {
            noted.add(binding.line());
            written.put(binding.oid(), binding.values().get(0));
        }
        bindings.forEach(binding -> follow(binding.oid()));
        return new SetAnswer(PDU.noError, 0);
    }

    /** A new VLAN is there at once, and has lists without a port, as long as those of others. */
    private void follow(OID object) {
        if (isOf(ObjectRole.STATIC_ROW_STATUS, object)) {
            written.put(object, new Integer32(RowStatusCreation.ACTIVE));
            for (ObjectRole role : List.of(ObjectRole.STATIC_EGRESS, ObjectRole.STATIC_UNTAGGED)) {
                ObjectSpec list = objects.object(role);
                written.put(list.at(object.last()), new OctetString(new byte[RowStatusCreation.longest(list, this)]));
            }
        } else if (isOf(ObjectRole.EDIT_ROW_STATUS, object)) {
            int domain = object.get(object.size() - 2);
            written.put(
                    objects.object(ObjectRole.EDIT_APPLY_STATUS).at(domain), new Integer32(VtpEditBuffer.SUCCEEDED));
            written.put(
                    objects.object(ObjectRole.VLAN_STATE).at(domain).append(object.last()),
                    new Integer32(VtpEditBuffer.OPERATIONAL));
        }
    }

    private boolean isOf(ObjectRole role, OID object) {
        return objects.has(role) && object.startsWith(objects.object(role).column());
    }

    @Override
    public Map<OID, Variable> get(List<OID> wanted) {
        Map<OID, Variable> values = new HashMap<>(getting.apply(
                wanted.stream().filter(object -> !written.containsKey(object)).toList()));
        wanted.stream().filter(written::containsKey).forEach(object -> values.put(object, value(object)));
        return values;
    }

    private Variable value(OID object) {
        return Objects.requireNonNull(written.get(object));
    }

    @Override
    public Map<OID, Column> columns(List<OID> columns) {
        Map<OID, Column> found = new HashMap<>(live.columns(columns));
        for (OID column : columns) {
            NavigableMap<OID, Variable> rows =
                    new TreeMap<>(found.getOrDefault(column, Column.empty()).rows());
            written.tailMap(column, false).entrySet().stream()
                    .takeWhile(row -> row.getKey().startsWith(column))
                    .forEach(row -> rows.put(row.getKey().getSuffix(column), row.getValue()));
            found.put(column, new Column(rows));
        }
        return found;
    }

    @Override
    public SwitchAccess access() {
        return access;
    }

    @Override
    public Deadline deadline() {
        return deadline;
    }

    @Override
    public ObjectNames names() {
        return names;
    }

    @Override
    public Transcript transcript() {
        return transcript;
    }
}
