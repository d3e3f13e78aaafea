/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.provision;

import io.demarc.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one batch.
 *
 * @param reports     one for each target, in the targets' order
 * @param saveProblem why the switch did not save its configuration; null when it did or had nothing to save
 */
public record ProvisionResult(
        List<PortReport> reports, @Nullable Problem saveProblem) {
    public ProvisionResult {
        reports = List.copyOf(reports);
    }
}
