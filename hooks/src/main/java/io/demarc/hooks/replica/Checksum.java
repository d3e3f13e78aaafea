/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

/** What a chunk's rows come to on one server. */
record Checksum(long rows, String sum) {
    static Checksum of(SqlRow row) {
        return new Checksum(row.number("n"), row.text("x"));
    }
}
