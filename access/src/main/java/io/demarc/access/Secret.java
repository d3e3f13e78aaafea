/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.access;

/** A password, passphrase or community: prints as {@code ***}. In memory only. */
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** The secret itself: only for handing it to the protocol that needs it, and for masking it in transcripts. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "***";
    }
}
