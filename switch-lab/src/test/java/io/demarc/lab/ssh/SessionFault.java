/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import io.demarc.access.ssh.Shell;
import io.demarc.lab.snmp.FaultySession;
import io.demarc.switches.Doubt;
import io.demarc.switches.Observation;
import io.demarc.switches.provision.ProvisionResult;
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
        return switch (this) {
            case DENIED_IS_ABSENT -> FaultySession.withoutRefusals(seen);
            case THE_FIRST_OF_TWO_WORDS_IS_BELIEVED -> FaultySession.withoutDoubts(seen, Doubt.Kind.CONTRADICTION);
            case WHAT_CANNOT_BE_READ_IS_NOT_THERE -> FaultySession.withoutDoubts(seen, Doubt.Kind.UNREAD);
            case A_SUSPENDED_VLAN_CARRIES -> FaultySession.withoutSuspensions(seen);
            case A_MISSING_VLAN_CARRIES ->
                new Observation(seen.ports(), seen.evidence(), seen.unavailable(), null, seen.suspended());
            case NONE, WHAT_IS_NOT_SAVED_IS_RELEASED, THE_END_OF_THE_CONNECTION_ENDS_AN_OUTPUT -> seen;
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
