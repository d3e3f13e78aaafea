/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.drbd;

/** What a node knows of the data on a disk, its own or the peer's; worst first. */
public enum DiskState implements DrbdWord {
    DISKLESS("Diskless"),
    ATTACHING("Attaching"),
    DETACHING("Detaching"),
    FAILED("Failed"),
    NEGOTIATING("Negotiating"),
    /** In the middle of a resync, or never synced: cannot be used. */
    INCONSISTENT("Inconsistent"),
    /** Consistent, but known to be old. */
    OUTDATED("Outdated"),
    /** What a node says of a peer that it does not see. */
    D_UNKNOWN("DUnknown"),
    /** Whether it is up to date shows when the peer is seen. */
    CONSISTENT("Consistent"),
    UP_TO_DATE("UpToDate");

    private final String word;

    DiskState(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
