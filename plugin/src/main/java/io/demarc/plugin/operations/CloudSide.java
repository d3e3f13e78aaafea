/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.operations;

import io.demarc.access.Deadline;
import io.demarc.plugin.operations.Views.Finding;
import java.util.List;

/** CloudStack, as far as it isn't about one network: what it has to be for Demarc, and where it shows what went wrong. Thread-safe. */
public interface CloudSide {
    /** That of a daemon that was not told where CloudStack is. */
    CloudSide NONE = new CloudSide() {
        @Override
        public List<Finding> examine(Deadline deadline) {
            return List.of();
        }

        @Override
        public void alert(int number, String text) {}
    };

    /** Looks at CloudStack and at this machine's way to it. What can't be asked is a finding, too. */
    List<Finding> examine(Deadline deadline);

    /**
     * Raises an alert, which root administrators see.
     *
     * @param number not that of an alert that CloudStack still shows, or it drops this one; from 0 to {@link #MOST_ALERTS}, exclusively
     * @param text   at most {@link #LONGEST_ALERT} characters; those who may read alerts needn't be those who may ask Demarc
     * @throws io.demarc.problem.ProblemException when CloudStack doesn't take it
     */
    void alert(int number, String text);

    int MOST_ALERTS = 30_000;
    int LONGEST_ALERT = 999;
}
