/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

/**
 * What a copy holds of the primary's history.
 *
 * @param coordinates in the primary's binary log
 * @param gtid        the same as global transaction ids; may be empty
 */
record Point(Coordinates coordinates, String gtid) {}
