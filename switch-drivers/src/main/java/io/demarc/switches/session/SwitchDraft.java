/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.session;

import io.demarc.problem.ProblemException;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a session would send to a switch that takes everything, made by the code that sends it: each method tells the lines or
 * varbinds of the method of {@link SwitchSession} with its name, in order, secrets masked. What was drafted before is taken for
 * done. It may read the switch, and has no way to write to it. One caller at a time.
 *
 * <p>Two things can't be known beforehand: what the switch asks in between, and what its owner or another program changes until
 * then. A number that is drawn anew each time (the row of an SNMP copy) is another one in the run.
 */
public interface SwitchDraft {
    /**
     * @param now what the switch would say of the steps' ports right before them
     * @throws ProblemException when the session itself would refuse, or the switch can't be read
     */
    List<Line> apply(List<PortStep> steps, Map<PortName, PortState> now);

    List<Line> confirm();

    /** Empty when there is nothing to take back. */
    List<Line> rollBack();

    List<Line> save();

    /**
     * @param step the step that it is a part of; null for one that serves a whole batch, such as a commit
     */
    record Line(String text, @Nullable PortStep step) {}
}
