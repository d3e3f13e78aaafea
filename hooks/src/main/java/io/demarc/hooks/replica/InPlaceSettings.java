/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.runbook.StepContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a server that runs lets nobody load, however good it is: rows that are larger as text than a packet may be, and with MySQL's
 * {@code super_read_only} anything. Allowed while the replica itself loads a copy, and afterwards as it was. One caller at a time.
 */
final class InPlaceSettings {
    /** The most that the servers allow; it is asked when a session begins. */
    private static final String LARGEST_PACKET = "SET GLOBAL max_allowed_packet=1073741824";

    /** The statement that makes packets as large as they were. */
    private static final String WERE_PACKETS = "were-packets";

    private InPlaceSettings() {}

    /** Before the first copy begins. */
    static void remember(StepContext context, ServerView replica) {
        ReplicaStep.saveOnce(
                context, WERE_PACKETS, "SET GLOBAL max_allowed_packet=" + replica.number("max_allowed_packet"));
    }

    /** Nothing is as it was until {@link #restore}, which is for every end of a copy. */
    static void loosen(StepContext context, SqlClient replica) {
        List<String> statements = new ArrayList<>(List.of(LARGEST_PACKET));
        if (context.value(ReplicaStep.WAS_READ_ONLY).equals(Optional.of(SuperReadOnly.ON))) {
            statements.add(SuperReadOnly.OFF);
        }
        ReplicaStep.change(context, replica, statements);
    }

    /** More than once; nothing was loosened in a run that has nothing remembered. */
    static void restore(StepContext context, SqlClient replica) {
        List<String> statements = new ArrayList<>();
        context.value(WERE_PACKETS).ifPresent(statements::add);
        if (!statements.isEmpty()) {
            context.value(ReplicaStep.WAS_READ_ONLY).ifPresent(statements::add);
            ReplicaStep.change(context, replica, statements);
        }
    }
}
