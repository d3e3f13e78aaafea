/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import io.demarc.problem.Problem;
import io.demarc.switches.PortState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One port that differs from its target.
 *
 * @param before  as read; null when the port did not answer
 * @param lines   the very lines or varbinds that would be sent; empty when a problem forbids it
 * @param problem the guard or rule that forbids the change, null when none does
 */
public record PlannedPort(
        PortTarget target,
        @Nullable PortState before,
        List<String> lines,
        @Nullable Problem problem) {
    public PlannedPort {
        lines = List.copyOf(lines);
    }
}
