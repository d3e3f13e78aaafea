/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import java.util.Locale;

/** Where a step of a run is. Each is on the disk before anything of it happens, except {@code PENDING}. */
public enum StepState {
    /** Nothing of it has happened; its guard is asked right before its action. */
    PENDING,
    /** The guard is met and the action may have begun; found after a restart, nobody knows whether it did. */
    ACTING,
    AWAITING_PERSON,
    /** Acted; its end is waited for, then verified. */
    WAITING,
    /** Verified. */
    DONE,
    /** The action failed or the verification did not hold; a resumed run verifies first, then guards and acts again. */
    FAILED,
    /** The parameters don't want it. */
    SKIPPED,
    UNDOING,
    UNDONE;

    boolean isOver() {
        return this == DONE || this == SKIPPED || this == UNDONE;
    }

    /** Whether something of it may have happened that is not undone yet. */
    boolean hasBegun() {
        return this != PENDING && this != SKIPPED && this != UNDONE;
    }

    /** As written in messages and JSON, such as {@code awaiting-person}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
