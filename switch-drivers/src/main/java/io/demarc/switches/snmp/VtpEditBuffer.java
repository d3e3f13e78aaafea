/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.access.Printable;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.session.PortStep.CreateVlan;
import io.demarc.switches.snmp.SnmpDefinition.ObjectRole;
import io.demarc.switches.snmp.SnmpDefinition.ObjectSpec;
import io.demarc.switches.snmp.SnmpDefinition.Vlans;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;

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
    static final int OPERATIONAL = 1;
    private static final int IN_PROGRESS = 1;
    static final int SUCCEEDED = 2;
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
    private final Conversation conversation;
    private final Settling settling;

    VtpEditBuffer(Vlans objects, Conversation conversation, Settling settling) {
        this.objects = objects;
        this.conversation = conversation;
        this.settling = settling;
    }

    /** What is sent for a VLAN that does not exist; the domain in words. */
    static List<String> lines(Vlans objects, CreateVlan step, String domain) {
        Sets sets = new Sets(objects, 0, domain);
        return Stream.of(
                        List.of(sets.operation(COPY, "copy(2)"), sets.owner()),
                        sets.row(step),
                        List.of(sets.operation(APPLY, "apply(3)"), sets.operation(RELEASE, "release(4)")))
                .flatMap(List::stream)
                .map(Binding::line)
                .toList();
    }

    /** What is set in the edit buffer of one management domain. */
    private record Sets(Vlans objects, int domain, String domainInWords) {
        Sets(Vlans objects, int domain) {
            this(objects, domain, Integer.toString(domain));
        }

        Binding operation(int operation, String words) {
            return ofDomain(ObjectRole.EDIT_OPERATION, new Integer32(operation), words);
        }

        Binding owner() {
            return ofDomain(ObjectRole.EDIT_OWNER, text(OWNER), "\"" + OWNER + "\"");
        }

        /** The row's status is the last. */
        List<Binding> row(CreateVlan step) {
            OctetString said = said(step);
            return List.of(
                    ofVlan(ObjectRole.EDIT_TYPE, step, new Integer32(ETHERNET), "ethernet(1)"),
                    ofVlan(ObjectRole.EDIT_NAME, step, text(step.name()), "\"" + step.name() + "\""),
                    ofVlan(ObjectRole.EDIT_SAID, step, said, VariableWords.of(said)),
                    ofVlan(ObjectRole.EDIT_ROW_STATUS, step, new Integer32(CREATE_AND_GO), "createAndGo(4)"));
        }

        private Binding ofDomain(ObjectRole role, Variable value, String words) {
            ObjectSpec object = objects.object(role);
            return Binding.of(object.labelled(domainInWords), object.at(domain), value, words);
        }

        private Binding ofVlan(ObjectRole role, CreateVlan step, Variable value, String words) {
            ObjectSpec object = objects.object(role);
            OID instance = object.at(domain).append(step.vlan().id());
            return Binding.of(object.labelled(domainInWords + "." + step.vlan()), instance, value, words);
        }

        private static OctetString text(String text) {
            return new OctetString(text.getBytes(StandardCharsets.US_ASCII));
        }
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
        Sets sets = new Sets(objects, place.domain());
        take(step, sets);
        try {
            edit(step, sets);
            apply(step, sets);
        } finally {
            release(sets);
        }
        if (!settling.await(() -> place(step).exists())) {
            throw rejected(step, "create", new SetAnswer(0, 0));
        }
    }

    private void take(CreateVlan step, Sets sets) {
        SetAnswer copied = conversation.set(List.of(sets.operation(COPY, "copy(2)")));
        if (!copied.isGood()) {
            byte[] owner = Column.octets(
                    conversation.get(objects.object(ObjectRole.EDIT_OWNER).at(sets.domain())));
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
        conversation.set(List.of(sets.owner()));
    }

    private void edit(CreateVlan step, Sets sets) {
        List<Binding> row = sets.row(step);
        SetAnswer answer = conversation.set(row);
        if (!answer.isGood()) {
            answer = conversation.set(List.of(row.get(3)));
            for (Binding binding : row.subList(0, 3)) {
                answer = answer.isGood() ? conversation.set(List.of(binding)) : answer;
            }
        }
        if (!answer.isGood()) {
            throw rejected(step, "a row of the VLAN edit buffer", answer);
        }
    }

    private void apply(CreateVlan step, Sets sets) {
        SetAnswer applied = conversation.set(List.of(sets.operation(APPLY, "apply(3)")));
        if (!applied.isGood()) {
            throw rejected(step, "vtpVlanEditOperation = apply(3)", applied);
        }
        OID status = objects.object(ObjectRole.EDIT_APPLY_STATUS).at(sets.domain());
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
    private void release(Sets sets) {
        try {
            conversation.set(List.of(sets.operation(RELEASE, "release(4)")));
        } catch (ProblemException e) {
            conversation.transcript().add("not released: " + e.problem().summary());
        }
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
