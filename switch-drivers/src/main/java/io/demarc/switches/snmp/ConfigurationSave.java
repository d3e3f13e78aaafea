/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.snmp.SnmpDefinition.Assignment;
import io.demarc.switches.snmp.SnmpDefinition.Await;
import io.demarc.switches.snmp.SnmpDefinition.Cause;
import io.demarc.switches.snmp.SnmpDefinition.Save;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.Gauge32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;

/** Saves the running configuration in the first way that the agent takes, and waits until it says that it is done. */
final class ConfigurationSave {
    private static final String RANDOM = "random";
    /** Slow flash takes a minute or two. The session's deadline may end the wait earlier. */
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final List<Save> ways;
    private final Conversation conversation;
    private final int number;

    ConfigurationSave(List<Save> ways, Conversation conversation, Random random) {
        this.ways = ways;
        this.conversation = conversation;
        this.number = 1 + random.nextInt(Integer.MAX_VALUE - 1);
    }

    /** Whatever goes wrong is {@code SAVE_FAILED}: it says nothing of the ports. */
    void save() {
        try {
            saveInOneOfTheWays();
        } catch (ProblemException e) {
            throw e.problem().code() == ProblemCode.SAVE_FAILED
                    ? e
                    : failure(e.problem().summary(), e.problem().details());
        }
    }

    private void saveInOneOfTheWays() {
        List<String> refusals = new ArrayList<>();
        for (Save way : ways) {
            SetAnswer answer = conversation.set(bindings(way.set()));
            if (!answer.isGood()) {
                refusals.add(way.name() + " was answered " + answer.inWords() + ".");
                continue;
            }
            Await await = way.await();
            if (await != null) {
                try {
                    awaitDone(way, await);
                } finally {
                    finish(way);
                }
            }
            return;
        }
        if (!ways.isEmpty()) {
            throw failure("it takes none of the ways that the platform knows.", refusals);
        }
    }

    private void awaitDone(Save way, Await await) {
        OID state = instance(await.oid(), await.index());
        Settling settling = new Settling(LONGEST, conversation.deadline());
        boolean isOver = settling.await(() -> isOver(await, Column.number(conversation.get(state))));
        Integer found = Column.number(conversation.get(state));
        if (!isOver) {
            throw failure(await.name() + " is still " + found + " after the time that was given.", List.of());
        }
        if (found != null && await.hasFailed(found)) {
            throw failure(
                    way.name() + " ended as " + await.name() + " " + found + cause(await.cause()) + ".", List.of());
        }
    }

    /** A row that is gone is over as well: some agents remove it as soon as they are done. */
    private static boolean isOver(Await await, @Nullable Integer state) {
        return state == null || await.done().contains(state) || await.hasFailed(state);
    }

    private String cause(@Nullable Cause cause) {
        if (cause == null) {
            return "";
        }
        Integer found = Column.number(conversation.get(instance(cause.oid(), cause.index())));
        return found == null ? "" : ": " + cause.words().getOrDefault(found, cause.name() + " " + found);
    }

    private void finish(Save way) {
        if (way.atTheEnd().isEmpty()) {
            return;
        }
        try {
            conversation.set(bindings(way.atTheEnd()));
        } catch (ProblemException e) {
            conversation.transcript().add("not tidied up: " + e.problem().summary());
        }
    }

    private ProblemException failure(String what, List<String> details) {
        return new Problem(
                        ProblemCode.SAVE_FAILED,
                        "Switch " + conversation.access().name() + " did not save its configuration: " + what,
                        "The ports are as they should be until the switch restarts; save by hand and look at its log.",
                        details)
                .exception();
    }

    private List<Binding> bindings(List<Assignment> assignments) {
        return assignments.stream().map(this::binding).toList();
    }

    private Binding binding(Assignment assignment) {
        OID object = instance(assignment.oid(), assignment.index());
        Variable value = value(assignment);
        return Binding.of(conversation.names().of(object), object, value, VariableWords.of(value));
    }

    private OID instance(String oid, String index) {
        OID column = new OID(oid);
        return index.equals(RANDOM) ? column.append(number) : column.append(new OID(index));
    }

    private static Variable value(Assignment assignment) {
        return switch (assignment.type()) {
            case INTEGER32 -> new Integer32(Integer.parseInt(assignment.value()));
            case GAUGE32 -> new Gauge32(Long.parseLong(assignment.value()));
            case OCTETS -> new OctetString(assignment.value().getBytes(StandardCharsets.UTF_8));
            case OBJECT_IDENTIFIER -> new OID(assignment.value());
            case PORT_LIST -> throw new IllegalStateException("the loader refuses port lists here");
        };
    }
}
