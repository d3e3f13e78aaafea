/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.problem.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How one reconcile of one switch ended. */
public sealed interface Result {
    /**
     * Every port is as wanted, or refused and told so.
     *
     * @param lookAgainIn when something is still to be done; null when nothing is until somebody asks
     */
    record Converged(@Nullable Duration lookAgainIn) implements Result {}

    /** Nothing could be done yet: another daemon has the switch. Whoever waits goes on waiting. */
    record AgainIn(Duration delay) implements Result {}

    /** Went wrong: tried again, later each time. */
    record Stuck(Problem problem) implements Result {}
}
