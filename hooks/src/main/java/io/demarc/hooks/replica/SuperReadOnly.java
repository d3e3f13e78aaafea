/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.replica;

import io.demarc.hooks.runbook.StepContext;
import java.util.List;
import java.util.function.Supplier;

/**
 * MySQL's {@code super_read_only}, which keeps even Demarc from writing: off while rows are replaced and on otherwise, if the replica
 * had it on when the run began. One caller at a time.
 */
final class SuperReadOnly {
    static final String ON = "SET GLOBAL super_read_only=ON";

    static final String OFF = "SET GLOBAL super_read_only=OFF";
    private static final String STATE = "SELECT @@GLOBAL.super_read_only AS state";
    private static final String WAS_ON = "was-super-read-only";

    private final StepContext context;
    private final SqlClient replica;

    SuperReadOnly(StepContext context, SqlClient replica) {
        this.context = context;
        this.replica = replica;
    }

    /** Before the first row is replaced. */
    void remember(ServerView seen) {
        if (seen.isOn("super_read_only")) {
            ReplicaStep.saveOnce(context, WAS_ON, "yes");
        }
    }

    private boolean wasOn() {
        return context.value(WAS_ON).isPresent();
    }

    /** A daemon may have been killed while it was off. */
    void restore() {
        if (wasOn() && !replica.ask(STATE).get(0).text("state").equals("1")) {
            ReplicaStep.change(context, replica, List.of(ON));
        }
    }

    <T> T offWhile(Supplier<T> work) {
        if (!wasOn()) {
            return work.get();
        }
        ReplicaStep.change(context, replica, List.of(OFF));
        try {
            return work.get();
        } finally {
            ReplicaStep.change(context, replica, List.of(ON));
        }
    }
}
