/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Capability;
import io.demarc.switches.PortName;
import io.demarc.switches.Vlan;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.PortStep.Attach;
import io.demarc.switches.session.PortStep.CreateVlan;
import io.demarc.switches.session.PortStep.Enable;
import io.demarc.switches.session.PortStep.Park;
import io.demarc.switches.session.PortStep.PortOwned;
import io.demarc.switches.session.PortStep.Shut;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Every set that is made for steps and for saving, in order, each read back before the next one. What an agent gets and what a
 * draft of it shows are both made here. One caller at a time.
 */
final class SnmpWriter {
    private final SnmpDefinition definition;
    private final Conversation conversation;
    private final Supplier<VlanReading> reading;
    private final VlanCreation creation;
    private final PortPlacement placement;
    private final InterfaceSettings interfaces;

    /** @param reading the ports, and what speaks against writing to them */
    SnmpWriter(SnmpDefinition definition, Conversation conversation, Settling settling, Supplier<VlanReading> reading) {
        this.definition = definition;
        this.conversation = conversation;
        this.reading = reading;
        this.creation = VlanCreation.of(definition, conversation, settling);
        this.placement = new PortPlacement(definition, conversation, settling);
        this.interfaces = new InterfaceSettings(conversation, settling);
    }

    void write(PortStep step) {
        if (step instanceof CreateVlan create) {
            creation.create(create);
        } else if (step instanceof Shut shut) {
            shut(find(shut.port()));
        } else if (step instanceof Enable enable) {
            SwitchPort port = find(enable.port());
            interfaces.enabling(port).ifPresent(binding -> interfaces.write(port, binding));
        } else if (step instanceof Attach attach) {
            place(writable(attach), attach.vlan(), attach.description().value());
        } else if (step instanceof Park park) {
            if (park.down()) {
                shut(find(park.port()));
            }
            place(writable(park), park.parking(), "");
        }
    }

    private void shut(SwitchPort port) {
        interfaces.shutting(port).ifPresent(binding -> interfaces.write(port, binding));
    }

    private void place(SwitchPort port, Vlan vlan, String text) {
        placement.place(port, vlan);
        label(port, text).ifPresent(interfaces::writeIfPossible);
    }

    private Optional<Binding> label(SwitchPort port, String text) {
        return definition.capabilities().contains(Capability.PORT_DESCRIPTION)
                ? interfaces.labelling(port, text)
                : Optional.empty();
    }

    void save() {
        new ConfigurationSave(definition.savesInOrder(), conversation, new SecureRandom()).save();
    }

    /** Those of the ports that have a link. */
    List<SwitchPort> linked(Collection<PortName> ports) {
        return ports.stream().map(this::find).filter(interfaces::hasLink).toList();
    }

    private SwitchPort find(PortName name) {
        return reading.get()
                .ports()
                .find(name)
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.PORT_NOT_FOUND,
                        "Switch " + conversation.access().name() + " has no port " + name + ".",
                        "'demarc switch check' lists the ports that it has."));
    }

    /** Bits written to an agent that speaks text, or tells the same of every VLAN, would name other ports. */
    private SwitchPort writable(PortOwned step) {
        String strangeness = reading.get().strangeness();
        if (strangeness != null) {
            throw ProblemException.of(
                    ProblemCode.SWITCH_REJECTED,
                    "Switch " + conversation.access().name() + ", port " + step.port() + ": " + strangeness
                            + "; a list is written as it was read, with one port's bit changed, so nothing was written.",
                    "Make the agent send bits if it can (Junos: port-list bit-map), or drive this switch by its command line.");
        }
        return find(step.port());
    }
}
