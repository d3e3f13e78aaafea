/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.switches.ssh;

import com.jcraft.jsch.Session;

/** What old switches need and nobody else should be offered: only where an inventory asks for it, per switch. */
final class LegacyAlgorithms {
    private LegacyAlgorithms() {}

    static void offer(Session session) {
        append(
                session,
                "kex",
                "diffie-hellman-group14-sha1,diffie-hellman-group-exchange-sha1,diffie-hellman-group1-sha1");
        append(session, "server_host_key", "ssh-rsa,ssh-dss");
        append(session, "PubkeyAcceptedAlgorithms", "ssh-rsa,ssh-dss");
        append(session, "cipher.s2c", "aes256-cbc,aes192-cbc,aes128-cbc,3des-cbc");
        append(session, "cipher.c2s", "aes256-cbc,aes192-cbc,aes128-cbc,3des-cbc");
        append(session, "mac.s2c", "hmac-sha1,hmac-sha1-96,hmac-md5");
        append(session, "mac.c2s", "hmac-sha1,hmac-sha1-96,hmac-md5");
    }

    private static void append(Session session, String key, String more) {
        session.setConfig(key, session.getConfig(key) + "," + more);
    }
}
