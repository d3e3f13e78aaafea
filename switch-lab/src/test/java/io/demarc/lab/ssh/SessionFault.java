/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import io.demarc.access.ssh.Shell;
import io.demarc.switches.Doubt;
import io.demarc.switches.Observation;
import io.demarc.switches.PortName;
import io.demarc.switches.PortState;
import io.demarc.switches.provision.ProvisionResult;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What Demarc did wrong once with what a session said, put back. */
enum SessionFault {
    NONE,
    DENIED_IS_ABSENT,
    THE_FIRST_OF_TWO_WORDS_IS_BELIEVED,
    WHAT_IS_NOT_SAVED_IS_RELEASED,
    A_SUSPENDED_VLAN_CARRIES,
    A_MISSING_VLAN_CARRIES,
    THE_END_OF_THE_CONNECTION_ENDS_AN_OUTPUT,
    WHAT_CANNOT_BE_READ_IS_NOT_THERE;

    Observation seen(Observation seen) {
        return new Observation(
                withoutDoubts(seen),
                seen.evidence(),
                this == DENIED_IS_ABSENT ? Map.of() : seen.unavailable(),
                this == A_MISSING_VLAN_CARRIES ? null : seen.vlans(),
                this == A_SUSPENDED_VLAN_CARRIES ? Set.of() : seen.suspended());
    }

    private Map<PortName, PortState> withoutDoubts(Observation seen) {
        Map<PortName, PortState> states = new TreeMap<>();
        seen.ports()
                .forEach((port, state) -> states.put(
                        port,
                        new PortState(
                                port,
                                state.mode(),
                                state.untagged(),
                                state.tagged(),
                                state.adminUp(),
                                state.linkUp(),
                                state.description(),
                                state.alsoUntagged(),
                                state.doubts().stream()
                                        .filter(doubt -> !isOverlooked(doubt))
                                        .toList())));
        return states;
    }

    private boolean isOverlooked(Doubt doubt) {
        return switch (doubt.kind()) {
            case CONTRADICTION -> this == THE_FIRST_OF_TWO_WORDS_IS_BELIEVED;
            case UNREAD -> this == WHAT_CANNOT_BE_READ_IS_NOT_THERE;
        };
    }

    /** Whether Demarc takes what it wrote for saved. */
    boolean isSaved(ProvisionResult result) {
        return this == WHAT_IS_NOT_SAVED_IS_RELEASED || result.saveProblem() == null;
    }

    /** @param another opens a session that starts at a prompt */
    Shell heard(Shell shell, Supplier<Shell> another) {
        return this == THE_END_OF_THE_CONNECTION_ENDS_AN_OUTPUT ? new GoingOnShell(shell, another) : shell;
    }
}
