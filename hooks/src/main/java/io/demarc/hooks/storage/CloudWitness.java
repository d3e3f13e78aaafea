/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.storage;

import io.demarc.hooks.runbook.Finding;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The cloud that keeps its volumes on a pair. Thread-safe. */
@FunctionalInterface
public interface CloudWitness {
    /**
     * What it says of the pair's storage now.
     *
     * @return nothing when no storage pool is declared for the pair, or no cloud to ask
     * @throws io.demarc.problem.ProblemException when the cloud can't be asked
     */
    Optional<CloudView> look(StoragePair pair);

    /**
     * One look.
     *
     * @param findings        of the storage pool and of the hosts that use it
     * @param runningMachines ids of the virtual machines that run from it
     */
    record CloudView(List<Finding> findings, Set<String> runningMachines) {
        public CloudView {
            findings = List.copyOf(findings);
            runningMachines = Set.copyOf(runningMachines);
        }

        /** None of those that ran before has stopped. */
        Finding keeps(Set<String> before) {
            Set<String> stopped = new TreeSet<>(before);
            stopped.removeAll(runningMachines);
            String claim = "every virtual machine that ran on the pool runs still";
            return stopped.isEmpty()
                    ? Finding.met(claim, runningMachines.size() + " run")
                    : Finding.notMet(
                            claim,
                            stopped.size() + " of " + before.size() + " do not run any more: "
                                    + String.join(
                                            ", ", stopped.stream().limit(10).toList()),
                            "Look at them in CloudStack. If their users stopped them, resume.");
        }
    }
}
