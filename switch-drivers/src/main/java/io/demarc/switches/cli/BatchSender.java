/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.access.Printable;
import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.Capability;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.cli.CliDefinition.Applying;
import io.demarc.switches.cli.CliDefinition.Applying.Style;
import io.demarc.switches.cli.CommandLines.Rendered;
import io.demarc.switches.session.PortStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Every line that is sent for steps, in order: the way into the mode, the steps, the commit, the way out, and what keeps the
 * commit or takes it back. What a switch gets and what a draft of it shows are both made here. One caller at a time.
 */
final class BatchSender {
    private final CliDefinition definition;
    private final CommandLines lines;
    private final Dialogue dialogue;
    private SwitchFacts facts;
    private final Recipient recipient;
    private final PortNames names;
    private boolean isUnconfirmed;

    /** @param facts what is known of the switch before anything was asked */
    BatchSender(CliSession.Language language, SwitchFacts facts, Recipient recipient) {
        this.definition = language.definition();
        this.lines = language.lines();
        this.dialogue = language.dialogue();
        this.facts = facts;
        this.recipient = recipient;
        this.names = language.names();
    }

    /** One line of a step. */
    record Line(Rendered rendered, PortStep step) {}

    /**
     * The lines of the steps themselves, by what is known of their ports.
     *
     * @throws ProblemException {@code SWITCH_UNREADABLE} where a value is missing or unfit, {@code PLATFORM_INVALID} where a line
     *     would write to another port than its step's
     */
    List<Line> lines(List<PortStep> steps, Function<PortName, @Nullable PortState> known) {
        List<Line> all = new ArrayList<>();
        for (PortStep step : steps) {
            PortName port = step.target();
            PortState state = port == null ? null : known.apply(port);
            if (step instanceof PortStep.CreateVlan create) {
                facts = facts.withVlan(create.vlan().toString(), create.name());
            }
            for (Rendered line : render(step, state)) {
                requireOwn(line, port);
                all.add(new Line(line, step));
            }
        }
        return all;
    }

    private List<Rendered> render(PortStep step, @Nullable PortState state) {
        try {
            return lines.render(step, state, facts);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.of(
                            ProblemCode.SWITCH_UNREADABLE,
                            "Nothing was sent to " + recipient.whom() + ": "
                                    + Printable.of(String.valueOf(e.getMessage())) + ".",
                            "Look at what the switch says of the VLANs and ports of these steps."),
                    e);
        }
    }

    private void requireOwn(Rendered line, @Nullable PortName own) {
        new ForeignPorts(names, facts.ports()).in(line, own, facts.told()).ifPresent(other -> {
            throw ProblemException.of(
                    ProblemCode.PLATFORM_INVALID,
                    "Nothing was sent to " + recipient.whom() + ": the line '" + Printable.of(line.line())
                            + "' of platform " + definition.platform() + " names port " + other
                            + (own == null ? "." : ", and it is for port " + own + " alone."),
                    "Write {port} in the definition where a port is named.");
        });
    }

    /** Sends the lines of steps, and commits them where the platform does. {@link #leave} is still to follow. */
    void write(List<Line> steps) {
        Applying apply = definition.apply();
        recipient.enter(applyMode());
        send(apply.begin());
        steps.forEach(line -> tell(line.rendered(), line.step()));
        if (apply.style() == Style.CANDIDATE) {
            send(apply.commit());
            isUnconfirmed = definition.capabilities().contains(Capability.ATOMIC_COMMIT);
        }
    }

    /** Leaves the mode that steps are written in, unless it is kept until the commit is confirmed. */
    void leave() {
        if (!isUnconfirmed || !definition.apply().isHolding()) {
            recipient.enter(dialogue.startMode());
        }
    }

    /** Whether a commit waits for its {@link #settle}. */
    boolean isUnconfirmed() {
        return isUnconfirmed;
    }

    /** Sends what keeps the commit or takes it back. {@link #leave} is still to follow. */
    void settle(List<Command> commands) {
        recipient.enter(applyMode());
        send(commands);
        isUnconfirmed = false;
    }

    /** Sends lines that belong to no step. */
    void send(List<Command> commands) {
        CommandLines.render(commands, facts.values(), facts).forEach(line -> {
            requireOwn(line, null);
            tell(line, null);
        });
    }

    private void tell(Rendered line, @Nullable PortStep step) {
        String mode = line.command().mode();
        if (!mode.isEmpty()) {
            recipient.enter(mode);
        }
        recipient.tell(line, step);
    }

    /** The switch has told this. */
    void learn(Map<String, String> told, Map<String, String> vlanNames, Set<PortName> ports) {
        facts = facts.with(told, vlanNames, ports);
    }

    /** What may stand in lines beside a step's own values. */
    SwitchFacts facts() {
        return facts;
    }

    String applyMode() {
        String mode = definition.apply().mode();
        return mode.isEmpty() ? dialogue.startMode() : mode;
    }
}
