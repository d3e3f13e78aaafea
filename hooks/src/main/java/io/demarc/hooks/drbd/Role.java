/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.drbd;

/** Who may write to a resource. */
public enum Role implements DrbdWord {
    PRIMARY("Primary"),
    SECONDARY("Secondary"),
    /** What a node says of a peer that it does not see. */
    UNKNOWN("Unknown");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
