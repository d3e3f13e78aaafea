/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import io.demarc.access.Login;
import io.demarc.access.Secret;
import io.demarc.access.SshAlgorithms;
import io.demarc.plugin.configuration.SecretReference;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How to log in to a switch, with its secrets by reference. */
public sealed interface LoginReference {
    /** Reads the secrets: just before a session opens. Throws {@code SECRET_UNAVAILABLE} or {@code FILE_MODE_UNSAFE}. */
    Login resolve();

    /** Every secret that {@link #resolve} reads. */
    List<SecretReference> secrets();

    /** See {@link Login.Ssh}. */
    record Ssh(
            String user,
            @Nullable SecretReference password,
            @Nullable SecretReference privateKey,
            @Nullable SecretReference passphrase,
            @Nullable SecretReference enable,
            SshAlgorithms algorithms)
            implements LoginReference {
        @Override
        public Login resolve() {
            return new Login.Ssh(
                    user, secret(password), secret(privateKey), secret(passphrase), secret(enable), algorithms);
        }

        @Override
        public List<SecretReference> secrets() {
            return Stream.of(password, privateKey, passphrase, enable)
                    .filter(Objects::nonNull)
                    .toList();
        }

        private static @Nullable Secret secret(@Nullable SecretReference reference) {
            return reference == null ? null : reference.resolve();
        }
    }

    /** See {@link Login.SnmpV3}. */
    record SnmpV3(
            String user,
            Login.AuthProtocol authProtocol,
            SecretReference authSecret,
            Login.PrivProtocol privProtocol,
            SecretReference privSecret,
            @Nullable String context)
            implements LoginReference {
        @Override
        public Login resolve() {
            return new Login.SnmpV3(
                    user, authProtocol, authSecret.resolve(), privProtocol, privSecret.resolve(), context);
        }

        @Override
        public List<SecretReference> secrets() {
            return List.of(authSecret, privSecret);
        }
    }

    /** See {@link Login.SnmpCommunity}. */
    record Community(Login.SnmpCommunity.Version version, SecretReference community) implements LoginReference {
        @Override
        public Login resolve() {
            return new Login.SnmpCommunity(version, community.resolve());
        }

        @Override
        public List<SecretReference> secrets() {
            return List.of(community);
        }
    }
}
