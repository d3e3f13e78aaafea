/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.problem.Problem;
import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import io.demarc.switches.SwitchName;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;

/** What to say of a set that an agent did not take. */
final class Rejection {
    private Rejection() {}

    /**
     * @param about  what the set was for: {@code port Gi1/0/7} or {@code VLAN 150}
     * @param line   the set itself
     * @param answer the agent's last answer, null when it was never asked
     */
    static ProblemException of(SwitchName switchName, String about, String line, @Nullable SetAnswer answer) {
        boolean isAcknowledged = answer != null && answer.isGood();
        String outcome = answer == null
                ? "was not possible"
                : isAcknowledged
                        ? "was acknowledged, but the switch does not do it"
                        : "was answered " + answer.inWords();
        return new Problem(
                        ProblemCode.SWITCH_REJECTED,
                        "Switch " + switchName + ", " + about + ": '" + line + "' " + outcome + ".",
                        fix(answer),
                        List.of())
                .exception();
    }

    private static String fix(@Nullable SetAnswer answer) {
        if (answer == null || answer.isGood()) {
            return "Look at the port on the switch; its model may need a platform definition of its own.";
        }
        return switch (answer.status()) {
            case PDU.authorizationError, PDU.noAccess, PDU.notWritable, PDU.readOnly ->
                "Check that the login may write (write view), and that this model can be configured by SNMP at all.";
            case PDU.noCreation, PDU.noSuchName, PDU.inconsistentName -> "Check that the VLAN exists on the switch.";
            case PDU.resourceUnavailable -> "Check how many VLANs the switch can have.";
            default -> "Look at the switch's log; its model may need a platform definition of its own.";
        };
    }
}
