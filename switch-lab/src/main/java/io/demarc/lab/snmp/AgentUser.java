/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.snmp;

import io.demarc.access.Login.AuthProtocol;
import io.demarc.access.Login.PrivProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask a simulated agent.
 *
 * @param name           an SNMPv3 user; null for a community
 * @param authSecret     the community where {@code name} is null
 * @param reederKeys     AES-192/256 keys as Cisco's agents make them
 */
public record AgentUser(
        @Nullable String name,
        AuthProtocol authProtocol,
        String authSecret,
        PrivProtocol privProtocol,
        String privSecret,
        boolean reederKeys) {

    /** SHA-256 and AES-128. */
    public static AgentUser v3(String name, String authSecret, String privSecret) {
        return new AgentUser(name, AuthProtocol.SHA256, authSecret, PrivProtocol.AES128, privSecret, false);
    }

    /** Everybody who knows this word, over SNMP v1 and v2c. */
    public static AgentUser community(String community) {
        return new AgentUser(null, AuthProtocol.SHA1, community, PrivProtocol.AES128, "", false);
    }

    public AgentUser with(AuthProtocol auth, PrivProtocol priv) {
        return new AgentUser(name, auth, authSecret, priv, privSecret, reederKeys);
    }

    public AgentUser withReederKeys() {
        return new AgentUser(name, authProtocol, authSecret, privProtocol, privSecret, true);
    }

    @Override
    public String toString() {
        return name == null ? "a community" : "user " + name;
    }
}
