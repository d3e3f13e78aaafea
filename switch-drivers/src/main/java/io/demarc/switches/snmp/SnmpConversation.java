/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.access.Deadline;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Vlan;
import io.demarc.switches.session.SwitchAccess;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
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
final class SnmpConversation implements Conversation, AutoCloseable {
    private static final int BINDINGS_A_REQUEST = 24;
    private static final int BINDINGS_AN_ANSWER = 100;
    private static final int USUAL_REPETITIONS = 20;

    /** A walk that may end early does when no more is left than this. */
    private static final Duration SPARED = Duration.ofSeconds(1);

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

    @Override
    public Map<OID, Variable> get(List<OID> objects) {
        return get(transport, objects);
    }

    /** As {@link #get(List)}, in the bridge of one VLAN, for agents that have one bridge a VLAN. */
    Map<OID, Variable> getInVlan(int vlan, List<OID> objects) {
        return get(transport.inVlan(vlan), objects);
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
        return walk(transport, columns, walk -> true).columns();
    }

    /** What a walk found: with {@code isWhole}, all that there is. */
    record Walked(Map<OID, Column> columns, boolean isWhole) {}

    /**
     * The beginning of these columns: as many rows as that, and a few more, and no more than there is time for.
     *
     * @param vlan for agents that have one bridge a VLAN; null for what isn't told apart by VLANs
     */
    Walked walk(@Nullable Vlan vlan, List<OID> columns, int rows) {
        return walk(
                vlan == null ? transport : transport.inVlan(vlan.id()),
                columns,
                walk -> walk.rows() < rows && deadline.left().compareTo(SPARED) > 0);
    }

    private Walked walk(SnmpTransport through, List<OID> columns, Predicate<TableWalk> mayGoOn) {
        TableWalk walk = new TableWalk(
                columns, names.timeFiltered(), (column, answer) -> exchange.unreadable(names.of(column), answer));
        while (!walk.isAtEnd() && mayGoOn.test(walk)) {
            walk.take(following(through, walk.wanted()));
        }
        Map<OID, Column> found = walk.columns();
        found.forEach((column, read) -> {
            int rows = read.rows().size();
            transcript.add("walk " + names.of(column) + ": " + rows + (rows == 1 ? " row" : " rows"));
        });
        return new Walked(found, walk.isAtEnd());
    }

    /** What follows these objects: a few rows of each, one of each at the least. */
    private List<? extends VariableBinding> following(SnmpTransport through, List<OID> objects) {
        if (transport.isVersion1() || repetitions == 1) {
            return followingOneByOne(through, objects);
        }
        PDU request = through.request(PDU.GETBULK);
        objects.forEach(object -> request.add(new VariableBinding(object)));
        request.setNonRepeaters(0);
        request.setMaxRepetitions(Math.max(1, Math.min(repetitions, BINDINGS_AN_ANSWER / objects.size())));
        PDU answer = exchange.tryAsk(through, request, access.commandTimeout().dividedBy(2));
        if (answer == null) {
            // Some agents drop GETBULK; and large answers come in fragments, which get lost. Small ones may come
            // through.
            repetitions = 1;
            transcript.add("getbulk: no answer, going on with getnext");
            return followingOneByOne(through, objects);
        }
        if (answer.getErrorStatus() != PDU.noError) {
            repetitions = Math.max(1, repetitions / 2);
            transcript.add("getbulk: " + SetAnswer.words(answer.getErrorStatus()) + ", going on with " + repetitions
                    + " rows at once");
            return following(through, objects);
        }
        return answer.getVariableBindings();
    }

    private List<? extends VariableBinding> followingOneByOne(SnmpTransport through, List<OID> objects) {
        PDU request = through.request(PDU.GETNEXT);
        objects.forEach(object -> request.add(new VariableBinding(object)));
        PDU answer = exchange.ask(through, request, access.commandTimeout());
        int status = answer.getErrorStatus();
        if (status == PDU.noError) {
            return answer.getVariableBindings();
        }
        return objects.size() == 1
                ? List.of(followingOne(objects.get(0), status))
                : objects.stream().map(object -> followingOne(through, object)).toList();
    }

    private VariableBinding followingOne(SnmpTransport through, OID object) {
        PDU request = through.request(PDU.GETNEXT);
        request.add(new VariableBinding(object));
        PDU answer = exchange.ask(through, request, access.commandTimeout());
        return answer.getErrorStatus() == PDU.noError ? answer.get(0) : followingOne(object, answer.getErrorStatus());
    }

    private VariableBinding followingOne(OID object, int status) {
        if (status == PDU.noSuchName) {
            return new VariableBinding(object, Null.endOfMibView);
        }
        throw exchange.unreadable(names.of(object), SetAnswer.words(status));
    }

    @Override
    public SetAnswer set(List<Binding> bindings) {
        PDU request = transport.request(PDU.SET);
        bindings.forEach(binding -> request.add(binding.first()));
        PDU answer = exchange.ask(transport, request, access.commandTimeout());
        SetAnswer result = new SetAnswer(answer.getErrorStatus(), answer.getErrorIndex());
        for (Binding binding : bindings) {
            transcript.add("set " + names.of(binding.oid()) + " = "
                    + words(binding.first().getVariable()) + ": " + result.inWords());
        }
        return result;
    }

    private static String words(@Nullable Variable value) {
        return value == null ? "nothing" : VariableWords.of(value);
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

    @Override
    public void close() {
        exchange.close();
    }
}
