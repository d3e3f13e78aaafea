/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.switches.Vlan;
import io.demarc.switches.snmp.SnmpDefinition.ObjectRole;
import io.demarc.switches.snmp.SnmpDefinition.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;
import org.snmp4j.smi.Variable;

/**
 * Puts a port untagged into one VLAN and out of all others, in the order that the platform's definition gives. An agent's
 * word for a set counts for nothing either way: each is read back, tried again object by object, and only what the
 * agent then still says otherwise is a refusal. One caller at a time.
 */
final class PortPlacement {
    private static final int ROUNDS = 3;

    private final SnmpDefinition definition;
    private final SnmpConversation conversation;
    private final PortBindings bindings;
    private final Settling settling;

    PortPlacement(SnmpDefinition definition, SnmpConversation conversation, Settling settling) {
        this.definition = definition;
        this.conversation = conversation;
        this.bindings = new PortBindings(definition.vlans(), conversation);
        this.settling = settling;
    }

    /** One write to the lists of one VLAN, or to the port itself. */
    private record Task(Write action, int vlan) {}

    /** Tasks that one request may carry, with the last answer to any of them. */
    private record Refused(List<Task> tasks, @Nullable SetAnswer answer) {}

    /** What would be sent now, one line an object. Writes nothing. */
    List<String> render(SwitchPort port, Vlan vlan) {
        List<String> lines = new ArrayList<>();
        for (List<Task> request : requests(port, vlan)) {
            needed(request, port).forEach(binding -> lines.add(binding.line()));
        }
        return lines;
    }

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
        for (List<Task> request : requests(port, vlan)) {
            run(request, port, refused);
        }
        // What an agent refuses at first may be possible at the end, or it may have followed by itself.
        List<Refused> still = new ArrayList<>();
        for (Refused request : refused) {
            run(request.tasks(), port, still);
        }
        for (Refused request : still) {
            for (Task task : request.tasks()) {
                refuse(task, port, request.answer());
            }
        }
    }

    private void refuse(Task task, SwitchPort port, @Nullable SetAnswer answer) {
        for (Binding binding : bindings.needed(task.action(), port, task.vlan())) {
            if (definition.vlans().isOptional(task.action())) {
                conversation.transcript().add("left as it is: " + binding.name());
            } else {
                throw Rejection.of(conversation.access().name(), "port " + port.name(), binding.line(), answer);
            }
        }
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

    private List<List<Task>> requests(SwitchPort port, Vlan vlan) {
        NavigableSet<Integer> others = bindings.otherVlans(port, vlan.id());
        List<List<Task>> requests = new ArrayList<>();
        for (List<Write> group : definition.vlans().write()) {
            if (group.stream().allMatch(PortPlacement::isLeaving)) {
                others.forEach(other -> requests.add(
                        group.stream().map(action -> new Task(action, other)).toList()));
                continue;
            }
            List<Task> request = new ArrayList<>();
            for (Write action : group) {
                if (isLeaving(action)) {
                    others.forEach(other -> request.add(new Task(action, other)));
                } else {
                    request.add(new Task(action, vlan.id()));
                }
            }
            requests.add(request);
        }
        return requests;
    }

    private static boolean isLeaving(Write action) {
        return action == Write.LEAVE_EGRESS || action == Write.LEAVE_UNTAGGED;
    }

    private List<Binding> needed(List<Task> tasks, SwitchPort port) {
        List<Binding> needed = new ArrayList<>();
        tasks.forEach(task -> needed.addAll(bindings.needed(task.action(), port, task.vlan())));
        return needed;
    }

    private void run(List<Task> tasks, SwitchPort port, List<Refused> refused) {
        List<Binding> needed = needed(tasks, port);
        if (needed.isEmpty()) {
            return;
        }
        List<Binding> written = new ArrayList<>(needed);
        List<SetAnswer> answers = new ArrayList<>();
        boolean isDone = false;
        if (needed.size() > 1 && !definition.session().oneObjectASet()) {
            SetAnswer answer =
                    conversation.set(needed.stream().map(Binding::first).toList());
            answers.add(answer);
            isDone = answer.isGood() && needed(tasks, port).isEmpty();
        }
        for (int round = 0; round < ROUNDS && !isDone; round++) {
            boolean isProgress = false;
            for (Task task : tasks) {
                for (Binding binding : bindings.needed(task.action(), port, task.vlan())) {
                    SetAnswer answer = setAnyOf(binding);
                    written.add(binding);
                    answers.add(answer);
                    isProgress |= answer.isGood();
                }
            }
            isDone = needed(tasks, port).isEmpty();
            if (!isProgress || answers.stream().allMatch(SetAnswer::isGood)) {
                break;
            }
        }
        if (!isDone && answers.stream().anyMatch(SetAnswer::mayHaveHappened)) {
            isDone = settling.await(() -> needed(tasks, port).isEmpty());
        }
        refuseOtherPorts(written, port);
        if (!isDone) {
            refused.add(new Refused(tasks, answers.isEmpty() ? null : answers.get(answers.size() - 1)));
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
    private void refuseOtherPorts(List<Binding> written, SwitchPort port) {
        List<Integer> others = bindings.othersChanged(written);
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
