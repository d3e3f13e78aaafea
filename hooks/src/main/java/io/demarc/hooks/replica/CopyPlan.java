/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One copy to be made.
 *
 * @param source       the database that is copied: the primary, or a replica of it
 * @param hold         what makes the copy be of one moment
 * @param sender       what runs on the source's server, with its arguments
 * @param receiver     what runs on the replica's server, with its arguments
 * @param prelude      statements that the replica runs in the loading session first; for a dump
 * @param postlude     statements that it runs in that session last; for a dump
 * @param catchUp      when only some tables are copied: what brings the rest of the replica to their moment; null: everything is
 * @param estimate     of the copy's size, in octets
 */
record CopyPlan(
        CopyMethod method,
        SqlClient source,
        SqlClient primary,
        SqlClient replica,
        Dialect dialect,
        SourceHold hold,
        List<String> sender,
        List<String> receiver,
        List<String> prelude,
        List<String> postlude,
        @Nullable CatchUp catchUp,
        long estimate) {
    CopyPlan {
        sender = List.copyOf(sender);
        receiver = List.copyOf(receiver);
        prelude = List.copyOf(prelude);
        postlude = List.copyOf(postlude);
    }
}
