/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.access.Printable;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.session.PortStep.CreateVlan;
import io.demarc.switches.snmp.SnmpDefinition.ObjectRole;
import io.demarc.switches.snmp.SnmpDefinition.Vlans;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/**
 * The edit buffer of CISCO-VTP-MIB: copied, edited, applied, and always released, since one that is left behind keeps
 * everybody else out. One caller at a time.
 */
final class VtpEditBuffer implements VlanCreation {
    private static final int COPY = 2;
    private static final int APPLY = 3;
    private static final int RELEASE = 4;
    private static final int CREATE_AND_GO = 4;
    private static final int ETHERNET = 1;
    private static final int OPERATIONAL = 1;
    private static final int IN_PROGRESS = 1;
    private static final int SUCCEEDED = 2;
    private static final int FIRST_SAID = 100_000;
    private static final String OWNER = "demarc";
    /** Of vtpVlanApplyStatus. */
    private static final Map<Integer, String> FAILURES = Map.of(
            3, "configNumberError",
            4, "inconsistentEdit",
            5, "tooBig",
            6, "localNVStoreFail",
            7, "remoteNVStoreFail",
            8, "editBufferEmpty",
            9, "someOtherError",
            10, "notPrimaryServer");

    private final Vlans objects;
    private final SnmpConversation conversation;
    private final Settling settling;

    VtpEditBuffer(Vlans objects, SnmpConversation conversation, Settling settling) {
        this.objects = objects;
        this.conversation = conversation;
        this.settling = settling;
    }

    @Override
    public List<String> render(CreateVlan step) {
        Place place = place(step);
        return place.exists() ? List.of() : lines(objects, step, Integer.toString(place.domain()));
    }

    /** What is sent for a VLAN that does not exist. */
    static List<String> lines(Vlans objects, CreateVlan step, String domain) {
        String row = domain + "." + step.vlan();
        return List.of(
                "set " + objects.object(ObjectRole.EDIT_OPERATION).labelled(domain) + " = copy(2)",
                "set " + objects.object(ObjectRole.EDIT_OWNER).labelled(domain) + " = \"" + OWNER + "\"",
                "set " + objects.object(ObjectRole.EDIT_TYPE).labelled(row) + " = ethernet(1)",
                "set " + objects.object(ObjectRole.EDIT_NAME).labelled(row) + " = \"" + step.name() + "\"",
                "set " + objects.object(ObjectRole.EDIT_SAID).labelled(row) + " = " + VariableWords.of(said(step)),
                "set " + objects.object(ObjectRole.EDIT_ROW_STATUS).labelled(row) + " = createAndGo(4)",
                "set " + objects.object(ObjectRole.EDIT_OPERATION).labelled(domain) + " = apply(3)",
                "set " + objects.object(ObjectRole.EDIT_OPERATION).labelled(domain) + " = release(4)");
    }

    private record Place(int domain, boolean exists) {}

    /** The management domain is the first part of the index of every VLAN's row. */
    private Place place(CreateVlan step) {
        Column states =
                conversation.column(objects.object(ObjectRole.VLAN_STATE).column());
        int domain = 1;
        boolean exists = false;
        for (Map.Entry<OID, Variable> row : states.rows().entrySet()) {
            domain = row.getKey().get(0);
            Integer state = Column.number(row.getValue());
            exists |= row.getKey().last() == step.vlan().id() && state != null && state == OPERATIONAL;
        }
        return new Place(domain, exists);
    }

    @Override
    public void create(CreateVlan step) {
        Place place = place(step);
        if (place.exists()) {
            return;
        }
        take(step, place.domain());
        try {
            edit(step, place.domain());
            apply(step, place.domain());
        } finally {
            release(place.domain());
        }
        if (!settling.await(() -> place(step).exists())) {
            throw rejected(step, "create", new SetAnswer(0, 0));
        }
    }

    private void take(CreateVlan step, int domain) {
        SetAnswer copied = operate(domain, COPY);
        if (!copied.isGood()) {
            byte[] owner = Column.octets(
                    conversation.get(objects.object(ObjectRole.EDIT_OWNER).at(domain)));
            if (owner != null && owner.length > 0) {
                throw new Problem(
                                ProblemCode.SWITCH_BUSY,
                                "Switch " + conversation.access().name() + ", VLAN " + step.vlan()
                                        + ": its VLAN edit buffer is held by '"
                                        + Printable.of(new String(owner, StandardCharsets.US_ASCII)) + "'.",
                                "Try again; the switch frees the buffer after a few minutes.",
                                List.of())
                        .exception();
            }
            throw rejected(step, "vtpVlanEditOperation = copy(2)", copied);
        }
        conversation.set(List.of(new VariableBinding(
                objects.object(ObjectRole.EDIT_OWNER).at(domain),
                new OctetString(OWNER.getBytes(StandardCharsets.US_ASCII)))));
    }

    private void edit(CreateVlan step, int domain) {
        List<VariableBinding> row = List.of(
                new VariableBinding(at(ObjectRole.EDIT_TYPE, domain, step), new Integer32(ETHERNET)),
                new VariableBinding(
                        at(ObjectRole.EDIT_NAME, domain, step),
                        new OctetString(step.name().getBytes(StandardCharsets.US_ASCII))),
                new VariableBinding(at(ObjectRole.EDIT_SAID, domain, step), said(step)),
                new VariableBinding(at(ObjectRole.EDIT_ROW_STATUS, domain, step), new Integer32(CREATE_AND_GO)));
        SetAnswer answer = conversation.set(row);
        if (!answer.isGood()) {
            answer = conversation.set(List.of(row.get(3)));
            for (VariableBinding binding : row.subList(0, 3)) {
                answer = answer.isGood() ? conversation.set(List.of(binding)) : answer;
            }
        }
        if (!answer.isGood()) {
            throw rejected(step, "a row of the VLAN edit buffer", answer);
        }
    }

    private void apply(CreateVlan step, int domain) {
        SetAnswer applied = operate(domain, APPLY);
        if (!applied.isGood()) {
            throw rejected(step, "vtpVlanEditOperation = apply(3)", applied);
        }
        OID status = objects.object(ObjectRole.EDIT_APPLY_STATUS).at(domain);
        settling.await(() -> !Integer.valueOf(IN_PROGRESS).equals(Column.number(conversation.get(status))));
        Integer found = Column.number(conversation.get(status));
        if (found == null || found != SUCCEEDED) {
            throw new Problem(
                            ProblemCode.SWITCH_REJECTED,
                            "Switch " + conversation.access().name() + ", VLAN " + step.vlan()
                                    + ": applying the VLAN edit buffer ended as "
                                    + (found == null ? "nothing" : FAILURES.getOrDefault(found, "inProgress")) + "("
                                    + found + ").",
                            "VLANs can be created on VTP servers and transparent switches only: see 'show vtp status'.",
                            List.of())
                    .exception();
        }
    }

    /** Best effort: what went wrong before is what is told. */
    private void release(int domain) {
        try {
            operate(domain, RELEASE);
        } catch (ProblemException e) {
            conversation.transcript().add("not released: " + e.problem().summary());
        }
    }

    private SetAnswer operate(int domain, int operation) {
        return conversation.set(List.of(
                new VariableBinding(objects.object(ObjectRole.EDIT_OPERATION).at(domain), new Integer32(operation))));
    }

    private OID at(ObjectRole role, int domain, CreateVlan step) {
        return objects.object(role).at(domain).append(step.vlan().id());
    }

    private static OctetString said(CreateVlan step) {
        return new OctetString(ByteBuffer.allocate(Integer.BYTES)
                .putInt(FIRST_SAID + step.vlan().id())
                .array());
    }

    private ProblemException rejected(CreateVlan step, String what, SetAnswer answer) {
        return Rejection.of(conversation.access().name(), "VLAN " + step.vlan(), "set " + what, answer);
    }
}
