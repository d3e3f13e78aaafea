/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.cli;

import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.cli.CliDefinition.Applying;
import io.demarc.switches.cli.CliDefinition.Applying.Style;
import io.demarc.switches.cli.CommandLines.Rendered;
import io.demarc.switches.session.PortStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The lines of several steps in the order in which they are sent. Immutable, thread-safe. */
final class Batch {
    private final CliDefinition definition;
    private final CommandLines lines;

    Batch(CliDefinition definition, CommandLines lines) {
        this.definition = definition;
        this.lines = lines;
    }

    /** One line, and the port that it is about: null when it is about none. */
    record Line(Rendered rendered, @Nullable PortName port) {}

    /** The lines of the steps themselves. */
    List<Line> lines(List<PortStep> steps, Function<PortName, @Nullable PortState> known, @Nullable String bridge) {
        List<Line> all = new ArrayList<>();
        for (PortStep step : steps) {
            PortName port = step.target();
            PortState state = port == null ? null : known.apply(port);
            lines.render(step, state, bridge).forEach(line -> all.add(new Line(line, port)));
        }
        return all;
    }

    /** Everything that is sent for the steps, the way into and out of the mode included. */
    List<String> render(List<PortStep> steps, Function<PortName, @Nullable PortState> known, @Nullable String bridge) {
        Applying apply = definition.apply();
        List<String> all = new ArrayList<>(moves(true));
        apply.begin().forEach(command -> all.add(command.send()));
        lines(steps, known, bridge).forEach(line -> all.add(line.rendered().line()));
        if (apply.style() == Style.CANDIDATE) {
            CommandLines.render(apply.commit(), Map.of()).forEach(line -> all.add(line.line()));
        }
        if (!apply.isHolding()) {
            all.addAll(moves(false));
        }
        return all;
    }

    /** The lines of the one move between the start mode and the mode of operations. */
    private List<String> moves(boolean isInto) {
        Dialogue dialogue = definition.session();
        String mode = definition.apply().mode();
        if (dialogue == null || mode.isEmpty()) {
            return List.of();
        }
        String from = isInto ? dialogue.startMode() : mode;
        String to = isInto ? mode : dialogue.startMode();
        return dialogue.moves().stream()
                .filter(move -> move.from().equals(from) && move.to().equals(to))
                .map(Dialogue.Move::send)
                .limit(1)
                .toList();
    }
}
