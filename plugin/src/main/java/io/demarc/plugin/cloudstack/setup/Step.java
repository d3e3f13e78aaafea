/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.cloudstack.setup;

import java.util.List;

/**
 * One thing that the set-up consists of. Both methods look at what there is each time and change nothing, so the same answer is the
 * check, the plan, the run, what is read back after it, and what is left to do after an interruption.
 */
interface Step {
    /** Such as {@code role Demarc}. */
    String name();

    /** What is missing or differs; empty when it is as it has to be. */
    List<Change> toSetUp();

    /** What is there and would be taken away; empty when there is nothing. */
    List<Change> toRemove();
}
