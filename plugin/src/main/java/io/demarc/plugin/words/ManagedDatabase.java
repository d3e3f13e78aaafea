/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.words;

import io.demarc.hooks.replica.Database;
import io.demarc.plugin.configuration.SecretReference;
import org.jspecify.annotations.Nullable;

/**
 * A declared database server.
 *
 * @param replication as whom replicas log in: to this one, or this replica to its primary; null: not declared here
 * @param check       when it is compared with its primary by itself; null: never
 */
public record ManagedDatabase(
        Database database,
        @Nullable Replication replication,
        @Nullable CheckTimes check) {
    /** An account, its password by reference. */
    public record Replication(String user, SecretReference password) {}
}
