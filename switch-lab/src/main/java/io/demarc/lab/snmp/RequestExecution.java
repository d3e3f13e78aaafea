/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.Counter32;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/** GET, GETNEXT, GETBULK and SET as RFC 3416 wants them, with the agent's faults. Thread-safe. */
final class RequestExecution {
    /** What the message around the values takes at the most. */
    private static final int ENVELOPE_OCTETS = 250;

    private static final String VLAN_CONTEXT = "vlan-";

    private final AgentState state;
    private final Faults faults;
    private final Successors successors;
    private final AtomicInteger requests = new AtomicInteger();
    private final List<SetListener> listeners = new CopyOnWriteArrayList<>();
    private final List<List<String>> sets = new CopyOnWriteArrayList<>();

    RequestExecution(AgentState state, Faults faults) {
        this.state = state;
        this.faults = faults;
        this.successors = new Successors(faults);
    }

    void listen(SetListener listener) {
        listeners.add(listener);
    }

    int requests() {
        return requests.get();
    }

    List<List<String>> sets() {
        return List.copyOf(sets);
    }

    /** The answer; null when it is lost. */
    @Nullable
    PDU execute(PDU request, String context, int largest, boolean isVersion1) {
        requests.incrementAndGet();
        if (!faults.latency().isZero()) {
            LockSupport.parkNanos(faults.latency().toNanos());
        }
        if (request.getType() == PDU.GETBULK && faults.has(Faults.Vice.NO_BULK)) {
            return null;
        }
        if (request.getType() == PDU.SET) {
            return set(request, isVersion1);
        }
        int vlan = context.startsWith(VLAN_CONTEXT) ? Integer.parseInt(context.substring(VLAN_CONTEXT.length())) : 0;
        if (vlan > 0 && faults.refusesContexts()) {
            return refusal(request, PDU.authorizationError, 0);
        }
        if (vlan > 0 && faults.knowsNoContexts()) {
            return unknownContext(request);
        }
        NavigableMap<OID, Variable> objects = state.objects(vlan);
        List<VariableBinding> answers = switch (request.getType()) {
            case PDU.GET -> get(objects, request);
            case PDU.GETNEXT -> next(objects, request.getVariableBindings());
            case PDU.GETBULK -> bulk(objects, request, largest - ENVELOPE_OCTETS);
            default -> List.of();
        };
        if (isVersion1) {
            for (int i = 0; i < answers.size(); i++) {
                if (answers.get(i).isException()) {
                    return refusal(request, PDU.noSuchName, i + 1);
                }
            }
        }
        if (answers.size() > faults.mostBindings() || size(answers) > largest - ENVELOPE_OCTETS) {
            return refusal(request, PDU.tooBig, 0);
        }
        PDU response = response(request);
        response.setVariableBindings(answers);
        return response;
    }

    private @Nullable PDU set(PDU request, boolean isVersion1) {
        List<VariableBinding> bindings = List.copyOf(request.getVariableBindings());
        List<String> lines = AgentState.lines(bindings);
        sets.add(lines);
        listeners.forEach(listener -> listener.before(lines));
        AgentState.Outcome outcome = state.set(bindings);
        listeners.forEach(listener -> listener.after(lines));
        if (faults.silencedBySet()) {
            return null;
        }
        int status = isVersion1 && outcome.status() > PDU.genErr ? PDU.badValue : outcome.status();
        return refusal(request, status, outcome.index());
    }

    private static List<VariableBinding> get(NavigableMap<OID, Variable> objects, PDU request) {
        List<VariableBinding> answers = new ArrayList<>();
        for (VariableBinding asked : request.getVariableBindings()) {
            Variable value = objects.get(asked.getOid());
            answers.add(new VariableBinding(asked.getOid(), value == null ? Null.noSuchInstance : value));
        }
        return answers;
    }

    private List<VariableBinding> next(NavigableMap<OID, Variable> objects, List<? extends VariableBinding> asked) {
        List<VariableBinding> answers = new ArrayList<>();
        for (VariableBinding binding : asked) {
            answers.add(successors.of(objects, binding.getOid()));
        }
        return answers;
    }

    /** As many repetitions as fit; at least one, which may then be too big. */
    private List<VariableBinding> bulk(NavigableMap<OID, Variable> objects, PDU request, int largest) {
        List<VariableBinding> answers = new ArrayList<>();
        List<? extends VariableBinding> asked = request.getVariableBindings();
        int octets = 0;
        for (int i = 0; i < Math.max(1, request.getMaxRepetitions()); i++) {
            List<VariableBinding> row = next(objects, asked);
            octets += size(row);
            if (i > 0 && octets > largest) {
                break;
            }
            answers.addAll(row);
            asked = row;
        }
        return answers;
    }

    private static int size(List<? extends VariableBinding> bindings) {
        return bindings.stream().mapToInt(VariableBinding::getBERLength).sum();
    }

    static PDU refusal(PDU request, int status, int index) {
        PDU response = response(request);
        response.setVariableBindings(request.getVariableBindings());
        response.setErrorStatus(status);
        response.setErrorIndex(index);
        return response;
    }

    private static PDU unknownContext(PDU request) {
        PDU report = response(request);
        report.setType(PDU.REPORT);
        report.add(new VariableBinding(SnmpConstants.snmpUnknownContexts, new Counter32(1)));
        return report;
    }

    private static PDU response(PDU request) {
        PDU response = (PDU) request.clone();
        response.clear();
        response.setType(PDU.RESPONSE);
        response.setRequestID(request.getRequestID());
        response.setErrorStatus(PDU.noError);
        response.setErrorIndex(0);
        return response;
    }
}
