/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.access.Deadline;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.session.SwitchAccess;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/**
 * Requests and answers, one at a time, each within the session's deadline; what an agent's silence or refusal means in
 * words. One caller at a time.
 */
final class SnmpConversation implements ObjectReader, AutoCloseable {
    private static final int BINDINGS_A_REQUEST = 24;
    private static final int BINDINGS_AN_ANSWER = 100;
    private static final int USUAL_REPETITIONS = 20;
    private static final String MORE_TIME = "Try again, or allow the switch more time in the inventory.";

    private final SwitchAccess access;
    private final Deadline deadline;
    private final SnmpTransport transport;
    private final ObjectNames names;
    private final Transcript transcript;
    private int repetitions;
    private int answers;
    private Duration waited = Duration.ZERO;
    private boolean isClosed;

    private SnmpConversation(
            SwitchAccess access, Deadline deadline, SnmpTransport transport, ObjectNames names, int repetitions) {
        this.access = access;
        this.deadline = deadline;
        this.transport = transport;
        this.names = names;
        this.transcript = new Transcript();
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
            PDU answer = conversation.ask(transport, request, conversation.access.connectTimeout());
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
        PDU answer = ask(through, request, access.commandTimeout());
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
            throw unreadable(names.of(objects.get(0)), SetAnswer.words(answer.getErrorStatus()));
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
                throw unreadable(names.of(object), "with something else");
            }
            transcript.add("get " + names.of(object) + ": " + words(values.get(object)));
        }
        return values;
    }

    @Override
    public Map<OID, Column> columns(List<OID> columns) {
        TableWalk walk =
                new TableWalk(columns, names.timeFiltered(), (column, answer) -> unreadable(names.of(column), answer));
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
        PDU answer = tryAsk(transport, request, access.commandTimeout().dividedBy(2));
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
        PDU answer = ask(transport, request, access.commandTimeout());
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
        PDU answer = ask(transport, request, access.commandTimeout());
        return answer.getErrorStatus() == PDU.noError ? answer.get(0) : followingOne(object, answer.getErrorStatus());
    }

    private VariableBinding followingOne(OID object, int status) {
        if (status == PDU.noSuchName) {
            return new VariableBinding(object, Null.endOfMibView);
        }
        throw unreadable(names.of(object), SetAnswer.words(status));
    }

    /** Sends all of it in one request. */
    SetAnswer set(List<VariableBinding> bindings) {
        PDU request = transport.request(PDU.SET);
        bindings.forEach(request::add);
        PDU answer = ask(transport, request, access.commandTimeout());
        SetAnswer result = new SetAnswer(answer.getErrorStatus(), answer.getErrorIndex());
        for (VariableBinding binding : bindings) {
            transcript.add("set " + names.of(binding.getOid()) + " = " + words(binding.getVariable()) + ": "
                    + result.inWords());
        }
        return result;
    }

    private PDU ask(SnmpTransport through, PDU request, Duration atMost) {
        PDU answer = tryAsk(through, request, atMost);
        if (answer == null) {
            close();
            throw silence(request, atMost);
        }
        return answer;
    }

    /** Null when nothing came in time. */
    private @Nullable PDU tryAsk(SnmpTransport through, PDU request, Duration atMost) {
        if (isClosed) {
            throw ProblemException.of(
                    ProblemCode.SWITCH_UNREACHABLE,
                    "The session with switch " + access.name() + " is closed.",
                    "Open another one.");
        }
        waited = deadline.leftAtMost(atMost);
        if (waited.isZero()) {
            close();
            throw ProblemException.of(
                    ProblemCode.DEADLINE_PASSED,
                    "No time is left to ask switch " + access.name() + " for more" + afterAnswers() + ".",
                    MORE_TIME);
        }
        PDU answer;
        try {
            answer = through.ask(request, waited, answers == 0);
        } catch (IOException e) {
            close();
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.SWITCH_UNREACHABLE,
                            where() + " cannot be asked: " + e.getMessage() + ".",
                            "Check the switch's address and the route to it."),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw ProblemException.of(
                    ProblemCode.SWITCH_TIMEOUT, where() + " was not waited for: Demarc is stopping.", "");
        }
        PDU report = answer == null ? transport.lastReport() : answer.getType() == PDU.REPORT ? answer : null;
        if (report != null) {
            close();
            throw refusedLogin(report);
        }
        if (answer != null) {
            answers++;
            if (request.getType() != PDU.SET && answer.getErrorStatus() == PDU.noError && answer.size() == 0) {
                throw unreadable(names.of(request.get(0).getOid()), "nothing at all");
            }
        }
        return answer;
    }

    private String afterAnswers() {
        return answers == 0 ? "" : ": it has answered " + answers + (answers == 1 ? " request" : " requests");
    }

    private ProblemException silence(PDU request, Duration usual) {
        String within = " within " + waited.toMillis() + " ms";
        transcript.add("no answer" + within);
        if (answers > 0) {
            boolean isCut = waited.compareTo(usual) < 0;
            String asked = names.of(request.get(0).getOid());
            return ProblemException.of(
                    ProblemCode.SWITCH_TIMEOUT,
                    isCut
                            ? "The time for " + inText() + " was over while it was asked for " + asked + afterAnswers()
                                    + "."
                            : where() + " stopped answering: nothing" + within + " when asked for " + asked + ".",
                    request.getType() == PDU.SET
                            ? "What was being written may or may not have happened; the next reconcile reads it."
                            : isCut ? MORE_TIME : "Check that the switch is up and not overloaded.");
        }
        if (transport.isAgentThere()) {
            return ProblemException.of(
                    ProblemCode.SWITCH_LOGIN_REFUSED,
                    where() + " speaks SNMPv3, but does not answer this user: its privacy secret or protocol is wrong.",
                    "Check priv-protocol and its secret in the switch's login; agents can't read, and mostly drop, what was"
                            + " encrypted with another key.");
        }
        return ProblemException.of(
                ProblemCode.SWITCH_UNREACHABLE,
                where() + " does not answer SNMP: nothing" + within + ".",
                transport.isVersion3()
                        ? "Check its address and that its agent serves SNMPv3 to this host."
                        : "Check its address, that its agent serves this host, and the community: a wrong one gets no answer.");
    }

    private ProblemException refusedLogin(PDU report) {
        OID reason = report.size() == 0 ? new OID() : report.get(0).getOid();
        String words;
        String fix;
        if (reason.equals(SnmpConstants.usmStatsUnknownUserNames)) {
            words = "it does not know the SNMPv3 user";
            fix = "Check the user in the switch's login, or create it on the switch.";
        } else if (reason.equals(SnmpConstants.usmStatsWrongDigests)) {
            words = "the authentication secret or protocol is wrong";
            fix = "Check auth-protocol and its secret in the switch's login.";
        } else if (reason.equals(SnmpConstants.usmStatsDecryptionErrors)) {
            words = "the privacy secret or protocol is wrong";
            fix = "Check priv-protocol and its secret in the switch's login.";
        } else if (reason.equals(SnmpConstants.usmStatsUnsupportedSecLevels)) {
            words = "its user may not use authentication and privacy (authPriv)";
            fix = "Give the user authentication and privacy keys on the switch.";
        } else if (reason.equals(SnmpConstants.usmStatsNotInTimeWindows)) {
            words = "its engine's time does not agree with what it told before";
            fix = "If it has just restarted try again; else check that no two agents share an engine id.";
        } else if (reason.equals(SnmpConstants.usmStatsUnknownEngineIDs)) {
            words = "it changed its engine id in the middle";
            fix = "Check that one agent alone answers at this address.";
        } else {
            words = "it answered with report " + reason.toDottedString();
            fix = "Check the SNMPv3 context and user on the switch.";
        }
        transcript.add("refused: " + words);
        return ProblemException.of(
                ProblemCode.SWITCH_LOGIN_REFUSED, where() + " refuses the login: " + words + ".", fix);
    }

    private ProblemException unreadable(String object, String answer) {
        return ProblemException.of(
                ProblemCode.SWITCH_UNREADABLE,
                where() + " answers " + answer + " when asked for " + object + ".",
                "Check that the login's view lets all of the agent's objects be read.");
    }

    /** For messages: the switch and where it was sought. */
    private String where() {
        return "Switch " + access.name() + " at " + access.host() + " port " + access.port();
    }

    private String inText() {
        return "switch " + access.name() + " at " + access.host() + " port " + access.port();
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
        if (!isClosed) {
            isClosed = true;
            transport.close();
        }
    }
}
