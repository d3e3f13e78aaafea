/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import io.demarc.problem.ProblemCode;
import io.demarc.problem.ProblemException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Reads and changes what is kept of runs; whoever comes second looks again before changing. Thread-safe. */
final class RunLedger {
    static final String DEMARC = "demarc";
    private static final int MOST_ATTEMPTS = 20;

    private final RunStore store;
    private final InstantSource clock;
    private final String holder;

    /** @param holder this daemon's lasting name */
    RunLedger(RunStore store, InstantSource clock, String holder) {
        this.store = store;
        this.clock = clock;
        this.holder = holder;
    }

    RunStore store() {
        return store;
    }

    InstantSource clock() {
        return clock;
    }

    Instant now() {
        return clock.instant();
    }

    String holder() {
        return holder;
    }

    Run require(RunId id) {
        return store.load(id)
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.NOT_FOUND,
                        "There is no run " + id + ".",
                        "'demarc runbook status' lists the runs."));
    }

    /**
     * Changes the run as it is on the disk.
     *
     * @param change may be applied more than once; answers its argument when there is nothing to change
     * @return the run as it is now
     */
    Run change(RunId id, UnaryOperator<Run> change) {
        for (int i = 0; i < MOST_ATTEMPTS; i++) {
            Run before = require(id);
            Run after = change.apply(before);
            if (after.equals(before)) {
                return before;
            }
            java.util.Optional<Run> saved = store.save(after.at(now()));
            if (saved.isPresent()) {
                return saved.get();
            }
        }
        throw ProblemException.of(
                ProblemCode.RUN_BUSY, "Run " + id + " is being changed by somebody else.", "Try again.");
    }

    void note(RunId id, String step, String who, String what) {
        note(id, new Evidence(now(), step, who, what, null, ""));
    }

    void note(RunId id, Evidence evidence) {
        store.appendEvidence(id, evidence);
    }

    Consumer<Evidence> evidenceOf(RunId id) {
        return evidence -> store.appendEvidence(id, evidence);
    }
}
