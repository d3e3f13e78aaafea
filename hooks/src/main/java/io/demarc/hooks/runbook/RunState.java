/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.hooks.runbook;

import java.util.Locale;

/** Where a run is. */
public enum RunState {
    RUNNING,
    /** A step asks a person to do something and to confirm it. */
    AWAITING_PERSON,
    /** A person wants nothing to begin until it is resumed. */
    PAUSED,
    /** A guard, an action or a verification did not hold; nothing happens until a person resumes or aborts it. */
    STOPPED,
    /** Aborted; its steps are being undone. */
    UNDOING,
    ABORTED,
    DONE;

    /** Whether no other run may begin on the same object. */
    public boolean isActive() {
        return this != ABORTED && this != DONE;
    }

    /** As written in messages and JSON, such as {@code awaiting-person}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
