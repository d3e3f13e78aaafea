/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.drbd;

/** What passes between two connected nodes. */
public enum ReplicationState implements DrbdWord {
    OFF("Off"),
    WF_BIT_MAP_S("WFBitMapS"),
    WF_BIT_MAP_T("WFBitMapT"),
    STARTING_SYNC_S("StartingSyncS"),
    STARTING_SYNC_T("StartingSyncT"),
    WF_SYNC_UUID("WFSyncUUID"),
    SYNC_SOURCE("SyncSource"),
    SYNC_TARGET("SyncTarget"),
    PAUSED_SYNC_S("PausedSyncS"),
    PAUSED_SYNC_T("PausedSyncT"),
    VERIFY_S("VerifyS"),
    VERIFY_T("VerifyT"),
    AHEAD("Ahead"),
    BEHIND("Behind"),
    ESTABLISHED("Established");

    private final String word;

    ReplicationState(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }

    /** Data are, or will be, copied to make the sides equal. */
    public boolean isResync() {
        return switch (this) {
            case WF_BIT_MAP_S, WF_BIT_MAP_T, STARTING_SYNC_S, STARTING_SYNC_T, WF_SYNC_UUID -> true;
            case SYNC_SOURCE, SYNC_TARGET, PAUSED_SYNC_S, PAUSED_SYNC_T, AHEAD, BEHIND -> true;
            case OFF, VERIFY_S, VERIFY_T, ESTABLISHED -> false;
        };
    }

    public boolean isVerify() {
        return this == VERIFY_S || this == VERIFY_T;
    }
}
