/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.books;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;

/**
 * The store may have lost what Demarc once knew: which ports carry which VLAN, and for whom.
 *
 * @param what was expected and what was found, as a clause without a full stop
 */
public record StoreDoubt(String what) {
    /** In one sentence, for the end of an answer. */
    public String inWords() {
        return "The store is in doubt (" + what + "): no port is written, and no VLAN is released unproven, until a"
                + " person confirms it with 'demarc store accept'.";
    }

    public Problem problem() {
        return Problem.of(
                ProblemCode.STORE_IN_DOUBT,
                "The store is in doubt: " + what + ". No port is written, and no VLAN is released unproven.",
                "Restore the newest backup if there is one, apply the current inventory, look at 'demarc port list',"
                        + " then confirm with 'demarc store accept --why TEXT'.");
    }
}
