/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.access.Deadline;
import io.demarc.switches.session.SwitchAccess;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;

/** What an agent is asked for and told. One caller at a time. */
sealed interface Conversation extends ObjectReader permits SnmpConversation, DraftConversation {
    /** Values of these instances; those that the agent doesn't have are missing. */
    Map<OID, Variable> get(List<OID> objects);

    @Nullable
    default Variable get(OID object) {
        return get(List.of(object)).get(object);
    }

    /** Sets all of them in one request, each to the first of its values. */
    SetAnswer set(List<Binding> bindings);

    SwitchAccess access();

    Deadline deadline();

    ObjectNames names();

    Transcript transcript();
}
