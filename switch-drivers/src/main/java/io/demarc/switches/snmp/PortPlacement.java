/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.switches.Vlan;
import io.demarc.switches.snmp.SnmpDefinition.ObjectRole;
import io.demarc.switches.snmp.SnmpDefinition.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snmp4j.PDU;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;

/**
 * Puts a port untagged into one VLAN and out of all others, in the order that the platform's definition gives. An agent's
 * word for a set counts for nothing either way: each is read back, tried again object by object, and only what the
 * agent then still says otherwise is a refusal. One caller at a time.
 */
final class PortPlacement {
    private static final int ROUNDS = 3;

    private final SnmpDefinition definition;
    private final Conversation conversation;
    private final PortBindings bindings;
    private final Settling settling;

    PortPlacement(SnmpDefinition definition, Conversation conversation, Settling settling) {
        this.definition = definition;
        this.conversation = conversation;
        this.bindings = new PortBindings(definition.vlans(), conversation);
        this.settling = settling;
    }

    /** Tasks that one request may carry, with the last answer to each. */
    private record Refused(List<WriteTask> tasks, Map<WriteTask, SetAnswer> answers) {}

    void place(SwitchPort port, Vlan vlan) {
        if (!port.isUnique()) {
            throw Rejection.of(
                    conversation.access().name(),
                    "port " + port.name(),
                    "several ports have this name; a change",
                    null);
        }
        requireVlan(vlan, port);
        List<Refused> refused = new ArrayList<>();
        for (List<WriteTask> request : requests(port, vlan)) {
            run(request, port).ifPresent(refusal -> {
                if (request.stream().anyMatch(WriteTask::isJoining)) {
                    // Nothing that follows is right for a port that is not in its VLAN.
                    refuse(refusal, port);
                }
                refused.add(refusal);
            });
        }
        // What an agent refuses at first may be possible at the end, or it may have followed by itself.
        for (Refused request : refused) {
            run(request.tasks(), port).ifPresent(still -> refuse(still, port));
        }
    }

    private void refuse(Refused refused, SwitchPort port) {
        needed(refused.tasks(), port).forEach((task, binding) -> {
            if (definition.vlans().isOptional(task.action())) {
                conversation.transcript().add("left as it is: " + binding.name());
            } else {
                throw Rejection.of(
                        conversation.access().name(),
                        "port " + port.name(),
                        binding.line(),
                        refused.answers().get(task));
            }
        });
    }

    private void requireVlan(Vlan vlan, SwitchPort port) {
        ObjectRole rows = ObjectRole.STATIC_EGRESS;
        if (definition.vlans().has(rows)
                && conversation.get(definition.vlans().object(rows).at(vlan.id())) == null) {
            throw new Problem(
                            ProblemCode.SWITCH_REJECTED,
                            "Switch " + conversation.access().name() + ", port " + port.name() + ": there is no "
                                    + definition.vlans().object(rows).labelled(vlan.toString()) + ", so VLAN " + vlan
                                    + " does not exist on the switch.",
                            "Create the VLAN, or let Demarc create it.",
                            List.of())
                    .exception();
        }
    }

    /** Leaving goes VLAN by VLAN, unless the definition wants it in one request with something else. */
    private List<List<WriteTask>> requests(SwitchPort port, Vlan vlan) {
        NavigableSet<Integer> others = bindings.otherVlans(port, vlan.id());
        List<List<WriteTask>> requests = new ArrayList<>();
        for (List<Write> group : definition.vlans().write()) {
            List<WriteTask> tasks = group.stream()
                    .map(action -> new WriteTask(action, vlan.id()))
                    .toList();
            if (tasks.stream().allMatch(WriteTask::isLeaving)) {
                others.forEach(other -> requests.add(group.stream()
                        .map(action -> new WriteTask(action, other))
                        .toList()));
            } else {
                requests.add(tasks.stream()
                        .flatMap(task -> task.isLeaving()
                                ? others.stream().map(other -> new WriteTask(task.action(), other))
                                : Stream.of(task))
                        .toList());
            }
        }
        return requests;
    }

    private Map<WriteTask, Binding> needed(List<WriteTask> tasks, SwitchPort port) {
        return needed(tasks, port, bindings.read(tasks, port));
    }

    private Map<WriteTask, Binding> needed(List<WriteTask> tasks, SwitchPort port, Map<OID, Variable> read) {
        Map<WriteTask, Binding> needed = new LinkedHashMap<>();
        tasks.forEach(task -> bindings.needed(task, port, read).ifPresent(binding -> needed.put(task, binding)));
        return needed;
    }

    /** Empty when the agent then says that everything is as wanted. */
    private Optional<Refused> run(List<WriteTask> tasks, SwitchPort port) {
        Map<WriteTask, Binding> needed = needed(tasks, port);
        if (needed.isEmpty()) {
            return Optional.empty();
        }
        List<Binding> written = new ArrayList<>(needed.values());
        Map<WriteTask, SetAnswer> answers = new HashMap<>();
        Map<OID, Variable> read = Map.of();
        boolean isDone = false;
        if (needed.size() > 1 && !definition.session().oneObjectASet()) {
            SetAnswer answer = conversation.set(written);
            needed.keySet().forEach(task -> answers.put(task, answer));
            read = bindings.read(tasks, port);
            isDone = needed(tasks, port, read).isEmpty();
        }
        if (!isDone) {
            setOneByOne(tasks, port, answers.isEmpty() ? needed : needed(tasks, port), written, answers);
            read = bindings.read(tasks, port);
            isDone = needed(tasks, port, read).isEmpty();
        }
        if (!isDone && answers.values().stream().anyMatch(SetAnswer::mayHaveHappened)) {
            isDone = settling.await(() -> needed(tasks, port).isEmpty());
            read = bindings.read(tasks, port);
        }
        refuseOtherPorts(PortBindings.othersChanged(written, read), written, port);
        return isDone ? Optional.empty() : Optional.of(new Refused(tasks, answers));
    }

    /** Each from what the agent said just before; in rounds, since some agents take them in another order only. */
    private void setOneByOne(
            List<WriteTask> tasks,
            SwitchPort port,
            Map<WriteTask, Binding> justRead,
            List<Binding> written,
            Map<WriteTask, SetAnswer> answers) {
        Map<WriteTask, Binding> needed = justRead;
        for (int round = 0; round < ROUNDS; round++) {
            boolean isProgress = false;
            boolean isRefused = false;
            boolean isFirst = true;
            for (WriteTask task : List.copyOf(needed.keySet())) {
                Binding binding =
                        isFirst ? needed.get(task) : needed(List.of(task), port).get(task);
                isFirst = false;
                if (binding != null) {
                    SetAnswer answer = setAnyOf(binding);
                    answers.put(task, answer);
                    written.add(binding);
                    isProgress |= answer.isGood();
                    isRefused |= !answer.isGood();
                }
            }
            if (!isProgress || !isRefused) {
                return;
            }
            needed = needed(tasks, port);
        }
    }

    private SetAnswer setAnyOf(Binding binding) {
        SetAnswer answer = new SetAnswer(PDU.genErr, 0);
        for (Variable value : binding.values()) {
            answer = conversation.set(List.of(binding.with(value)));
            if (!answer.isAboutTheValue()) {
                return answer;
            }
        }
        return answer;
    }

    /** A list is written as a whole: if more than our bit of it differs now, somebody must look. */
    private void refuseOtherPorts(List<Integer> others, List<Binding> written, SwitchPort port) {
        if (!others.isEmpty()) {
            String numbers = others.stream().map(String::valueOf).collect(Collectors.joining(" "));
            throw new Problem(
                            ProblemCode.SWITCH_REJECTED,
                            "Switch " + conversation.access().name() + ", port " + port.name()
                                    + ": while it was written, bits of other ports changed as well: " + numbers + ".",
                            "Look at those ports on the switch; somebody else may have changed them at the same moment.",
                            written.stream().map(Binding::line).toList())
                    .exception();
        }
    }
}
