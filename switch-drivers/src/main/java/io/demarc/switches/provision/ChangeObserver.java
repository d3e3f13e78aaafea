/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import io.demarc.problem.Problem;
import io.demarc.switches.PortState;
import java.util.Map;
import java.util.Optional;

/**
 * Who is asked before a port is changed, and told of a batch's changes before its first write, so that they can be
 * recorded durably. One caller at a time.
 */
@FunctionalInterface
public interface ChangeObserver {
    /**
     * Why this port is left as it is, although neither the rules nor the switch forbid the change; asked of each port that
     * differs from its target, in the targets' order.
     *
     * @param before as just read
     */
    default Optional<Problem> objection(PortTarget target, PortState before) {
        return Optional.empty();
    }

    /**
     * What it throws stops the batch.
     *
     * @param changes never empty: what each port is to be, and what it was read to be before
     */
    void beginning(Map<PortTarget, PortState> changes);
}
