/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.snmp;

import io.demarc.access.Deadline;
import io.demarc.access.Printable;
import io.demarc.switches.session.SwitchAccess;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;

/**
 * What an SNMP agent says that it is (RFC 3418).
 *
 * @param objectId    sysObjectID, such as {@code 1.3.6.1.4.1.9.1.1208}
 * @param description sysDescr, on one line; empty where it tells none
 */
public record AgentIdentity(String objectId, String description) {
    private static final OID SYS_DESCR = new OID("1.3.6.1.2.1.1.1.0");

    /** Asks the agent; throws as {@link SnmpPlatform#open}. */
    public static AgentIdentity ask(SwitchAccess access, Deadline deadline) {
        try (SnmpConversation conversation = SnmpConversation.open(access, deadline)) {
            Map<OID, Variable> told = conversation.get(List.of(StandardObjects.SYS_OBJECT_ID, SYS_DESCR));
            return new AgentIdentity(
                    text(told.get(StandardObjects.SYS_OBJECT_ID)),
                    Printable.of(
                            text(told.get(SYS_DESCR)).replaceAll("\\s+", " ").strip()));
        }
    }

    private static String text(@Nullable Variable value) {
        if (value instanceof OctetString octets) {
            return new String(octets.getValue(), StandardCharsets.UTF_8);
        }
        return value == null ? "" : value.toString();
    }
}
