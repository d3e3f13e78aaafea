/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.cli.CliDefinition.Operation;
import io.demarc.switches.cli.CommandLines.Rendered;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.SwitchDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The lines that a command line would be typed. It has nothing to type them with. What would be replied to a switch's
 * questions is not among them. One caller at a time.
 */
final class CliDraft implements SwitchDraft, Recipient {
    private final CliSession.Language language;
    private final BatchSender sender;
    private final UnaryOperator<String> concealing;
    private final List<Line> noted = new ArrayList<>();
    private String mode;

    /** @param concealing makes a line that leads into a mode fit to be shown */
    CliDraft(CliSession.Language language, SwitchFacts facts, String mode, UnaryOperator<String> concealing) {
        this.language = language;
        this.sender = new BatchSender(language, facts, this);
        this.mode = mode;
        this.concealing = concealing;
    }

    @Override
    public List<Line> apply(List<PortStep> steps, Map<PortName, PortState> now) {
        sender.write(sender.lines(steps, now::get));
        sender.leave();
        return take();
    }

    @Override
    public List<Line> confirm() {
        return settle(language.definition().apply().confirm());
    }

    @Override
    public List<Line> rollBack() {
        return settle(language.definition().apply().rollBack());
    }

    private List<Line> settle(List<Command> commands) {
        if (sender.isUnconfirmed()) {
            sender.settle(commands);
            sender.leave();
        }
        return take();
    }

    @Override
    public List<Line> save() {
        sender.send(language.definition().operation(Operation.SAVE));
        return take();
    }

    @Override
    public void tell(Rendered line, @Nullable PortStep step) {
        noted.add(new Line(line.line(), step));
        String next = line.command().leadsTo();
        mode = next.isEmpty() ? mode : next;
    }

    @Override
    public String whom() {
        return "the switch";
    }

    @Override
    public void enter(String target) {
        language.dialogue()
                .way(mode, target)
                .orElse(List.of())
                .forEach(move -> noted.add(new Line(concealing.apply(move.send()), null)));
        mode = target;
    }

    private List<Line> take() {
        List<Line> taken = List.copyOf(noted);
        noted.clear();
        return taken;
    }
}
