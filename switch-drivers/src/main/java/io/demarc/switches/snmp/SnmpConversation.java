/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.access.Deadline;
import io.demarc.problem.ProblemException;
import io.demarc.switches.session.SwitchAccess;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/**
 * What an agent is asked for and told, in as many requests as it takes: large ones at first, smaller ones where it can't do those.
 * One caller at a time.
 */
final class SnmpConversation implements ObjectReader, AutoCloseable {
    private static final int BINDINGS_A_REQUEST = 24;
    private static final int BINDINGS_AN_ANSWER = 100;
    private static final int USUAL_REPETITIONS = 20;

    private final SwitchAccess access;
    private final Deadline deadline;
    private final SnmpTransport transport;
    private final ObjectNames names;
    private final Transcript transcript = new Transcript();
    private final SnmpExchange exchange;
    private int repetitions;

    private SnmpConversation(
            SwitchAccess access, Deadline deadline, SnmpTransport transport, ObjectNames names, int repetitions) {
        this.access = access;
        this.deadline = deadline;
        this.transport = transport;
        this.names = names;
        this.exchange = new SnmpExchange(access, deadline, transport, names, transcript);
        this.repetitions = repetitions;
    }

    /** Connects and asks the agent for one object that every agent has, which proves the login. */
    static SnmpConversation open(SnmpDefinition definition, SwitchAccess access, Deadline deadline) {
        SnmpTransport transport =
                SnmpTransport.open(access, definition.session().keyExtension());
        return greeted(new SnmpConversation(
                access,
                deadline,
                transport,
                new ObjectNames(definition),
                definition.session().repetitions()));
    }

    /** As {@link #open(SnmpDefinition, SwitchAccess, Deadline)}, with an agent of which no more than the standard is known. */
    static SnmpConversation open(SwitchAccess access, Deadline deadline) {
        SnmpTransport transport = SnmpTransport.open(access, SnmpDefinition.KeyExtension.BLUMENTHAL);
        return greeted(new SnmpConversation(access, deadline, transport, new ObjectNames(), USUAL_REPETITIONS));
    }

    private static SnmpConversation greeted(SnmpConversation conversation) {
        SnmpTransport transport = conversation.transport;
        try {
            PDU request = transport.request(PDU.GET);
            request.add(new VariableBinding(StandardObjects.SYS_OBJECT_ID));
            PDU answer = conversation.exchange.ask(transport, request, conversation.access.connectTimeout());
            conversation.transcript.add("get sysObjectID.0: " + answer.get(0).getVariable());
            return conversation;
        } catch (ProblemException e) {
            conversation.close();
            throw e;
        }
    }

    /** Values of these instances; those that the agent doesn't have are missing. */
    Map<OID, Variable> get(List<OID> objects) {
        return get(transport, objects);
    }

    /** As {@link #get(List)}, in the bridge of one VLAN, for agents that have one bridge a VLAN. */
    Map<OID, Variable> getInVlan(int vlan, List<OID> objects) {
        return get(transport.inVlan(vlan), objects);
    }

    @Nullable
    Variable get(OID object) {
        return get(List.of(object)).get(object);
    }

    private Map<OID, Variable> get(SnmpTransport through, List<OID> objects) {
        Map<OID, Variable> values = new HashMap<>();
        for (int from = 0; from < objects.size(); from += BINDINGS_A_REQUEST) {
            values.putAll(
                    getTogether(through, objects.subList(from, Math.min(objects.size(), from + BINDINGS_A_REQUEST))));
        }
        return values;
    }

    private Map<OID, Variable> getTogether(SnmpTransport through, List<OID> objects) {
        PDU request = through.request(PDU.GET);
        objects.forEach(object -> request.add(new VariableBinding(object)));
        PDU answer = exchange.ask(through, request, access.commandTimeout());
        Map<OID, Variable> values = new LinkedHashMap<>();
        if (answer.getErrorStatus() != PDU.noError) {
            if (objects.size() > 1) {
                // tooBig for all together, or noSuchName (v1) for one of them.
                int half = objects.size() / 2;
                values.putAll(getTogether(through, objects.subList(0, half)));
                values.putAll(getTogether(through, objects.subList(half, objects.size())));
                return values;
            }
            if (answer.getErrorStatus() == PDU.noSuchName) {
                return values;
            }
            throw exchange.unreadable(names.of(objects.get(0)), SetAnswer.words(answer.getErrorStatus()));
        }
        Set<OID> told = new HashSet<>();
        for (VariableBinding binding : answer.getVariableBindings()) {
            told.add(binding.getOid());
            if (!binding.isException() && !(binding.getVariable() instanceof Null)) {
                values.put(binding.getOid(), binding.getVariable());
            }
        }
        for (OID object : objects) {
            if (!told.contains(object)) {
                throw exchange.unreadable(names.of(object), "with something else");
            }
            transcript.add("get " + names.of(object) + ": " + words(values.get(object)));
        }
        return values;
    }

    @Override
    public Map<OID, Column> columns(List<OID> columns) {
        TableWalk walk = new TableWalk(
                columns, names.timeFiltered(), (column, answer) -> exchange.unreadable(names.of(column), answer));
        while (!walk.isAtEnd()) {
            walk.take(following(walk.wanted()));
        }
        Map<OID, Column> found = walk.columns();
        found.forEach((column, read) -> {
            int rows = read.rows().size();
            transcript.add("walk " + names.of(column) + ": " + rows + (rows == 1 ? " row" : " rows"));
        });
        return found;
    }

    /** What follows these objects: a few rows of each, one of each at the least. */
    private List<? extends VariableBinding> following(List<OID> objects) {
        if (transport.isVersion1() || repetitions == 1) {
            return followingOneByOne(objects);
        }
        PDU request = transport.request(PDU.GETBULK);
        objects.forEach(object -> request.add(new VariableBinding(object)));
        request.setNonRepeaters(0);
        request.setMaxRepetitions(Math.max(1, Math.min(repetitions, BINDINGS_AN_ANSWER / objects.size())));
        PDU answer = exchange.tryAsk(transport, request, access.commandTimeout().dividedBy(2));
        if (answer == null) {
            // Some agents drop GETBULK; and large answers come in fragments, which get lost. Small ones may come
            // through.
            repetitions = 1;
            transcript.add("getbulk: no answer, going on with getnext");
            return followingOneByOne(objects);
        }
        if (answer.getErrorStatus() != PDU.noError) {
            repetitions = Math.max(1, repetitions / 2);
            transcript.add("getbulk: " + SetAnswer.words(answer.getErrorStatus()) + ", going on with " + repetitions
                    + " rows at once");
            return following(objects);
        }
        return answer.getVariableBindings();
    }

    private List<? extends VariableBinding> followingOneByOne(List<OID> objects) {
        PDU request = transport.request(PDU.GETNEXT);
        objects.forEach(object -> request.add(new VariableBinding(object)));
        PDU answer = exchange.ask(transport, request, access.commandTimeout());
        int status = answer.getErrorStatus();
        if (status == PDU.noError) {
            return answer.getVariableBindings();
        }
        return objects.size() == 1
                ? List.of(followingOne(objects.get(0), status))
                : objects.stream().map(this::followingOne).toList();
    }

    private VariableBinding followingOne(OID object) {
        PDU request = transport.request(PDU.GETNEXT);
        request.add(new VariableBinding(object));
        PDU answer = exchange.ask(transport, request, access.commandTimeout());
        return answer.getErrorStatus() == PDU.noError ? answer.get(0) : followingOne(object, answer.getErrorStatus());
    }

    private VariableBinding followingOne(OID object, int status) {
        if (status == PDU.noSuchName) {
            return new VariableBinding(object, Null.endOfMibView);
        }
        throw exchange.unreadable(names.of(object), SetAnswer.words(status));
    }

    /** Sends all of it in one request. */
    SetAnswer set(List<VariableBinding> bindings) {
        PDU request = transport.request(PDU.SET);
        bindings.forEach(request::add);
        PDU answer = exchange.ask(transport, request, access.commandTimeout());
        SetAnswer result = new SetAnswer(answer.getErrorStatus(), answer.getErrorIndex());
        for (VariableBinding binding : bindings) {
            transcript.add("set " + names.of(binding.getOid()) + " = " + words(binding.getVariable()) + ": "
                    + result.inWords());
        }
        return result;
    }

    private static String words(@Nullable Variable value) {
        return value == null ? "nothing" : VariableWords.of(value);
    }

    SwitchAccess access() {
        return access;
    }

    Deadline deadline() {
        return deadline;
    }

    ObjectNames names() {
        return names;
    }

    Transcript transcript() {
        return transcript;
    }

    @Override
    public void close() {
        exchange.close();
    }
}
