/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one step of a run stands.
 *
 * @param attempts      how often its action began
 * @param confirmations how often a person has confirmed this attempt
 * @param begunAt       of the newest attempt
 * @param waitingSince  from when its limit counts
 */
public record StepRun(
        String id,
        StepState state,
        int attempts,
        int confirmations,
        @Nullable Instant begunAt,
        @Nullable Instant waitingSince,
        @Nullable Instant endedAt) {
    static StepRun pending(String id) {
        return new StepRun(id, StepState.PENDING, 0, 0, null, null, null);
    }

    StepRun acting(Instant now) {
        return new StepRun(id, StepState.ACTING, attempts + 1, 0, now, null, null);
    }

    StepRun awaitingPerson() {
        return new StepRun(id, StepState.AWAITING_PERSON, attempts, 0, begunAt, null, null);
    }

    StepRun confirmed(int times) {
        return new StepRun(id, state, attempts, times, begunAt, null, null);
    }

    StepRun waiting(Instant now) {
        return new StepRun(id, StepState.WAITING, attempts, confirmations, begunAt, now, null);
    }

    StepRun ended(StepState end, Instant now) {
        return new StepRun(id, end, attempts, confirmations, begunAt, waitingSince, now);
    }
}
