/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.util.List;

/**
 * One copy to be made.
 *
 * @param source   the database that is dumped: the primary, or a replica of it
 * @param hold     what makes the dump be of one moment
 * @param prelude  statements that the copied-to server runs in the loading session first
 * @param postlude statements that it runs in that session last
 * @param estimate of the dump's size, in octets
 */
record CopyPlan(
        SqlClient source,
        SqlClient primary,
        SqlClient replica,
        Dialect dialect,
        SourceHold hold,
        List<String> dumpOptions,
        List<String> prelude,
        List<String> postlude,
        long estimate) {
    CopyPlan {
        dumpOptions = List.copyOf(dumpOptions);
        prelude = List.copyOf(prelude);
        postlude = List.copyOf(postlude);
    }
}
