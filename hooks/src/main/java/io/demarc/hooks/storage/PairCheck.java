/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.runbook.Finding;
import java.util.ArrayList;
import java.util.List;

/** Whether a pair is well: what every runbook asks first, for a person who only wants to look. Thread-safe. */
public final class PairCheck {
    private PairCheck() {}

    /**
     * Looks at both nodes; changes nothing. A node that can't be reached is a finding that is not met.
     *
     * @throws io.demarc.problem.ProblemException {@code DRBD_STATE_UNKNOWN}
     */
    public static List<Finding> look(StoragePairs pairs, StoragePair pair) {
        List<Finding> findings = new ArrayList<>(PairGuards.healthy(PairView.read(pairs, pair)));
        findings.addAll(SettingsReader.guard(pairs, pair));
        return findings;
    }
}
