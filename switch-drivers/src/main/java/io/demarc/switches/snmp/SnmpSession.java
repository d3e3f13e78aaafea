/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.access.Deadline;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Observation;
import io.demarc.switches.PortName;
import io.demarc.switches.PortTraffic;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.SwitchAccess;
import io.demarc.switches.session.SwitchDraft;
import io.demarc.switches.session.SwitchSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A conversation with an SNMP agent: every set is read back before the next one. One caller at a time. */
final class SnmpSession implements SwitchSession {
    private static final Set<ProblemCode> UNTOLD =
            Set.of(ProblemCode.SWITCH_REJECTED, ProblemCode.SWITCH_BUSY, ProblemCode.SWITCH_UNREADABLE);

    private final SnmpDefinition definition;
    private final SnmpConversation conversation;
    private final VlanReader vlanReader;
    private final ObservationReader observationReader;
    private final Settling settling;
    private final SnmpWriter writer;
    private @Nullable VlanReading reading;

    private SnmpSession(SnmpDefinition definition, SnmpConversation conversation) {
        this.definition = definition;
        this.conversation = conversation;
        this.vlanReader = VlanReader.of(definition);
        this.observationReader = new ObservationReader(definition);
        this.settling = new Settling(Duration.ofMillis(definition.session().settleMillis()), conversation.deadline());
        this.writer = new SnmpWriter(definition, conversation, settling, this::reading);
    }

    static SwitchSession open(SnmpDefinition definition, SwitchAccess access, Deadline deadline) {
        return new SnmpSession(definition, SnmpConversation.open(definition, access, deadline));
    }

    @Override
    public Observation observe(Set<PortName> wanted) {
        VlanReading read = vlanReader.read(conversation);
        if (read.ports().all().isEmpty()) {
            throw ProblemException.of(
                    ProblemCode.SWITCH_UNREADABLE,
                    "Switch " + conversation.access().name()
                            + " tells of no port that could be matched with an interface.",
                    "Check that the login's view lets dot1dBasePortIfIndex, ifName and the VLANs be read, and that the"
                            + " platform is the right one.");
        }
        reading = read;
        return observationReader.observe(conversation, read, wanted);
    }

    @Override
    public SwitchDraft draft() {
        return new SnmpDraft(definition, conversation, this::reading);
    }

    @Override
    public void apply(List<PortStep> steps) {
        steps.forEach(writer::write);
        awaitAgreement(steps.stream()
                .flatMap(step -> Stream.ofNullable(step.target()))
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Gives an agent time to do on its ports what it has already written down. */
    private void awaitAgreement(Set<PortName> touched) {
        List<SwitchPort> up = writer.linked(touched);
        if (!up.isEmpty()) {
            settling.await(() -> {
                VlanReading now = vlanReader.read(conversation);
                return up.stream().noneMatch(port -> now.of(port.name()).isContradicted());
            });
        }
    }

    private VlanReading reading() {
        VlanReading known = reading;
        if (known == null) {
            known = vlanReader.read(conversation);
            reading = known;
        }
        return known;
    }

    @Override
    public void confirm() {
        // Every set is in force at once: there is nothing to keep.
    }

    @Override
    public void rollBack() {
        // And nothing to take back.
    }

    @Override
    public void save() {
        writer.save();
    }

    @Override
    public Optional<PortName> locate(String mac) {
        return new MacTable(definition, conversation).locate(mac);
    }

    @Override
    public Map<PortName, PortTraffic> traffic(Set<PortName> ports) {
        try {
            return new LearnedMacs(conversation, reading())
                    .on(ports, definition.vlans().strategy());
        } catch (ProblemException e) {
            if (!UNTOLD.contains(e.problem().code())) {
                throw e;
            }
            return Map.of();
        }
    }

    @Override
    public Optional<Duration> uptime() {
        return Uptime.of(conversation.get(Uptime.OBJECTS));
    }

    @Override
    public List<String> transcript() {
        return conversation.transcript().lines();
    }

    @Override
    public void close() {
        conversation.close();
    }
}
