/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.access.Secret;

/** As whom a replica logs in to its primary. */
public record ReplicationLogin(String user, Secret password) {
    /** So long may a user's name be (MariaDB, "Identifier Names"). */
    private static final int LONGEST = 80;

    public ReplicationLogin {
        SqlText.checkPlain(user, "the replication user's name");
        SqlText.checkPlain(password.reveal(), "the replication password");
        if (user.isEmpty() || user.length() > LONGEST) {
            throw new IllegalArgumentException("the replication user's name has 1 to " + LONGEST + " characters");
        }
    }
}
