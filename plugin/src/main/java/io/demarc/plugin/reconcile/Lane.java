/* SPDX-License-Identifier: Apache-2.0 */
package io.demarc.plugin.reconcile;

import io.demarc.plugin.reconcile.Timers.Timer;
import io.demarc.plugin.words.Actor;
import org.jspecify.annotations.Nullable;

/** Where one switch stands in the reconciler. Guarded by the reconciler's lock. */
final class Lane {
    /** Counts what was asked; a reconcile answers everything that was asked before it began. */
    long asked;

    long begun;
    long settled;
    boolean running;
    int failures;
    Actor actor = Actor.TIMER;

    @Nullable
    Timer next;

    boolean nextIsRetry;

    @Nullable
    Result last;
}
