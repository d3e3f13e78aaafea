/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

import io.demarc.hooks.node.NodeCommands;
import io.demarc.hooks.runbook.StepKind;
import java.util.List;
import java.util.Optional;

/** The step kinds for addresses, for tests of other runbooks: nobody is there whom they could ask. */
public final class NowhereAddresses {
    private static final NodeCommands NOBODY = (argv, limit) -> {
        throw new IllegalStateException("not asked");
    };

    private NowhereAddresses() {}

    public static List<StepKind> steps() {
        return AddressSteps.of(new Places(server -> NOBODY, List::of, address -> Optional.empty(), NOBODY));
    }
}
