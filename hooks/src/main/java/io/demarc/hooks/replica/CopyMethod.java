/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.util.Arrays;
import java.util.Optional;

/** The ways of copying a database server. */
enum CopyMethod {
    /**
     * {@code mariadb-dump} or {@code mysqldump}: statements, which a server of the copy's own runs, beside the replica's data, on its
     * machine. Its files are then put in place of the replica's own.
     */
    DUMP("dump", "beside", 10_000_000),
    /** {@code mariadb-backup}: files, which are put in place of the replica's own. As fast as the disks and the network. */
    BACKUP("backup", "backup", 30_000_000),
    /** MySQL's clone plugin: pages, which a server of the copy's own takes from the source, and whose files are put in place. */
    CLONE("clone", "clone", 30_000_000),
    /** Statements that the replica itself runs, over what it holds: some of its tables, or everything when there is no room for two. */
    IN_PLACE("in-place", "dump", 10_000_000);

    private final String word;
    private final String saved;
    private final long bytesPerSecond;

    CopyMethod(String word, String saved, long bytesPerSecond) {
        this.word = word;
        this.saved = saved;
        this.bytesPerSecond = bytesPerSecond;
    }

    /** What is supposed before anything is measured, for common machines and one core that compresses. */
    long bytesPerSecond() {
        return bytesPerSecond;
    }

    /** Whether statements are sent, which make the rows anew. */
    boolean isOfStatements() {
        return this == DUMP || this == IN_PLACE;
    }

    /** Whether the replica keeps what it holds until the copy is whole and proven. */
    boolean isBeside() {
        return this != IN_PLACE;
    }

    /** As the parameter {@code method} has it; empty for {@code auto}. */
    static Optional<CopyMethod> named(String word) {
        return Arrays.stream(values()).filter(it -> it.word.equals(word)).findFirst();
    }

    /** By what a run remembers: those that began with Demarc 0.1 knew a dump that was loaded in place only. */
    static Optional<CopyMethod> saved(String word) {
        return Arrays.stream(values()).filter(it -> it.saved.equals(word)).findFirst();
    }

    String saved() {
        return saved;
    }

    /** What is sent, for people. */
    String word() {
        return this == BACKUP || this == CLONE ? word : "dump";
    }
}
