/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.lab.ssh;

import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may log in to a simulated switch.
 *
 * @param password            null when there is none
 * @param key                 the public key that may log in, null when there is none
 * @param keyboardInteractive the password is taken by keyboard-interactive authentication only
 * @param privileged          begins in privileged mode, where the platform has one
 */
public record Account(
        String user,
        @Nullable String password,
        @Nullable PublicKey key,
        boolean keyboardInteractive,
        boolean privileged) {
    public static Account withPassword(String user, String password) {
        return new Account(user, password, null, false, false);
    }

    public static Account withKey(String user, PublicKey key) {
        return new Account(user, null, key, false, false);
    }

    public static Account withKeyboardInteractive(String user, String password) {
        return new Account(user, password, null, true, false);
    }

    /** The same account, beginning in privileged mode. */
    public Account asPrivileged() {
        return new Account(user, password, key, keyboardInteractive, true);
    }

    @Override
    public String toString() {
        return "account " + user;
    }
}
