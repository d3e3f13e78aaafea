/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.util.Optional;

/** The ways of copying a database server. */
enum CopyMethod {
    /** {@code mariadb-dump}: statements, which the replica runs. Works for everything, and takes its time. */
    DUMP(10_000_000),
    /** {@code mariadb-backup}: files, which are put in place of the replica's own. As fast as the disks and the network. */
    BACKUP(30_000_000);

    private final long bytesPerSecond;

    CopyMethod(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /** What is supposed before anything is measured, for common machines and one core that compresses. */
    long bytesPerSecond() {
        return bytesPerSecond;
    }

    /** As the parameter {@code method} has it; empty for {@code auto}. */
    static Optional<CopyMethod> named(String word) {
        return switch (word) {
            case "dump" -> Optional.of(DUMP);
            case "backup" -> Optional.of(BACKUP);
            default -> Optional.empty();
        };
    }

    /** For people, and for a run's values. */
    String word() {
        return this == DUMP ? "dump" : "backup";
    }
}
