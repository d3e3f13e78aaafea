/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.access.Deadline;
import io.demarc.access.Printable;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Capability;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.platform.Platform;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.SwitchAccess;
import io.demarc.switches.session.SwitchSession;
import java.util.List;
import java.util.Set;

/** A platform that is driven through SNMP, as its definition says. Immutable, thread-safe. */
public final class SnmpPlatform implements Platform {
    /** The one "command" whose saved output can be parsed: a walk of the agent. */
    private static final String WALK = "walk";

    private final SnmpDefinition definition;
    private final PortNames names;

    private SnmpPlatform(SnmpDefinition definition) {
        this.definition = definition;
        this.names = new PortNames(definition.ports().abbreviations());
    }

    /** Reads a definition; throws {@code PLATFORM_INVALID} with all its problems. */
    public static Platform load(String fileName, String yaml) {
        return new SnmpPlatform(SnmpDefinitionFile.read(fileName, yaml));
    }

    /** What a definition's file is bound to. */
    public static Class<? extends Record> file() {
        return SnmpDefinition.class;
    }

    @Override
    public String name() {
        return definition.platform();
    }

    @Override
    public String title() {
        return definition.title();
    }

    @Override
    public Verified verified() {
        return definition.verified();
    }

    @Override
    public Transport transport() {
        return Transport.SNMP;
    }

    @Override
    public Set<Capability> capabilities() {
        return definition.capabilities();
    }

    @Override
    public List<String> readCommands() {
        return List.of(WALK);
    }

    @Override
    public PortName normalise(String name) {
        return names.normalise(name);
    }

    @Override
    public List<PortState> parse(List<SavedOutput> outputs) {
        SavedWalk.Builder walk = new SavedWalk.Builder(new ObjectNames(definition));
        for (SavedOutput output : outputs) {
            if (!output.command().equals(WALK)) {
                throw ProblemException.of(
                        ProblemCode.INPUT_INVALID,
                        "Platform " + name() + " cannot parse the output of '" + Printable.of(output.command()) + "'.",
                        "Give the output of 'snmpwalk -On' (or snmprec lines) as command '" + WALK + "'.");
            }
            walk.add(output.text());
        }
        List<PortState> states = List.copyOf(new ObservationReader(definition)
                .observe(walk.build(), Set.of())
                .ports()
                .values());
        if (states.isEmpty()) {
            throw new Problem(
                            ProblemCode.INPUT_INVALID,
                            "No port can be read from the walk: " + walk.inWords() + ".",
                            "Walk the whole agent: 'snmpwalk -On ... 1' tells dot1dBasePortIfIndex, ifName and the VLANs.",
                            List.of())
                    .exception();
        }
        return states;
    }

    @Override
    public List<String> render(List<PortStep> steps) {
        return new StepsInWords(definition).of(steps);
    }

    @Override
    public SwitchSession open(SwitchAccess access, Deadline deadline) {
        return SnmpSession.open(definition, access, deadline);
    }
}
