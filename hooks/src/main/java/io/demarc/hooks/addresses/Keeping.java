/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.addresses;

/**
 * What puts an address back onto a server after it was taken off.
 *
 * @param kind   what sort of thing it is
 * @param words  it, and where it has the address
 * @param advice what to do instead of moving it, or before
 */
record Keeping(Kind kind, String words, String advice) {
    enum Kind {
        /** Moves addresses between servers by itself. */
        CLUSTER,
        /** A file that somebody wrote, read again when the interface's signal comes back, or before. */
        WATCHED_FILE,
        /** A file that somebody wrote, read at the next start. */
        FILE,
        /** What {@code --persist} takes out itself. */
        OURS
    }
}
