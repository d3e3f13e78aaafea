/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.access.Deadline;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Capability;
import io.demarc.switches.Observation;
import io.demarc.switches.PortName;
import io.demarc.switches.Vlan;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.PortStep.Attach;
import io.demarc.switches.session.PortStep.CreateVlan;
import io.demarc.switches.session.PortStep.Enable;
import io.demarc.switches.session.PortStep.Park;
import io.demarc.switches.session.PortStep.PortOwned;
import io.demarc.switches.session.PortStep.Shut;
import io.demarc.switches.session.SwitchAccess;
import io.demarc.switches.session.SwitchSession;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A conversation with an SNMP agent: every set is read back before the next one. One caller at a time. */
final class SnmpSession implements SwitchSession {
    private final SnmpDefinition definition;
    private final SnmpConversation conversation;
    private final VlanReader vlanReader;
    private final ObservationReader observationReader;
    private final VlanCreation creation;
    private final PortPlacement placement;
    private final InterfaceSettings interfaces;
    private final Settling settling;
    private @Nullable VlanReading reading;

    private SnmpSession(SnmpDefinition definition, SnmpConversation conversation) {
        this.definition = definition;
        this.conversation = conversation;
        this.vlanReader = VlanReader.of(definition);
        this.observationReader = new ObservationReader(definition);
        this.settling = new Settling(Duration.ofMillis(definition.session().settleMillis()), conversation.deadline());
        this.creation = VlanCreation.of(definition, conversation, settling);
        this.placement = new PortPlacement(definition, conversation, settling);
        this.interfaces = new InterfaceSettings(conversation, settling);
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
    public List<String> render(List<PortStep> steps) {
        List<String> lines = new ArrayList<>();
        for (PortStep step : steps) {
            if (step instanceof CreateVlan create) {
                lines.addAll(creation.render(create));
            } else if (step instanceof Shut shut) {
                interfaces.shutting(find(shut)).ifPresent(binding -> lines.add(binding.line()));
            } else if (step instanceof Enable enable) {
                interfaces.enabling(find(enable)).ifPresent(binding -> lines.add(binding.line()));
            } else if (step instanceof Attach attach) {
                lines.addAll(placement.render(writable(attach), attach.vlan()));
                label(find(attach), attach.description().value()).ifPresent(binding -> lines.add(binding.line()));
            } else if (step instanceof Park park) {
                if (park.down()) {
                    interfaces.shutting(find(park)).ifPresent(binding -> lines.add(binding.line()));
                }
                lines.addAll(placement.render(writable(park), park.parking()));
                label(find(park), "").ifPresent(binding -> lines.add(binding.line()));
            }
        }
        return List.copyOf(lines);
    }

    private Optional<Binding> label(SwitchPort port, String text) {
        return definition.capabilities().contains(Capability.PORT_DESCRIPTION)
                ? interfaces.labelling(port, text)
                : Optional.empty();
    }

    @Override
    public void apply(List<PortStep> steps) {
        Set<PortName> touched = new TreeSet<>();
        for (PortStep step : steps) {
            if (step instanceof CreateVlan create) {
                creation.create(create);
            } else if (step instanceof Shut shut) {
                shut(find(shut));
            } else if (step instanceof Enable enable) {
                SwitchPort port = find(enable);
                interfaces.enabling(port).ifPresent(binding -> interfaces.write(port, binding));
            } else if (step instanceof Attach attach) {
                place(writable(attach), attach.vlan(), attach.description().value());
            } else if (step instanceof Park park) {
                if (park.down()) {
                    shut(find(park));
                }
                place(writable(park), park.parking(), "");
            }
            if (step instanceof PortOwned owned) {
                touched.add(owned.port());
            }
        }
        awaitAgreement(touched);
    }

    private void shut(SwitchPort port) {
        interfaces.shutting(port).ifPresent(binding -> interfaces.write(port, binding));
    }

    private void place(SwitchPort port, Vlan vlan, String text) {
        placement.place(port, vlan);
        label(port, text).ifPresent(interfaces::writeIfPossible);
    }

    /** Gives an agent time to do on its ports what it has already written down. */
    private void awaitAgreement(Set<PortName> touched) {
        List<SwitchPort> up =
                touched.stream().map(this::find).filter(interfaces::hasLink).toList();
        if (!up.isEmpty()) {
            settling.await(() -> {
                VlanReading now = vlanReader.read(conversation);
                return up.stream().noneMatch(port -> now.of(port.name()).isContradicted());
            });
        }
    }

    private SwitchPort find(PortOwned step) {
        return find(step.port());
    }

    private SwitchPort find(PortName name) {
        return reading()
                .ports()
                .find(name)
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.PORT_NOT_FOUND,
                        "Switch " + conversation.access().name() + " has no port " + name + ".",
                        "'demarc switch check' lists the ports that it has."));
    }

    private VlanReading reading() {
        VlanReading known = reading;
        if (known == null) {
            known = vlanReader.read(conversation);
            reading = known;
        }
        return known;
    }

    /** Bits written to an agent that speaks text, or tells the same of every VLAN, would name other ports. */
    private SwitchPort writable(PortOwned step) {
        String strangeness = reading().strangeness();
        if (strangeness != null) {
            throw ProblemException.of(
                    ProblemCode.SWITCH_REJECTED,
                    "Switch " + conversation.access().name() + ", port " + step.port() + ": " + strangeness
                            + "; a list is written as it was read, with one port's bit changed, so nothing was written.",
                    "Make the agent send bits if it can (Junos: port-list bit-map), or drive this switch by its command line.");
        }
        return find(step);
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
        new ConfigurationSave(definition.savesInOrder(), conversation, new SecureRandom()).save();
    }

    @Override
    public Optional<PortName> locate(String mac) {
        return new MacTable(definition, conversation).locate(mac);
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
