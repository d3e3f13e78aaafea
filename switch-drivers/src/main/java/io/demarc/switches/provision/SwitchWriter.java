/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.PortName;
import io.demarc.switches.SwitchName;
import io.demarc.switches.session.PortStep;
import io.demarc.switches.session.SwitchSession;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The last gate before a switch: every write passes here, and only to ports that are to be changed. One caller at a time. */
final class SwitchWriter {
    private final SwitchName switchName;
    private final SwitchSession session;
    private final Set<PortName> writable;
    private boolean written;

    SwitchWriter(SwitchName switchName, SwitchSession session, Set<PortName> writable) {
        this.switchName = switchName;
        this.session = session;
        this.writable = Set.copyOf(writable);
    }

    boolean hasWritten() {
        return written;
    }

    void send(List<PortStep> steps) {
        for (PortStep step : steps) {
            PortName port = step.target();
            if (port != null && !writable.contains(port)) {
                throw ProblemException.of(
                        ProblemCode.INTERNAL,
                        switchName + " " + port + ": a write to a port that is not to be changed was stopped.",
                        "Report this as a defect of Demarc.");
            }
        }
        if (!steps.isEmpty()) {
            written = true;
            session.apply(steps);
        }
    }

    /**
     * Sends the steps of all items as one batch; when the switch rejects it, of its halves, until the item at fault is
     * found and the others are through.
     *
     * @param rejected told of each item that the switch rejects by itself
     * @throws ProblemException for everything but a rejection
     */
    <T> void sendSplitting(List<T> items, Function<T, List<PortStep>> steps, BiConsumer<T, Problem> rejected) {
        if (items.isEmpty()) {
            return;
        }
        try {
            send(items.stream().flatMap(item -> steps.apply(item).stream()).toList());
        } catch (ProblemException e) {
            if (e.problem().code() != ProblemCode.SWITCH_REJECTED) {
                throw e;
            }
            if (items.size() == 1) {
                rejected.accept(items.get(0), e.problem());
                return;
            }
            int half = items.size() / 2;
            sendSplitting(items.subList(0, half), steps, rejected);
            sendSplitting(items.subList(half, items.size()), steps, rejected);
        }
    }
}
