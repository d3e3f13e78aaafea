/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access;

import org.jspecify.annotations.Nullable;

/** How Demarc proves to a switch who it is. Secrets are resolved just before a session opens. */
public sealed interface Login {
    /**
     * @param password   for password and keyboard-interactive authentication
     * @param privateKey text of a private key (OpenSSH or PEM)
     * @param passphrase of the private key
     * @param enable     for platforms with a privileged mode
     * @param algorithms what is offered to this one switch
     */
    record Ssh(
            String user,
            @Nullable Secret password,
            @Nullable Secret privateKey,
            @Nullable Secret passphrase,
            @Nullable Secret enable,
            SshAlgorithms algorithms)
            implements Login {
        public Ssh {
            if (password == null && privateKey == null) {
                throw new IllegalArgumentException("an SSH login needs a password or a private key");
            }
        }
    }

    /** SNMPv3 with authentication and privacy (RFC 3414, 3826, 7860): authPriv always. Secrets have 8 characters or more. */
    record SnmpV3(
            String user,
            AuthProtocol authProtocol,
            Secret authSecret,
            PrivProtocol privProtocol,
            Secret privSecret,
            @Nullable String context)
            implements Login {}

    /** SNMP v1 or v2c, in clear text on the wire: only where the inventory asks for it. */
    record SnmpCommunity(Version version, Secret community) implements Login {
        public enum Version {
            V1,
            V2C
        }
    }

    enum AuthProtocol {
        SHA1,
        SHA224,
        SHA256,
        SHA384,
        SHA512
    }

    enum PrivProtocol {
        AES128,
        AES192,
        AES256
    }
}
